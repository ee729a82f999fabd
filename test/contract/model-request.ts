import type { GenerateOptions, ModelClient, ModelReply, ModelRequest } from "../../src/runtime/ports.ts";

/** A request to a model, with what the test does not care about filled in. */
export function modelRequest(parts: Partial<ModelRequest> = {}): ModelRequest {
  return {
    session: "session-1",
    agent: "triage",
    turn: 1,
    attempt: 1,
    instructions: "Be brief.",
    messages: [{ role: "user", text: "Hello", at: 0 }],
    tools: [],
    ...parts,
  };
}

/** What came of one call to a model: the reply or the error, and the text that was streamed. */
export type Outcome = ({ readonly reply: ModelReply } | { readonly error: unknown }) & {
  readonly deltas: readonly string[];
};

/** Asks a model and never rejects. */
export async function ask(
  client: ModelClient,
  request: ModelRequest = modelRequest(),
  options: Partial<GenerateOptions> = {},
): Promise<Outcome> {
  const deltas: string[] = [];
  const onDelta = (text: string) => {
    deltas.push(text);
    options.onDelta?.(text);
  };
  try {
    const reply = await client.generate(request, { signal: options.signal ?? new AbortController().signal, onDelta });
    return { reply, deltas };
  } catch (error) {
    return { error, deltas };
  }
}

/** Asks a model that is expected to answer. */
export async function askForReply(client: ModelClient, request: ModelRequest = modelRequest()): Promise<ModelReply> {
  const outcome = await ask(client, request);
  if ("error" in outcome) throw outcome.error;
  return outcome.reply;
}
