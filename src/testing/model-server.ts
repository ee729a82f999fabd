/// <reference lib="esnext.disposable" preserve="true" />
import { createServer, type IncomingMessage } from "node:http";
import { UsageError } from "../errors.ts";
import { isRecord, type JsonObject, type JsonValue } from "../json.ts";
import { type Delivery, httpDelivery, jsonDelivery, prepareDelivery } from "./delivery.ts";
import { requestProblem } from "./request-problem.ts";
import { sendDelivery } from "./send-delivery.ts";
import type { ServerApi, ServerReply, ServerRequest } from "./server-reply.ts";

/** What a model server answers. */
export interface ModelServerOptions {
  /** A reply for each request in turn, or a function that decides. A list that is used up answers with status 400. */
  readonly replies: readonly ServerReply[] | ((request: ServerRequest) => ServerReply | Promise<ServerReply>);
}

/** A server on this machine that speaks as OpenAI does. */
export interface ModelServer extends AsyncDisposable {
  /** What clients are given, for instance `http://127.0.0.1:50123/v1`. */
  readonly baseURL: string;
  /** The requests for replies so far; those that the server rejected as malformed are not among them. */
  readonly requests: readonly ServerRequest[];
  /** Stops the server and cuts every connection that is open. */
  close(): Promise<void>;
}

const apiByPath: Readonly<Record<string, ServerApi>> = {
  "/v1/responses": "responses",
  "/v1/chat/completions": "chat",
};

/**
 * Starts a server that speaks both wire formats of OpenAI, streamed and whole, and says what it is told to:
 * for tests and demos of anything that talks to a model over HTTP, without key or network.
 *
 * It listens on 127.0.0.1, on a port that is free, and answers `POST /v1/responses`, `POST /v1/chat/completions`
 * and `GET /v1/models`. A request that OpenAI would reject gets status 400 and uses up no reply: a call without its
 * result, an image that is none, a form of answer that is not known. What it knows of is listed in docs/testing.md.
 *
 * @throws {@link UsageError} `bad_option` when `replies` is neither an array nor a function.
 * @example
 * ```ts
 * import { createModelServer } from "handoff-machine/testing";
 *
 * await using server = await createModelServer({ replies: ["Hello.", { status: 429, retryAfter: 2 }] });
 * const answer = await fetch(`${server.baseURL}/chat/completions`, {
 *   method: "POST",
 *   body: JSON.stringify({ model: "any", messages: [{ role: "user", content: "Hi" }] }),
 * });
 * (await answer.json()).choices[0].message.content; // => "Hello."
 * ```
 */
export async function createModelServer(options: ModelServerOptions): Promise<ModelServer> {
  const requests: ServerRequest[] = [];
  const answer = createAnswerer(options, requests);
  const server = createServer((request, response) => {
    answer(request)
      .catch((error: unknown) => httpDelivery({ status: 500, message: String(error) }))
      .then((delivery) => sendDelivery(response, delivery))
      .catch(() => response.destroy()); // an answer that HTTP cannot carry
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));

  async function close(): Promise<void> {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }

  const address = server.address();
  const port = isRecord(address) ? String(address.port) : "";
  return Object.freeze({ baseURL: `http://127.0.0.1:${port}/v1`, requests, close, [Symbol.asyncDispose]: close });
}

type Answerer = (request: IncomingMessage) => Promise<Delivery>;

function createAnswerer({ replies }: ModelServerOptions, requests: ServerRequest[]): Answerer {
  const nextReply = replier(replies);
  let calls = 0;
  const nextCallId = () => `call_${++calls}`;

  return async (request) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    if (request.method === "GET" && path === "/v1/models") return jsonDelivery(models);
    const api = request.method === "POST" && Object.hasOwn(apiByPath, path) ? apiByPath[path] : undefined;
    if (api === undefined) return rejection(404, `Unknown request URL: ${request.method} ${path}.`);
    const body = parseBody(await readBody(request));
    if (body === null) return rejection(400, "The body of the request is no JSON object.");
    const problem = requestProblem(api, body);
    if (problem !== null) return rejection(400, problem);
    const seen: ServerRequest = { api, index: requests.length, headers: request.headers, body };
    requests.push(seen);
    return prepareDelivery(await nextReply(seen), { api, body, id: String(seen.index), nextCallId });
  };
}

function replier(
  replies: ModelServerOptions["replies"],
): (request: ServerRequest) => ServerReply | Promise<ServerReply> {
  if (typeof replies === "function") return replies;
  if (!Array.isArray(replies)) {
    throw new UsageError("bad_option", { message: "The replies of a model server must be an array or a function." });
  }
  return ({ index }) =>
    replies[index] ?? { status: 400, message: `The script of ${replies.length} replies is used up.` };
}

const models: JsonObject = {
  object: "list",
  data: [{ id: "scripted", object: "model", created: 0, owned_by: "handoff-machine" }],
};

function rejection(status: number, message: string): Delivery {
  return httpDelivery({ status, message });
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

function parseBody(text: string): JsonObject | null {
  try {
    const body: JsonValue = JSON.parse(text);
    return isJsonObject(body) ? body : null;
  } catch {
    return null;
  }
}

function isJsonObject(value: JsonValue): value is JsonObject {
  return isRecord(value);
}
