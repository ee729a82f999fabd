import { createRuntime, type RuntimeOptions } from "handoff-machine";
import { openaiModel } from "handoff-machine/openai";
import { call, createModelServer, handOff, manualClock, type ServerReply } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { desk, transcript } from "./desk.ts";

/** A session of the desk over a real HTTP server; retries take no time. */
async function overTheWire(
  replies: readonly ServerReply[],
  api: "chat" | "responses",
  options: Partial<RuntimeOptions> = {},
) {
  const server = await createModelServer({ replies });
  const model = openaiModel({ model: "any", baseURL: server.baseURL, apiKey: "none", api, idleTimeout: 150 });
  const slept: number[] = [];
  const clock = { ...manualClock(), sleep: async (milliseconds: number) => void slept.push(milliseconds) };
  const ids = { session: () => "s", jitter: () => 1 };
  const runtime = createRuntime(desk({ retry: { attempts: 1, baseDelay: 100 } }), { model, clock, ids, ...options });
  return { session: await runtime.open(), server, slept, [Symbol.asyncDispose]: () => server.close() };
}

const hello = "Hello, how can I help you today?";

describe.each(["chat", "responses"] as const)("over the wire of %s", (api) => {
  test.for([
    ["status 429", { status: 429, retryAfter: 3 }],
    ["status 500", { status: 500 }],
    ["a cut stream", { reply: hello, cutAfter: 300 }],
    ["a stream that just ends", { reply: hello, endAfter: 300 }],
    ["a server that stalls", { reply: hello, stallAfter: 300 }],
    ["broken events", { body: "data: {nonsense\n\n" }],
    ["an empty reply", { text: "" }],
  ] satisfies [string, ServerReply][])("%s is passed over by trying again", async ([name, fault]) => {
    await using desk = await overTheWire([fault, "Hi."], api);
    expect(await desk.session.send("Hello").ended).toMatchObject({ status: "awaitingUser", halt: null });
    expect(transcript(desk.session)).toEqual(["user: Hello", "triage: Hi."]);
    expect(desk.slept).toEqual([name === "status 429" ? 3_000 : 100]);
  });

  test.for([
    ["a refused key", { status: 401 }, "unauthorized"],
    ["a bad request", { status: 400 }, "bad_request"],
    ["a refusal", { error: "refused_by_model" }, "refused_by_model"],
  ] satisfies [string, ServerReply, string][])("%s leaves a session that goes on", async ([, fault, code]) => {
    await using desk = await overTheWire([fault, "Hi."], api);
    expect(await desk.session.send("Hello").ended).toMatchObject({ status: "failed", halt: { error: { code } } });
    expect(await desk.session.resume().ended).toMatchObject({ status: "awaitingUser" });
    expect(transcript(desk.session)).toEqual(["user: Hello", "triage: Hi."]);
  });

  test("calls of every kind are answered, and the next request carries every call with its result", async () => {
    const calls = [
      { ...call("look"), id: "same" },
      { ...call("look"), id: "same" },
      { ...call("verify", "{broken"), id: null },
      call("verify", { word: 7 }),
      call("nothing"),
      handOff("nobody"),
      { ...handOff("refunds", { order: "1" }), id: "same" },
      ...Array.from({ length: 43 }, () => call("look")),
    ];
    await using desk = await overTheWire([{ text: "Let me see.", calls }, "Done."], api);
    expect(await desk.session.send("Go").ended).toMatchObject({ status: "awaitingUser" });
    const body = desk.server.requests[1]?.body ?? {};
    const items = JSON.stringify(api === "chat" ? body.messages : body.input);
    const key =
      api === "chat"
        ? /"tool_call_id":"([^"]+)"/g
        : /"type":"function_call_output","call_id":"([^"]+)"|"call_id":"([^"]+)","output"/g;
    const answered = [...items.matchAll(key)].map(([, one, other]) => one ?? other);
    expect(answered).toHaveLength(50);
    expect(new Set(answered).size).toBe(50);
  });

  test("stopping in mid-stream keeps what had arrived", async () => {
    await using desk = await overTheWire(
      [{ reply: { chunks: ["Once ", "upon ", "a time"] }, stallAfter: 100_000 }, "The end."],
      api,
    );
    const run = desk.session.send("A story");
    for await (const update of run)
      if (update.type === "text.delta" && update.text.includes("time")) desk.session.stop();
    expect(transcript(desk.session).at(-1)).toBe("triage: Once upon a time …");
    expect(await desk.session.send("Go on").ended).toMatchObject({ status: "awaitingUser" });
  });
});
