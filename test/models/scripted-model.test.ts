import { describe, expect, test } from "vitest";
import { askUser, call, endConversation, handOff, returnTo, scriptedModel } from "../../src/testing/index.ts";
import { modelClientContract } from "../contract/model-client.ts";
import { ask, askForReply, modelRequest } from "../contract/model-request.ts";

modelClientContract("scriptedModel", async (script) => ({ client: scriptedModel(script), close: async () => {} }));

describe("scriptedModel", () => {
  test("takes a bare call for a reply with that call", async () => {
    const model = scriptedModel([handOff("tier 2 support", { reason: "angry" }), call("find")]);
    expect((await askForReply(model)).calls).toEqual([
      { id: "call_1", name: "handoff_to_tier_2_support", arguments: '{"reason":"angry"}' },
    ]);
    expect((await askForReply(model)).calls).toEqual([{ id: "call_2", name: "find", arguments: "{}" }]);
  });

  test("calls the tools that the machine offers", async () => {
    const steps = [returnTo("tier 1", { done: true }), askUser("Which order?"), endConversation({ reason: "solved" })];
    const model = scriptedModel([{ calls: [...steps, returnTo("desk"), endConversation()] }]);
    expect((await askForReply(model)).calls.map(({ name, arguments: input }) => [name, input])).toEqual([
      ["return_to_tier_1", '{"done":true}'],
      ["ask_user", '{"question":"Which order?"}'],
      ["end_conversation", '{"reason":"solved"}'],
      ["return_to_desk", "{}"],
      ["end_conversation", "{}"],
    ]);
  });

  test("streams a text word by word, and loses none of it", async () => {
    const { deltas } = await ask(scriptedModel(["  Two words, \n more. "]));
    expect(deltas).toEqual(["  Two", " words,", " \n more.", " "]);
  });

  test("asks a function with the request and the number of the call", async () => {
    const model = scriptedModel(({ agent, attempt }, index) => `${agent} ${attempt} ${index}`);
    await askForReply(model);
    expect((await askForReply(model, modelRequest({ agent: "billing", attempt: 3 }))).text).toBe("billing 3 1");
  });

  test("refuses a step that is none, with its number, before it is asked", () => {
    for (const [steps, problem] of [
      [[{ nme: "x" }], /^step 1 of the script: expected no keys but .*, found "nme"\. Did you mean "name"\?/],
      [["Hi.", undefined], /^step 2 of the script: expected a text, a call, a reply or a failure/],
      [["Hi.", { error: "teapot" }], /^step 2 of the script\.error: expected one of aborted/],
    ] as const) {
      expect(() => scriptedModel(steps as never)).toThrow(
        expect.objectContaining({ code: "bad_option", message: expect.stringMatching(problem) }),
      );
    }
  });

  test("fails the call for which a function gives a step that is none", async () => {
    const model = scriptedModel((_, index) => (index === 0 ? "Hi." : ({ nme: "x" } as never)));
    await askForReply(model);
    await expect(askForReply(model)).rejects.toMatchObject({
      code: "bad_option",
      message: expect.stringContaining("step 2 of the script"),
    });
  });

  test("says who asked when the script is used up", async () => {
    const model = scriptedModel(["only one"]);
    await askForReply(model);
    expect(await ask(model, modelRequest({ agent: "billing", turn: 4 }))).toMatchObject({
      error: {
        code: "script_ended",
        retryable: false,
        message:
          'The script of 1 reply is used up, and agent "billing" asked for one more (session "session-1", turn 4).',
      },
    });
  });

  test("takes a failure's own message and retryability over those of its code", async () => {
    const model = scriptedModel([{ error: "server_error", message: "Down for ever.", retryable: false }]);
    expect(await ask(model)).toMatchObject({ error: { message: "Down for ever.", retryable: false } });
  });

  test("plays back a reply that a model client has given", async () => {
    const given = { text: "Hi.", calls: [], usage: { inputTokens: 1, outputTokens: 2 }, model: "recorded" };
    expect(await ask(scriptedModel([given]))).toMatchObject({ reply: { text: "Hi." } });
  });

  test("records requests with their messages, read once", async () => {
    const model = scriptedModel(["Hi"]);
    let reads = 0;
    function* messages() {
      reads++;
      yield { role: "user", text: "Hello", at: 1 } as const;
    }
    await askForReply(model, modelRequest({ messages: messages() }));
    expect(model.requests.map((request) => request.messages)).toEqual([[{ role: "user", text: "Hello", at: 1 }]]);
    expect(reads).toBe(1);
  });

  test("reads no messages when it does not record", async () => {
    const model = scriptedModel(["Hi"], { record: false });
    const messages: Iterable<never> = {
      [Symbol.iterator]: () => {
        throw new Error("read");
      },
    };
    expect((await askForReply(model, modelRequest({ messages }))).text).toBe("Hi");
    expect(model.requests).toEqual([]);
  });

  test("can be aborted during a delay", async () => {
    const controller = new AbortController();
    const model = scriptedModel(() => {
      queueMicrotask(() => controller.abort());
      return { text: "late", delay: 3_600_000 };
    });
    expect(await ask(model, modelRequest(), { signal: controller.signal })).toMatchObject({
      error: { code: "aborted" },
      deltas: [],
    });
  });

  test("waits before text and before a reply without any", async () => {
    const model = scriptedModel([
      { chunks: ["a", "b"], delay: 1 },
      { calls: [call("find")], delay: 1 },
    ]);
    expect((await askForReply(model)).text).toBe("ab");
    expect((await askForReply(model)).calls).toHaveLength(1);
  });

  test("rejects a script of another kind", () => {
    expect(() => Reflect.apply(scriptedModel, undefined, ["Hello"])).toThrow(
      expect.objectContaining({ code: "bad_option" }),
    );
  });
});
