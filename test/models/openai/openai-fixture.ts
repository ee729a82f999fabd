import { type OpenaiModelOptions, openaiModel } from "../../../src/models/openai/index.ts";
import type { ModelClient, ModelRequest } from "../../../src/runtime/ports.ts";
import { createModelServer, type ServerReply, type ServerRequest } from "../../../src/testing/index.ts";
import { ask, modelRequest, type Outcome } from "../../contract/model-request.ts";

/** Both wire formats. */
export const apis = ["chat", "responses"] as const;

/** A wire format. */
export type Api = (typeof apis)[number];

/** What a server answers. */
export type Replies = readonly ServerReply[] | ((request: ServerRequest) => ServerReply | Promise<ServerReply>);

/** Runs a test with an adapter and the server it talks to. */
export async function withAdapter(
  api: Api,
  replies: Replies,
  run: (adapter: { readonly client: ModelClient; readonly requests: readonly ServerRequest[] }) => Promise<void>,
  options: Partial<OpenaiModelOptions> = {},
): Promise<void> {
  await using server = await createModelServer({ replies });
  const client = openaiModel({ model: "test-model", api, baseURL: server.baseURL, apiKey: "key", ...options });
  await run({ client, requests: server.requests });
}

/** Asks an adapter once, behind whose server there is one reply. */
export async function askOnce(
  api: Api,
  reply: ServerReply,
  options: Partial<OpenaiModelOptions> = {},
  request: ModelRequest = modelRequest(),
): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  await withAdapter(api, [reply], async ({ client }) => void outcomes.push(await ask(client, request)), options);
  const [outcome] = outcomes;
  if (outcome === undefined) throw new Error("The adapter was not asked.");
  return outcome;
}

/** Writes events as the body of a stream: for chat without names and with the end mark. */
export function eventBody(api: Api, events: readonly Readonly<Record<string, unknown>>[]): { readonly body: string } {
  const frames = events.map((event) => `data: ${JSON.stringify(event)}\n\n`);
  return { body: `${frames.join("")}${api === "chat" ? "data: [DONE]\n\n" : ""}` };
}

/** Writes deltas as the body of a chat stream that ends with a `finish_reason`. */
export function deltaBody(
  deltas: readonly Readonly<Record<string, unknown>>[],
  finishReason: string | null = "stop",
): { readonly body: string } {
  const chunks = deltas.map((delta) => ({ choices: [{ index: 0, delta, finish_reason: null }] }));
  return eventBody("chat", [...chunks, { choices: [{ index: 0, delta: {}, finish_reason: finishReason }] }]);
}
