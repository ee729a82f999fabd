import type { Server } from "node:http";
import { UsageError } from "../errors.ts";
import type { GraphShape } from "../graph/graph.ts";
import { isRecord } from "../json.ts";
import type { Runtime } from "../runtime/create-runtime.ts";
import { disabledHandler, makeHandler } from "./create-inspector-handler.ts";
import { type InspectOptions, isEnabled, isLoopback, refuseBadOptions, usualPort } from "./inspector-options.ts";
import { loadPackage } from "./load-package.ts";

/** An inspector that listens. */
export interface Inspector {
  /** Where its page is, without the token; `null`: it is not enabled, and does nothing. */
  readonly url: string | null;
  /** Answers a request as its server does. */
  fetch(request: Request): Promise<Response>;
  /** Stops the server and cuts every connection that is open. The runtime goes on. */
  close(): Promise<void>;
}

/**
 * Starts the inspector of a runtime: a page on this machine that shows its sessions as they happen, and those of its journal.
 * In production (`NODE_ENV=production`) it does nothing, unless it is enabled.
 *
 * It observes, as everybody does who looks, and cannot change what a session does by itself; what the page is told to do
 * (to send, to decide, to fork) goes through the runtime like anything else.
 *
 * @throws {UsageError} `bad_option` for a host that others can reach without a token, or a port that is taken;
 *   `missing_package` naming the command that installs hono and @hono/node-server.
 * @example
 * ```ts
 * import { createRuntime, defineGraph } from "handoff-machine";
 * import { inspect } from "handoff-machine/inspector";
 * import { scriptedModel } from "handoff-machine/testing";
 *
 * const graph = defineGraph({ id: "one", start: "clerk", agents: { clerk: { instructions: "Answer." } } });
 * const runtime = createRuntime(graph, { model: scriptedModel(["Hello!"]) });
 * const inspector = await inspect(runtime);
 * console.log(inspector.url);
 * await inspector.close();
 * ```
 */
export async function inspect<Shape extends GraphShape>(
  runtime: Runtime<Shape>,
  typedOptions: InspectOptions<Shape> = {},
): Promise<Inspector> {
  const options = typedOptions as unknown as InspectOptions; // here the names of the graph are data
  refuseBadOptions(options);
  const { host = "127.0.0.1", port, token, base = "" } = options;
  if (!isEnabled(options)) {
    const handler = disabledHandler();
    return { url: null, fetch: handler, close: async () => handler.close() };
  }
  const isLocal = isLoopback(host);
  if (!isLocal && token === undefined) throw withoutToken(host);
  const handler = makeHandler(runtime as Runtime, options, isLocal);
  const { createAdaptorServer } = await loadPackage(() => import("@hono/node-server"));
  await loadPackage(() => import("hono"));
  // Of HTTP/1.1, as no other is asked for; the program's own Request and Response are left as they are.
  const make = (): Server => createAdaptorServer({ fetch: handler, overrideGlobalObjects: false }) as Server;
  const server = await listen(make, { host, port });
  return {
    url: `http://${nameOf(host)}:${portOf(server)}${base.replace(/\/$/, "")}/`,
    fetch: handler,
    close: () =>
      new Promise((resolve) => {
        handler.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Place {
  readonly host: string;
  /** `undefined`: the usual one, or a free one. */
  readonly port: number | undefined;
}

async function listen(make: () => Server, { host, port }: Place): Promise<Server> {
  try {
    return await listenAt(make(), { host, port: port ?? usualPort });
  } catch (cause) {
    const code = isRecord(cause) ? cause.code : null;
    if (port === undefined && code === "EADDRINUSE") return await listenAt(make(), { host, port: 0 });
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError("bad_option", {
      message: `The inspector cannot listen on ${host}:${port ?? usualPort}: ${reason.replace(/\.?$/, ".")}`,
      hint:
        code === "EADDRINUSE" ? "Give another port; without one, a free one is taken." : "Give another host or port.",
      cause,
    });
  }
}

function listenAt(server: Server, place: { readonly host: string; readonly port: number }): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(place, () => {
      server.off("error", reject);
      resolve(server);
    });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** A server that listens everywhere has no name of its own: from here it is reached as this machine. */
function nameOf(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
}

function withoutToken(host: string): UsageError {
  return new UsageError("bad_option", {
    message: `host: others can reach ${host}, and there is no token.`,
    hint: "Give a token that nobody guesses, { token: crypto.randomUUID() }, or leave the host out: 127.0.0.1.",
  });
}
