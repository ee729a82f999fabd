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

/**
 * A request with everything that a request can hold: several users, images and files, calls with and without ids, a
 * result whose arguments a person changed, what an operator and the machine said, tools, settings and a form.
 */
export function richRequest(): ModelRequest {
  const calls = [
    { key: "1.0", id: "a", name: "find", arguments: '{"id":1}', handoff: false },
    { key: "1.1", id: "a", name: "pay it!", arguments: "{broken", handoff: false },
    { key: "1.2", id: null, name: "handoff_to_billing", arguments: "{}", handoff: true },
  ];
  const result = { role: "tool", agent: "triage", status: "returned", output: { found: 1 }, handoff: false } as const;
  const parts = [
    { type: "text", text: "Look:" },
    { type: "image", data: "aGk=", mediaType: "image/png", detail: "low" },
    { type: "image", url: "https://example.com/a.png" },
    { type: "file", data: "aGk=", mediaType: "application/pdf", name: "bill.pdf" },
    { type: "file", url: "https://example.com/bill.pdf", name: "bill.pdf" },
  ] as const;
  const find = { name: "find", description: "Finds.", parameters: { type: "object", properties: {} } };
  const native = { provider: "another", items: [{ type: "reasoning", id: "rs_1", summary: [] }] };
  return modelRequest({
    messages: [
      { role: "user", text: "Look:", parts, by: "Änne\nMüller", at: 0 },
      { role: "assistant", agent: "triage", turn: 1, text: "One moment.", calls, native },
      ...calls.map(({ key, id, name }) => ({ ...result, call: key, id, name, edited: { id: 2 } })),
      { role: "assistant", agent: "triage", turn: 2, text: "", calls: [], interrupted: true },
      { role: "operator", agent: "triage", text: "I take over.", at: 0 },
      { role: "user", text: "[hidden]", by: "Bob", at: 0, rewrittenBy: "cards" },
      { role: "assistant", agent: "triage", turn: 3, text: '{"ok":true}', calls: [], output: { ok: true } },
      { role: "prompt", agent: "triage", text: "Go on.", reason: "autonomous" },
    ],
    tools: [find],
    settings: {
      model: "m2",
      temperature: 0.5,
      topP: 0.5,
      maxOutputTokens: 9,
      reasoningEffort: "low",
      parallelToolCalls: false,
      toolChoice: "required",
    },
    output: {
      name: "verdict",
      schema: {
        type: "object",
        properties: { ok: { type: "boolean" }, note: { type: "string" } },
        required: ["ok"],
      },
    },
  });
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
