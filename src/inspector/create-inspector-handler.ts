import type { Hono } from "hono";
import { UsageError } from "../errors.ts";
import type { GraphShape } from "../graph/graph.ts";
import type { Runtime } from "../runtime/create-runtime.ts";
import { createInspectorApp } from "./create-inspector-app.ts";
import { createInspectorCore } from "./inspector-core.ts";
import { type HandlerOptions, isEnabled, refuseBadOptions } from "./inspector-options.ts";
import { loadPackage } from "./load-package.ts";

/** Answers requests to an inspector; `close` ends its streams, gives up what it asks of a person, and answers 404 from then on. */
export interface InspectorHandler {
  (request: Request): Promise<Response>;
  close(): void;
}

/**
 * Makes the inspector of a runtime as a handler of requests, to be mounted into a server that is there already: the page, and
 * what the page asks for. Where it is not enabled, it answers 404.
 *
 * Who may look is for `authorize` or a token to say: one of them is needed, as nothing else is known of the server.
 *
 * @throws {UsageError} `bad_option` without `authorize` and without a token. The handler rejects with `missing_package` when
 *   hono is not installed.
 * @example
 * ```ts
 * import { createRuntime, defineGraph } from "handoff-machine";
 * import { createInspectorHandler } from "handoff-machine/inspector";
 * import { scriptedModel } from "handoff-machine/testing";
 *
 * const graph = defineGraph({ id: "one", start: "clerk", agents: { clerk: { instructions: "Answer." } } });
 * const runtime = createRuntime(graph, { model: scriptedModel(["Hello!"]) });
 * const isAdmin = (request: Request) => request.headers.get("x-user") === "ada";
 * const handler = createInspectorHandler(runtime, { base: "/admin/inspector", authorize: isAdmin });
 * const answer = await handler(new Request("https://desk.example/admin/inspector/api/flow"));
 * answer.status; // => 403
 * ```
 */
export function createInspectorHandler<Shape extends GraphShape>(
  runtime: Runtime<Shape>,
  typedOptions: HandlerOptions<Shape>,
): InspectorHandler {
  const options = typedOptions as unknown as HandlerOptions; // here the names of the graph are data
  refuseBadOptions(options);
  if (!isEnabled(options)) return disabledHandler();
  if (options.authorize === undefined && options.token === undefined) {
    throw new UsageError("bad_option", {
      message: "createInspectorHandler: expected authorize or a token, found neither.",
      hint: "Say who may look: { authorize: (request) => isAdmin(request) }.",
    });
  }
  return makeHandler(runtime as Runtime, options, false);
}

/** Makes a handler; `isLocal`: for a server that listens on this machine only. */
export function makeHandler(runtime: Runtime, options: HandlerOptions, isLocal: boolean): InspectorHandler {
  const core = createInspectorCore(runtime, options);
  const base = (options.base ?? "").replace(/\/$/, "");
  let app: Promise<Hono> | null = null;
  const handler = async (request: Request): Promise<Response> => {
    if (core.watchtower.isEnded) return nothingHere();
    app ??= loadPackage(() => import("hono")).then(({ Hono }) =>
      createInspectorApp(Hono, { ...options, core, base, isLocal }),
    );
    return await (await app).fetch(request);
  };
  return Object.assign(handler, { close: core.close });
}

/** What stands in the place of an inspector that is not enabled. */
export function disabledHandler(): InspectorHandler {
  return Object.assign(async () => nothingHere(), { close: () => undefined });
}

function nothingHere(): Response {
  return new Response(null, { status: 404 });
}
