import fc from "fast-check";
import { expect, test } from "vitest";
import type { ContentPart, Message, RequestedCall } from "../../../src/graph/message.ts";
import type { ModelSettings } from "../../../src/graph/model-settings.ts";
import { chatRequest } from "../../../src/models/openai/chat-request.ts";
import { readOptions } from "../../../src/models/openai/openai-options.ts";
import { responsesRequest } from "../../../src/models/openai/responses-request.ts";
import { requestProblem } from "../../../src/testing/request-problem.ts";
import { modelRequest } from "../../contract/model-request.ts";
import { assistantMessage, toolMessage, userMessage } from "./request-fixture.ts";

/*
 * Whatever was said in a session, every later request is one that OpenAI takes: otherwise one odd message would end
 * the session for good. The judge is that of the model server, which knows OpenAI's rules and not our adapter.
 */

const provider = "openai-responses:m";
const words = fc.oneof(fc.constantFrom("", "Hello", "two\nlines", "Ann: hi"), fc.string());

const part: fc.Arbitrary<ContentPart> = fc.oneof(
  words.map((text) => ({ type: "text", text }) as const),
  fc.constantFrom<ContentPart>(
    { type: "image", url: "https://example.com/a.png", detail: "high" },
    { type: "image", data: "aGk=", mediaType: "image/png" },
    { type: "file", url: "https://example.com/a.pdf", name: "a.pdf" },
    { type: "file", data: "aGk=", mediaType: "application/pdf" },
  ),
);

const users = fc
  .record({ text: words, parts: fc.array(part, { maxLength: 4 }), by: words, rewrittenBy: words }, { requiredKeys: [] })
  .map((parts): readonly Message[] => [userMessage(parts)]);

const others = fc.oneof(
  words.map((text): readonly Message[] => [{ role: "operator", agent: "triage", text, at: 0 }]),
  words.map((text): readonly Message[] => [{ role: "prompt", agent: "triage", text, reason: "output" }]),
);

const call = fc.record({
  id: fc.constantFrom(null, "", "a", "b", "odd id", "x".repeat(70)),
  name: fc.oneof(words, fc.constant("find")),
  arguments: fc.oneof(words, fc.constant('{"id":1}')),
});

/** A reply with its results, and with native items that a server would have given for it, or not. */
const replies = fc
  .record({ text: words, made: fc.array(call, { maxLength: 3 }), reasons: fc.boolean(), edits: fc.boolean() })
  .map(({ text, made, reasons, edits }) => (turn: number): readonly Message[] => {
    const calls = made.map((one, index): RequestedCall => ({ ...one, key: `${turn}.${index}`, handoff: false }));
    const reasoning = { type: "reasoning", id: `rs_${turn}`, summary: [], encrypted_content: "gAAA" };
    const said = { type: "message", id: `msg_${turn}`, role: "assistant", content: [{ type: "output_text", text }] };
    const called = made.map((one) => ({
      type: "function_call",
      call_id: one.id,
      name: one.name,
      arguments: one.arguments,
    }));
    const native = { provider, items: [reasoning, ...(text === "" && made.length > 0 ? [] : [said]), ...called] };
    const answered = calls.map((one) => toolMessage(one, { found: 1 }, edits ? { edited: { id: 2 } } : {}));
    return [assistantMessage({ turn, text, calls, ...(reasons && { native }) }), ...answered];
  });

const conversation = fc
  .array(fc.oneof(users, others, replies), { maxLength: 12 })
  .map((spoken) => spoken.flatMap((said, turn) => (typeof said === "function" ? said(turn) : said)));

const settings = fc.record<ModelSettings>(
  {
    model: fc.constant("n"),
    temperature: fc.constantFrom(0, 2),
    topP: fc.constantFrom(0, 1),
    maxOutputTokens: fc.constant(9),
    reasoningEffort: fc.constantFrom("none", "high"),
    parallelToolCalls: fc.boolean(),
    toolChoice: fc.constantFrom("auto", "required", "none"),
  },
  { requiredKeys: [] },
);

const parameters = { type: "object", properties: { note: { type: "string" } } };
const tools = fc.constantFrom([], [{ name: "find", description: "Finds.", parameters }]);

const output = fc.record({
  name: words,
  schema: fc.constantFrom(
    { type: "object", properties: {}, additionalProperties: true },
    parameters,
    { type: "array", items: parameters },
    { anyOf: [parameters, parameters] },
    { ...parameters, oneOf: [parameters] },
    {},
  ),
});

test("whatever was said, every request is one that OpenAI takes", () => {
  const request = fc.record({ conversation, settings, tools, output: fc.option(output), strict: fc.boolean() });
  fc.assert(
    fc.property(request, ({ conversation: spoken, strict, settings: asked, tools: offered, output: form }) => {
      const messages = [userMessage(), ...spoken];
      const full = modelRequest({ messages, tools: offered, ...(form !== null && { output: form }) });
      const options = { ...readOptions({ model: "m", strict }), ...asked };
      expect(requestProblem("chat", { ...chatRequest(full, options) })).toBeNull();
      expect(requestProblem("responses", { ...responsesRequest(full, { ...options, provider }) })).toBeNull();
    }),
  );
});
