import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../../src/json.ts";
import { type OpenaiModelOptions, readOptions } from "../../../src/models/openai/openai-options.ts";
import { responsesRequest } from "../../../src/models/openai/responses-request.ts";
import type { ModelRequest } from "../../../src/runtime/ports.ts";
import { modelRequest } from "../../contract/model-request.ts";
import { assistantMessage, requestedCall, toolMessage, userMessage } from "./request-fixture.ts";

const tool = { name: "find", description: "Finds.", parameters: { type: "object", properties: {} } };
const provider = "openai-responses:m";

function bodyOf(parts: Partial<ModelRequest>, options: Partial<OpenaiModelOptions> = {}) {
  return responsesRequest(modelRequest(parts), { ...readOptions({ model: "m", ...options }), provider });
}

describe("responsesRequest", () => {
  test("writes a conversation", () => {
    const call = requestedCall("1.0", { id: "a", name: "find it!" });
    const messages = [
      { role: "user", text: "Hello", at: 0 } as const,
      assistantMessage({ text: "One moment.", calls: [call] }),
      toolMessage(call, [1, 2]),
      { role: "operator", agent: "triage", text: "I take over.", at: 0 } as const,
      assistantMessage({ interrupted: true }),
    ];
    expect(bodyOf({ messages }).input).toEqual([
      { role: "user", content: "Hello" },
      { role: "assistant", content: "One moment." },
      { type: "function_call", call_id: "a", name: "find_it_", arguments: "{}" },
      { type: "function_call_output", call_id: "a", output: "[1,2]" },
      { role: "assistant", content: "I take over." },
    ]);
  });

  test("stores nothing on the server", () => {
    expect(bodyOf({})).toEqual({
      model: "m",
      stream: true,
      store: false,
      instructions: "Be brief.",
      input: [{ role: "user", content: "Hello" }],
    });
  });

  test("asks for encrypted reasoning of models that are told to reason", () => {
    expect(bodyOf({}, { reasoningEffort: "high", temperature: 1, topP: 0.5, maxOutputTokens: 9 })).toMatchObject({
      reasoning: { effort: "high" },
      include: ["reasoning.encrypted_content"],
      temperature: 1,
      top_p: 0.5,
      max_output_tokens: 9,
    });
  });

  test("tells who speaks, what the machine says, and what a person changed", () => {
    const call = requestedCall("1.0", { id: "a" });
    const messages = [
      userMessage({ by: "Ann" }),
      assistantMessage({ calls: [call] }),
      toolMessage(call, "paid", { edited: { amount: 5 } }),
      { role: "prompt", agent: "triage", text: "Go on.", reason: "autonomous" } as const,
    ];
    expect(bodyOf({ messages }).input).toEqual([
      { role: "user", content: "Ann: Hello" },
      { type: "function_call", call_id: "a", name: "find", arguments: "{}" },
      {
        type: "function_call_output",
        call_id: "a",
        output: '[A person changed the arguments of this call to {"amount":5} before it ran.]\npaid',
      },
      { role: "user", content: "Go on." },
    ]);
  });

  test("asks for answers of a form, strictly where that can be", () => {
    const schema = { type: "object", properties: { ok: { type: "boolean" } }, required: ["ok"] };
    const strict = { ...schema, additionalProperties: false };
    expect(bodyOf({ output: { name: "verdict", schema } })).toMatchObject({
      text: { format: { type: "json_schema", name: "verdict", schema: strict, strict: true } },
    });
    const open = { type: "object", additionalProperties: { type: "string" } };
    expect(bodyOf({ output: { name: "verdict", schema: open } })).toMatchObject({
      text: { format: { schema: open, strict: false } },
    });
    expect(Object.keys(bodyOf({ output: { name: "verdict", schema: { type: "string" } } }))).not.toContain("text");
  });

  test("says which tools may be called, when there are some", () => {
    const calls = [requestedCall("1.0")];
    const answered = [userMessage(), assistantMessage({ calls })];
    expect(bodyOf({ tools: [tool] }, { toolChoice: "required" }).tool_choice).toBe("required");
    expect(bodyOf({ tools: [tool], messages: answered }, { toolChoice: "required" }).tool_choice).toBe("auto");
    expect(Object.keys(bodyOf({}, { toolChoice: "required" }))).not.toContain("tool_choice");
    expect(Object.keys(bodyOf({ tools: [tool] }))).not.toContain("tool_choice");
  });

  test("says of each tool whether it is strict", () => {
    const tools = [tool];
    const offered = { type: "function", name: "find", description: "Finds." };
    expect(bodyOf({ tools }, { parallelToolCalls: true })).toMatchObject({
      tools: [{ ...offered, strict: false, parameters: { type: "object", properties: {} } }],
      parallel_tool_calls: true,
    });
    expect(bodyOf({ tools }, { strict: true }).tools).toEqual([
      {
        ...offered,
        strict: true,
        parameters: { type: "object", properties: {}, required: [], additionalProperties: false },
      },
    ]);
  });
});

