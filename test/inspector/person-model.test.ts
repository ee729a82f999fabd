import { expect, test } from "vitest";
import { supportDesk } from "../../machines/support-desk.ts";
import { createPersonModel } from "../../src/inspector/person-model.ts";
import { ask, modelRequest, richRequest } from "../contract/model-request.ts";

function person() {
  const changes: string[] = [];
  return { changes, model: createPersonModel(supportDesk, (session) => changes.push(session)) };
}

test("waits for its answer, and gives text and calls as a model does", async () => {
  const { model, changes } = person();
  const outcome = ask(model, richRequest());
  expect(model.questionIn("session-1")).toMatchObject({ agent: "triage", turn: 1, messages: 10 });
  model.answer("session-1", { turn: 1, text: "One moment.", calls: [{ name: "find", arguments: { id: 7 } }] });
  expect(await outcome).toEqual({
    reply: {
      text: "One moment.",
      calls: [{ id: "you_1_0", name: "find", arguments: '{"id":7}' }],
      usage: { inputTokens: 0, outputTokens: 0 },
      model: "you",
    },
    deltas: ["One moment."],
  });
  expect(model.questionIn("session-1")).toBeNull();
  expect(changes).toEqual(["session-1", "session-1"]);
});

test("shows also what the agent has and is not offered, as a model can call it", () => {
  const { model } = person();
  const tools = [{ name: "handoff_to_billing", description: "", parameters: {} }];
  void ask(model, modelRequest({ tools }));
  const { withheld = [] } = model.questionIn("session-1") ?? {};
  expect(withheld.map(({ name }) => name)).toEqual(["verifyIdentity", "handoff_to_refunds"]);
});

test("asks in several sessions at once", async () => {
  const { model } = person();
  const [one, two] = [ask(model, modelRequest({ session: "one" })), ask(model, modelRequest({ session: "two" }))];
  model.answer("two", { turn: 1, text: "Two." });
  expect(await two).toMatchObject({ reply: { text: "Two." } });
  expect(model.questionIn("one")).not.toBeNull();
  model.answer("one", { turn: 1, text: "One." });
  expect(await one).toMatchObject({ reply: { text: "One." } });
});

test("rejects at once when it is aborted before it starts, and asks nobody", async () => {
  const { model, changes } = person();
  const outcome = await ask(model, modelRequest(), { signal: AbortSignal.abort("no more") });
  expect(outcome).toMatchObject({ error: { code: "aborted", retryable: false }, deltas: [] });
  expect(changes).toEqual([]);
});

test("withdraws its question when it is aborted while it waits", async () => {
  const { model } = person();
  const controller = new AbortController();
  const outcome = ask(model, modelRequest(), { signal: controller.signal });
  controller.abort();
  expect(await outcome).toMatchObject({ error: { code: "aborted", retryable: false }, deltas: [] });
  expect(model.questionIn("session-1")).toBeNull();
  expect(() => model.answer("session-1", { turn: 1, text: "Too late." })).toThrow("Nobody asks");
});

test("takes no answer to an older question, and none that says nothing", () => {
  const { model } = person();
  void ask(model, modelRequest({ turn: 3 }));
  expect(() => model.answer("session-1", { turn: 2, text: "Hi" })).toThrow("Turn 2 is not asked any more");
  expect(() => model.answer("session-1", { turn: 3, text: "", calls: [] })).toThrow("The answer is empty");
  model.close();
});

test("gives up its questions when it is closed, and asks no more", async () => {
  const { model } = person();
  const outcome = ask(model, modelRequest());
  model.close();
  expect(await outcome).toMatchObject({ error: { code: "unexpected", retryable: false } });
  expect(await ask(model, modelRequest())).toMatchObject({ error: { code: "unexpected", retryable: false } });
  expect(model.questionIn("session-1")).toBeNull();
});
