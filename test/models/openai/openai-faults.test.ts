import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ModelClient } from "../../../src/runtime/ports.ts";
import { call, handOff } from "../../../src/testing/index.ts";
import { ask, askForReply, modelRequest } from "../../contract/model-request.ts";
import { apis, askOnce, deltaBody, eventBody, withAdapter } from "./openai-fixture.ts";

const shortReply = { text: "Hé!", calls: [handOff("x")], usage: { inputTokens: 1, outputTokens: 2 } };

describe.each(apis)("a stream of %s that stalls or fails", (api) => {
  test.each([0, 1, 200])("and falls silent behind %i bytes is given up", async (bytes) => {
    const limits = { startTimeout: 30, idleTimeout: 30 };
    const outcome = await askOnce(api, { reply: shortReply, stallAfter: bytes }, limits);
    expect(outcome).toMatchObject({ error: { code: "idle_timeout", retryable: true } });
  });

  test("and falls silent behind some text is given up by the idle limit alone", async () => {
    const outcome = await askOnce(api, { error: "idle_timeout", partial: "So far" }, { idleTimeout: 200 });
    expect(outcome).toMatchObject({ error: { code: "idle_timeout" }, deltas: ["So", " far"] });
  });

  test("can be aborted while it is silent", () => {
    const controller = new AbortController();
    return withAdapter(api, [{ error: "idle_timeout", partial: "So far" }], async ({ client }) => {
      const onDelta = (text: string) => {
        if (text === " far") queueMicrotask(() => controller.abort());
      };
      const outcome = await ask(client, modelRequest(), { signal: controller.signal, onDelta });
      expect(outcome).toMatchObject({ error: { code: "aborted", retryable: false } });
    });
  });

  test("leaves the connection usable", () =>
    withAdapter(api, [{ error: "malformed_stream" }, "Fine."], async ({ client }) => {
      await ask(client);
      expect((await askForReply(client)).text).toBe("Fine.");
    }));

  test("frees the server when it gives up", async () => {
    const left = Promise.withResolvers<void>();
    const watch: typeof fetch = (input, init) => {
      init?.signal?.addEventListener("abort", () => left.resolve());
      return fetch(input, init);
    };
    const giveUpFirst = async ({ client }: { client: ModelClient }) => {
      await ask(client);
      await left.promise;
    };
    await withAdapter(api, [{ error: "idle_timeout" }], giveUpFirst, { fetch: watch, idleTimeout: 30 });
  });
});

describe.each(apis)("a server of %s that answers", (api) => {
  test.each([
    [400, "bad_request", false],
    [401, "unauthorized", false],
    [403, "unauthorized", false],
    [404, "bad_request", false],
    [408, "server_error", true],
    [409, "server_error", true],
    [413, "bad_request", false],
    [422, "bad_request", false],
    [429, "rate_limited", true],
    [500, "server_error", true],
    [503, "server_error", true],
  ])("%i fails with %s", async (status, code, retryable) => {
    const outcome = await askOnce(api, { status, message: "Because." });
    expect(outcome).toMatchObject({
      error: { code, retryable, message: expect.stringContaining(`${status}: Because.`) },
    });
  });

  test("429 with seconds tells how long to wait", async () => {
    expect(await askOnce(api, { status: 429, retryAfter: 7 })).toMatchObject({ error: { retryAfter: 7000 } });
  });

  test("429 with a date tells how long to wait", async () => {
    const outcome = await askOnce(api, { status: 429, retryAfter: "Fri, 31 Dec 2100 23:59:59 GMT" });
    expect(outcome).toMatchObject({ error: { code: "rate_limited", retryAfter: expect.any(Number) } });
  });

  test("429 for an exhausted quota is not worth another try", async () => {
    const outcome = await askOnce(api, { status: 429, code: "insufficient_quota" });
    expect(outcome).toMatchObject({ error: { code: "rate_limited", retryable: false } });
  });

  test("404 hints at the wire format", async () => {
    const outcome = await askOnce(api, { status: 404 });
    expect(outcome).toMatchObject({ error: { hint: expect.stringContaining('set api: "chat"') } });
  });

  test("a web page is no reply", async () => {
    const outcome = await askOnce(api, { body: "<html>Log in</html>" });
    expect(outcome).toMatchObject({ error: { code: "truncated_stream" } });
  });

  test.each([
    [{ code: "rate_limit_exceeded", message: "Slow." }, "rate_limited", true],
    [{ code: "insufficient_quota", message: "Pay." }, "rate_limited", false],
    [{ type: "invalid_request_error", message: "Too long." }, "bad_request", false],
    [{ code: 401, message: "Who?" }, "unauthorized", false],
    [{ code: 502, message: "Upstream." }, "server_error", true],
    [{ code: "toString", message: "Odd." }, "server_error", true],
    [{ message: { deep: true } }, "server_error", true],
    [{ code: { toString: 1 }, message: "Odd." }, "server_error", true],
    [{ code: 7, message: "Odd." }, "server_error", true],
    ["only text", "server_error", true],
    [{}, "server_error", true],
  ])("an error %j in the stream fails with %s", async (error, code, retryable) => {
    for (const body of [
      `data: ${JSON.stringify({ error })}\n\n`,
      `event: error\ndata: ${JSON.stringify({ error })}\n\n`,
    ]) {
      expect(await askOnce(api, { body })).toMatchObject({ error: { name: "ModelError", code, retryable } });
    }
  });

  test.each(["null", "7", '"text"', "[1]"])("%s for an event fails with malformed_stream", async (event) => {
    const outcome = await askOnce(api, { body: `data: ${event}\n\n` });
    expect(outcome).toMatchObject({ error: { code: "malformed_stream", retryable: true } });
  });
});