describe("native items", () => {
  const reasoning = { type: "reasoning", id: "rs_1", summary: [], encrypted_content: "gAAA" };
  const said = { type: "message", id: "msg_1", role: "assistant", content: [{ type: "output_text", text: "Hm." }] };
  const called = { type: "function_call", id: "fc_1", call_id: "a", name: "find", arguments: '{ "id": 1 }' };
  const call = requestedCall("1.0", { id: "a", arguments: '{"id":1}' });
  const rebuilt = [
    { role: "assistant", content: "Hm." },
    { type: "function_call", call_id: "a", name: "find", arguments: '{"id":1}' },
  ];

  function inputFor(items: readonly JsonValue[], parts: { provider?: string; calls?: readonly (typeof call)[] } = {}) {
    const native = { provider: parts.provider ?? provider, items };
    return bodyOf({ messages: [assistantMessage({ text: "Hm.", calls: parts.calls ?? [call], native })] }).input;
  }

  test("go back word for word", () => {
    expect(inputFor([reasoning, said, called])).toEqual([reasoning, said, called]);
  });

  test("get the ids that results carry", () => {
    const second = requestedCall("1.1", { id: "a" });
    const native = { provider, items: [called, { ...called, id: "fc_2" }] };
    const messages = [
      assistantMessage({ calls: [call, second], native }),
      toolMessage(call, "1"),
      toolMessage(second, "2"),
    ];
    expect(bodyOf({ messages }).input).toEqual([
      called,
      { ...called, id: "fc_2", call_id: "call_1_1" },
      { type: "function_call_output", call_id: "a", output: "1" },
      { type: "function_call_output", call_id: "call_1_1", output: "2" },
    ]);
  });

  test("of calls that no server would take back are mended", () => {
    const broken = { type: "function_call", call_id: null, name: "", arguments: "{" };
    expect(inputFor([broken])).toEqual([
      { type: "function_call", call_id: "a", name: "unnamed", arguments: '{"unreadable_arguments":"{"}' },
    ]);
  });

  test.each([
    ["of another model", [reasoning, said, called], { provider: "openai-responses:n" }],
    ["with more calls than the message has left", [reasoning, said, called, called], {}],
    ["with fewer calls than the message has", [reasoning, said], {}],
    ["with reasoning that is not encrypted", [{ ...reasoning, encrypted_content: null }, said, called], {}],
    ["that are none", [], {}],
    ["that are odd", [called, "text"], {}],
  ])("%s are written anew", (_, items, parts) => {
    expect(inputFor(items, parts)).toEqual(rebuilt);
  });

  test("are written anew without their calls when those were filtered out", () => {
    expect(inputFor([reasoning, said, called], { calls: [] })).toEqual([{ role: "assistant", content: "Hm." }]);
  });
});
