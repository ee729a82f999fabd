import { describe, expect, test } from "vitest";
import { chatRequest } from "../../../src/models/openai/chat-request.ts";
import { type OpenaiModelOptions, readOptions } from "../../../src/models/openai/openai-options.ts";
import type { ModelRequest } from "../../../src/runtime/ports.ts";
import { modelRequest } from "../../contract/model-request.ts";
import { assistantMessage, requestedCall, toolMessage, userMessage } from "./request-fixture.ts";

const tool = {
  name: "find",
  description: "Finds.",
  parameters: { type: "object", properties: { id: { type: "string" } }, required: ["id"] },
};

function bodyOf(parts: Partial<ModelRequest>, options: Partial<OpenaiModelOptions> = {}) {
  return chatRequest(modelRequest(parts), readOptions({ model: "m", api: "chat", ...options }));
}

describe("chatRequest", () => {
  test("writes a conversation", () => {
    const call = requestedCall("1.0", { id: "a" });
    const second = requestedCall("1.1", { id: "b" });
    const messages = [
      { role: "user", text: "Hello", at: 0 } as const,
      assistantMessage({ text: "One moment.", calls: [call, second] }),
      toolMessage(call, "found"),
      toolMessage(second, { found: 2 }),
      assistantMessage({ text: "There are two." }),
      { role: "operator", agent: "triage", text: "I take over.", at: 0 } as const,
    ];
    expect(bodyOf({ messages }).messages).toEqual([
      { role: "system", content: "Be brief." },
      { role: "user", content: "Hello" },
      {
        role: "assistant",
        content: "One moment.",
        tool_calls: [
          { id: "a", type: "function", function: { name: "find", arguments: "{}" } },
          { id: "b", type: "function", function: { name: "find", arguments: "{}" } },
        ],
      },
      { role: "tool", tool_call_id: "a", content: "found" },
      { role: "tool", tool_call_id: "b", content: '{"found":2}' },
      { role: "assistant", content: "There are two." },
      { role: "assistant", content: "I take over." },
    ]);
  });

  test("makes doubled and missing ids unique, the same for call and result", () => {
    const calls = [
      requestedCall("1.0", { id: "a" }),
      requestedCall("1.1", { id: "a" }),
      requestedCall("1.2", { id: null }),
    ];
    const later = requestedCall("2.0", { id: "a" });
    const messages = [
      assistantMessage({ calls }),
      ...calls.map((call) => toolMessage(call, call.key)),
      assistantMessage({ calls: [later] }),
      toolMessage(later, later.key),
    ];
    const results = bodyOf({ messages }).messages.flatMap((message) =>
      message.role === "tool" ? [[message.tool_call_id, message.content]] : [],
    );
    expect(results).toEqual([
      ["a", "1.0"],
      ["call_1_1", "1.1"],
      ["call_1_2", "1.2"],
      ["call_2_0", "2.0"],
    ]);
  });

  test("shows calls that no server would take back in a form that it takes", () => {
    const call = requestedCall("1.0", { name: "find it!", arguments: "{broken" });
    expect(bodyOf({ messages: [assistantMessage({ calls: [call] })] }).messages[1]).toMatchObject({
      content: null,
      tool_calls: [{ function: { name: "find_it_", arguments: '{"unreadable_arguments":"{broken"}' } }],
    });
  });

  test("leaves out a reply that was stopped before it began, and instructions that are empty", () => {
    const messages = [assistantMessage({ interrupted: true }), assistantMessage({ text: "So f", interrupted: true })];
    expect(bodyOf({ messages, instructions: "" }).messages).toEqual([{ role: "assistant", content: "So f" }]);
  });

  test("offers tools", () => {
    const body = bodyOf({ tools: [tool] }, { parallelToolCalls: false });
    expect(body.tools).toEqual([{ type: "function", function: tool }]);
    expect(body.parallel_tool_calls).toBe(false);
  });

  test("offers tools strictly when asked to", () => {
    expect(bodyOf({ tools: [tool] }, { strict: true }).tools).toEqual([
      {
        type: "function",
        function: { ...tool, parameters: { ...tool.parameters, additionalProperties: false }, strict: true },
      },
    ]);
  });

  test("says nothing of tools when there are none", () => {
    expect(Object.keys(bodyOf({}, { parallelToolCalls: false }))).toEqual([
      "model",
      "stream",
      "stream_options",
      "messages",
    ]);
  });

  test("passes settings on", () => {
    expect(bodyOf({}, { temperature: 0, topP: 0.5, reasoningEffort: "low" })).toMatchObject({
      model: "m",
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0,
      top_p: 0.5,
      reasoning_effort: "low",
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
    expect(bodyOf({ messages }).messages).toEqual([
      { role: "system", content: "Be brief." },
      { role: "user", content: "Ann: Hello" },
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "a", type: "function", function: { name: "find", arguments: "{}" } }],
      },
      {
        role: "tool",
        tool_call_id: "a",
        content: '[A person changed the arguments of this call to {"amount":5} before it ran.]\npaid',
      },
      { role: "user", content: "Go on." },
    ]);
  });

  test("asks for answers of a form, strictly where that can be", () => {
    const schema = { type: "object", properties: { ok: { type: "boolean" } }, required: ["ok"] };
    const strict = { ...schema, additionalProperties: false };
    expect(bodyOf({ output: { name: "verdict", schema } })).toMatchObject({
      response_format: { type: "json_schema", json_schema: { name: "verdict", schema: strict, strict: true } },
    });
    const open = { type: "object", additionalProperties: { type: "string" } };
    expect(bodyOf({ output: { name: "verdict", schema: open } })).toMatchObject({
      response_format: { json_schema: { schema: open, strict: false } },
    });
    expect(Object.keys(bodyOf({ output: { name: "verdict", schema: { type: "string" } } }))).not.toContain(
      "response_format",
    );
  });

  test("says which tools may be called, when there are some", () => {
    const calls = [requestedCall("1.0")];
    const answered = [userMessage(), assistantMessage({ calls })];
    expect(bodyOf({ tools: [tool] }, { toolChoice: "required" }).tool_choice).toBe("required");
    expect(bodyOf({ tools: [tool], messages: answered }, { toolChoice: "required" }).tool_choice).toBe("auto");
    expect(Object.keys(bodyOf({}, { toolChoice: "required" }))).not.toContain("tool_choice");
    expect(Object.keys(bodyOf({ tools: [tool] }))).not.toContain("tool_choice");
  });

  test("limits tokens under the name that the server knows", () => {
    expect(bodyOf({}, { maxOutputTokens: 9 })).toMatchObject({ max_completion_tokens: 9 });
    expect(bodyOf({}, { maxOutputTokens: 9, baseURL: "http://localhost/v1" })).toMatchObject({ max_tokens: 9 });
  });
});