describe("malformed JSON", () => {
  beforeEach(() => void vi.spyOn(console, "error"));
  afterEach(() => vi.restoreAllMocks());

  test.each(apis)("of %s is reported and printed nowhere", async (api) => {
    expect(await askOnce(api, { error: "malformed_stream" })).toMatchObject({ error: { code: "malformed_stream" } });
    expect(console.error).not.toHaveBeenCalled();
  });
});

describe("Chat Completions", () => {
  test.each([
    ["length", "incomplete_reply", false],
    ["content_filter", "incomplete_reply", false],
    ["error", "server_error", true],
    [null, "truncated_stream", true],
  ])("finish_reason %s fails with %s", async (reason, code, retryable) => {
    const outcome = await askOnce("chat", deltaBody([{ content: "Some" }], reason));
    expect(outcome).toMatchObject({ error: { code, retryable }, deltas: ["Some"] });
  });

  test.each(["stop", "tool_calls", "function_call", "eos"])(
    "finish_reason %s does not tell whether there are calls",
    async (reason) => {
      const fragment = { index: 0, id: "a", function: { name: "find", arguments: "{}" } };
      expect(await askOnce("chat", deltaBody([{ tool_calls: [fragment] }], reason))).toMatchObject({
        reply: { calls: [{ id: "a" }] },
      });
      expect(await askOnce("chat", deltaBody([{ content: "Hi" }], reason))).toMatchObject({
        reply: { text: "Hi", calls: [] },
      });
    },
  );

  test("usage that is missing or odd counts as nothing", async () => {
    const usage = { prompt_tokens: "many", completion_tokens: -1 };
    const body = eventBody("chat", [{ choices: [{ delta: { content: "Hi" }, finish_reason: "stop" }], usage }]);
    expect(await askOnce("chat", body)).toMatchObject({ reply: { usage: { inputTokens: 0, outputTokens: 0 } } });
  });

  test("a refusal is not retryable and carries its text", async () => {
    expect(await askOnce("chat", deltaBody([{ refusal: "I " }, { refusal: "must not." }]))).toMatchObject({
      error: { code: "refused_by_model", retryable: false, message: "The model refused to answer: I must not." },
    });
  });
});

describe("the Responses API", () => {
  test.each([
    [
      { type: "response.failed", response: { error: { code: "server_error", message: "Oops." } } },
      "server_error",
      true,
    ],
    [
      { type: "response.failed", response: { error: { code: "invalid_prompt", message: "No." } } },
      "bad_request",
      false,
    ],
    [
      { type: "response.failed", response: { error: { code: "bio_policy", message: "No." } } },
      "refused_by_model",
      false,
    ],
    [{ type: "response.failed" }, "server_error", true],
    [
      { type: "response.incomplete", response: { incomplete_details: { reason: "max_output_tokens" } } },
      "incomplete_reply",
      false,
    ],
    [{ type: "response.incomplete" }, "incomplete_reply", false],
    [{ type: "error", code: "rate_limit_exceeded", message: "Slow." }, "rate_limited", true],
    [{ type: "response.completed", response: { output: [] } }, "empty_reply", true],
    [{ type: "response.completed" }, "empty_reply", true],
    [{ type: "response.output_text.done", text: "Hi" }, "truncated_stream", true],
  ])("%j fails with %s", async (event, code, retryable) => {
    expect(await askOnce("responses", eventBody("responses", [event]))).toMatchObject({ error: { code, retryable } });
  });

  test("reads finished items when the last event brings none", async () => {
    const item = { type: "function_call", call_id: "c", name: "find", arguments: "{}" };
    const text = { type: "message", content: [{ type: "output_text", text: "Hi" }, { type: "odd" }, null] };
    const body = eventBody("responses", [
      { type: "response.output_item.done", output_index: 0, item: text },
      { type: "response.output_item.done", output_index: 1, item },
      { type: "response.completed", response: { output: [] } },
    ]);
    expect(await askOnce("responses", body)).toMatchObject({
      reply: { text: "Hi", calls: [{ id: "c", name: "find" }], native: { items: [text, item] } },
      deltas: ["Hi"],
    });
  });

  test("takes the streamed text when there are no items at all", async () => {
    const body = eventBody("responses", [
      { type: "response.output_text.delta", delta: "Hi " },
      { type: "response.output_text.delta", delta: "there" },
      { type: "response.output_text.delta", delta: null },
      { type: "response.completed", response: {} },
    ]);
    expect(await askOnce("responses", body)).toMatchObject({ reply: { text: "Hi there" }, deltas: ["Hi ", "there"] });
  });

  test("keeps the items word for word under the name of the model and its server", async () => {
    const reasoning = { type: "reasoning", id: "rs_1", summary: [], encrypted_content: "gAAA" };
    const message = { type: "message", id: "msg_1", role: "assistant", content: [{ type: "output_text", text: "Hi" }] };
    const body = eventBody("responses", [{ type: "response.completed", response: { output: [reasoning, message] } }]);
    expect(await askOnce("responses", body)).toMatchObject({
      reply: {
        native: {
          provider: expect.stringMatching(/^openai-responses:test-model@127\.0\.0\.1:\d+$/),
          items: [reasoning, message],
        },
      },
    });
  });

  test("takes odd items for what they are", async () => {
    const odd = [null, 3, { type: "function_call" }, { type: "message", content: "text" }, call("x")];
    const body = eventBody("responses", [{ type: "response.completed", response: { output: odd, usage: "none" } }]);
    expect(await askOnce("responses", body)).toMatchObject({
      reply: { text: "", calls: [{ id: null, name: "", arguments: "" }], usage: { inputTokens: 0, outputTokens: 0 } },
    });
  });
});
