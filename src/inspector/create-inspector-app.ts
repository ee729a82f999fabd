import type { Context, Hono } from "hono";
import type { Flow } from "../inspect/wire.ts";
import { exportSession } from "../journal/ndjson.ts";
import { ApiError, problemOf } from "./api-error.ts";
import { eventStream, lastSeenOf } from "./event-stream.ts";
import { createEventSupply } from "./event-supply.ts";
import { flowOf } from "./flow-of.ts";
import { cookieFor, type GuardOptions, guardRequest } from "./guard-request.ts";
import type { InspectorCore } from "./inspector-core.ts";
import type { HandlerOptions } from "./inspector-options.ts";
import { readPageFile } from "./page-files.ts";
import { readBody } from "./read-body.ts";
import { actOnSession, forkSession, modelAnswer, openSession } from "./session-action.ts";

/** What an app is made of. */
export interface AppOptions extends Pick<HandlerOptions, "control" | "properties">, GuardOptions {
  readonly core: InspectorCore;
  /** The path that it is mounted under, without a slash at its end: empty at the root. */
  readonly base: string;
}

/** Makes the app that answers an inspector's requests: `src/inspect/wire.ts` has the contract. */
export function createInspectorApp(App: typeof Hono, options: AppOptions): Hono {
  const { core, base, control = true } = options;
  const app = new App();
  app.onError(refusal(base));
  app.notFound((context) => refusal(base)(nothingHere(context), context));
  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(headers)) context.res.headers.set(name, value);
    if (!context.res.headers.has("cache-control")) context.res.headers.set("cache-control", "no-store");
  });
  app.use(async (context, next) => {
    await guardRequest(context.req.raw, options);
    if (context.req.method === "POST" && !control) throw readOnly();
    const cookie = cookieFor(context.req.raw, options, base);
    if (cookie === null || isApi(context, base)) return await next();
    context.header("set-cookie", cookie);
    return context.redirect(withoutToken(context), 303);
  });

  const api = app.basePath(`${base}/api`);
  api.get("/flow", (context) => context.json<Flow>(flowOf(core, options)));
  api.get("/stream", ({ req }) => {
    const lastSeen = lastSeenOf(req.header("last-event-id") ?? null);
    const session = req.query("session") ?? null;
    return eventStream(() => createEventSupply(core, { session, lastSeen }));
  });
  api.get("/sessions/:id/export", async (context) => {
    const id = await knownSession(core, context);
    return context.body(await exportSession(core.runtime.journal, id), 200, exportHeaders(id));
  });
  api.post("/sessions", async (context) =>
    context.json({ session: await openSession(core, await readBody(context.req.raw)) }),
  );
  api.post("/sessions/:id/fork", async (context) => {
    const id = await knownSession(core, context);
    return context.json({ session: await forkSession(core, id, await readBody(context.req.raw)) });
  });
  api.post("/sessions/:id/reply", async (context) => {
    const id = await knownSession(core, context);
    core.person.answer(id, modelAnswer(await readBody(context.req.raw)));
    return context.json({});
  });
  api.post("/sessions/:id/:action", async (context) => {
    const id = await knownSession(core, context);
    await actOnSession(core, { id, action: context.req.param("action"), body: await readBody(context.req.raw) });
    return context.json({});
  });
  api.all("*", (context) => refusal(base)(nothingHere(context), context));

  app.get(`${base}/*`, async (context) => {
    const path = context.req.path.slice(base.length);
    if (path === "") return context.redirect(`${base}/`, 301); // the page's addresses are relative to a folder
    const file = await readPageFile(path.slice(1));
    return context.body(file.body, 200, file.headers);
  });
  return app;
}

const headers: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
};

/** What is refused comes as a problem, and to a person who opened an address as a text. */
function refusal(base: string): (error: unknown, context: Context) => Response {
  return (error, context) => {
    const { status, problem } = problemOf(error);
    if (isApi(context, base)) return context.json(problem, status);
    const { message, hint = "" } = problem;
    return context.text(`${message}\n${hint}`.trimEnd(), status);
  };
}

function isApi({ req }: Context, base: string): boolean {
  return req.path.startsWith(`${base}/api/`);
}

function withoutToken({ req }: Context): string {
  const address = new URL(req.url);
  address.searchParams.delete("token");
  const path = address.pathname.replace(/^\/+/, "/"); // two slashes would begin the name of another server
  return `${path}${address.search}`;
}

async function knownSession({ list }: InspectorCore, { req }: Context): Promise<string> {
  const id = req.param("id") ?? "";
  if (await list.has(id)) return id;
  throw new ApiError(404, { code: "not_found", message: `There is no session "${id}".` });
}

function exportHeaders(session: string): Record<string, string> {
  const name = encodeURIComponent(session).replaceAll("'", "%27");
  return {
    "content-type": "application/x-ndjson",
    "content-disposition": `attachment; filename*=UTF-8''${name}.ndjson`,
  };
}

function nothingHere({ req }: Context): ApiError {
  return new ApiError(404, { code: "not_found", message: `There is no ${req.method} ${req.path} here.` });
}

function readOnly(): ApiError {
  return new ApiError(403, {
    code: "read_only",
    message: "Sessions can only be looked at here.",
    hint: "The inspector was started with control: false.",
  });
}
