import { describe, expect, test } from "vitest";
import { chatProblem } from "../../src/testing/chat-problem.ts";

const user = { role: "user", content: "Hello" };
const called = (...ids: readonly string[]) => ({
  role: "assistant",
  content: null,
  tool_calls: ids.map((id) => ({ id, type: "function", function: { name: "find", arguments: "{}" } })),
});
const result = (id: string) => ({ role: "tool", tool_call_id: id, content: "found" });
const tool = { type: "function", function: { name: "find", parameters: { type: "object", properties: {} } } };

function problemOf(parts: Readonly<Record<string, unknown>>) {
  return chatProblem({ model: "m", messages: [user], ...parts });
}

function partProblem(part: unknown) {
  return problemOf({ messages: [{ role: "user", content: [part] }] });
}

describe("chatProblem", () => {
  test("finds nothing wrong with what OpenAI takes", () => {
    const messages = [
      { role: "system", content: "Be brief." },
      { role: "developer", content: [{ type: "text", text: "Be kind." }] },
      { ...user, name: "Änne" },
      { role: "user", content: [{ type: "input_audio", input_audio: { data: "", format: "wav" } }] },
      called("a", "b"),
      result("b"),
      { ...result("a"), content: [{ type: "text", text: "found" }] },
      { ...called("c"), content: "One moment." },
      result("c"),
      { role: "assistant", content: [{ type: "refusal", refusal: "No." }] },
    ];
    const settings = { temperature: null, top_p: 1, max_tokens: 9, reasoning_effort: "high" };
    expect(problemOf({ messages, tools: [tool], tool_choice: "required", ...settings })).toBeNull();
    const named = { type: "function", function: { name: "find" } };
    expect(problemOf({ tools: [tool, { type: "custom" }], tool_choice: named, parallel_tool_calls: true })).toBeNull();
    expect(problemOf({ response_format: { type: "json_object" } })).toBeNull();
  });

  test.each([
    [{ type: "text", text: "Hi" }],
    [{ type: "image_url", image_url: { url: "https://example.com/a.png" } }],
    [{ type: "image_url", image_url: { url: "data:image/png;base64,aGk=", detail: "low" } }],
    [{ type: "file", file: { file_id: "file-1" } }],
    [{ type: "file", file: { filename: "a.pdf", file_data: "data:application/pdf;base64,aGk=" } }],
  ])("finds nothing wrong with the part %j", (part) => {
    expect(partProblem(part)).toBeNull();
  });

  const place = "messages[0].content[0]";
  test.each([
    [3, `Invalid '${place}': expected an object`],
    [{ text: "Hi" }, `Invalid value: "" for '${place}.type'`],
    [
      { type: "input_text", text: "Hi" },
      `Invalid value: "input_text" for '${place}.type'. Supported values are: text,`,
    ],
    [{ type: "text" }, `Missing required parameter: '${place}.text'`],
    [{ type: "image_url", image_url: "https://example.com/a.png" }, `Invalid '${place}.image_url': expected an object`],
    [{ type: "image_url", image_url: {} }, `Missing required parameter: '${place}.image_url.url'`],
    [{ type: "image_url", image_url: { url: "a.png" } }, `Invalid '${place}.image_url.url'`],
    [{ type: "image_url", image_url: { url: "file:///a.png" } }, `Invalid '${place}.image_url.url'`],
    [{ type: "image_url", image_url: { url: "data:image/png;base64,a!" } }, `Invalid '${place}.image_url.url'`],
    [{ type: "image_url", image_url: { url: "data:image/png;base64," } }, `Invalid '${place}.image_url.url'`],
    [{ type: "image_url", image_url: { url: "data:text/plain;base64,aGk=" } }, `Invalid '${place}.image_url.url'`],
    [
      { type: "image_url", image_url: { url: "https://example.com/a.png", detail: "much" } },
      `Invalid value: "much" for '${place}.image_url.detail'`,
    ],
    [{ type: "file", file_data: "aGk=" }, `Missing required parameter: '${place}.file'`],
    [{ type: "file", file: { filename: "a", file_data: "aGk=" } }, `Invalid '${place}.file.file_data'`],
    [
      { type: "file", file: { file_data: "data:application/pdf;base64,aGk=" } },
      `Missing required parameter: '${place}.file.filename'`,
    ],
  ])("rejects the part %j", (part, problem) => {
    expect(partProblem(part)).toContain(problem);
  });

  test.each([
    [undefined, "Missing required parameter: 'messages'"],
    [[], "Invalid 'messages': empty array."],
    [["Hello"], "Invalid 'messages[0]': expected an object"],
    [[{ role: "operator", content: "Hi" }], "Invalid value: \"operator\" for 'messages[0].role'"],
    [[{ role: "user", content: null }], "Invalid 'messages[0].content': expected an array"],
    [[{ role: "user", content: [] }], "Invalid 'messages[0].content': empty array."],
    [[{ role: "assistant", content: null }], "Invalid 'messages[0].content'"],
    [
      [{ role: "system", content: [{ type: "image_url", image_url: { url: "https://example.com/a.png" } }] }],
      "Invalid value: \"image_url\" for 'messages[0].content[0].type'",
    ],
    [[{ ...user, name: "two words" }], "Invalid 'messages[0].name'"],
    [[{ role: "assistant", tool_calls: [] }], "Invalid 'messages[0].tool_calls': empty array."],
    [
      [{ role: "assistant", tool_calls: [{ type: "function" }] }],
      "Missing required parameter: 'messages[0].tool_calls[0].id'",
    ],
    [[{ role: "assistant", tool_calls: [{ id: "a" }] }], "'messages[0].tool_calls[0].type'"],
    [[{ role: "assistant", tool_calls: [{ id: "a", type: "function" }] }], "'messages[0].tool_calls[0].function'"],
    [
      [{ role: "assistant", tool_calls: [{ id: "a", type: "function", function: { name: "two words" } }] }],
      "Invalid 'messages[0].tool_calls[0].function.name'",
    ],
    [
      [{ role: "assistant", tool_calls: [{ id: "a", type: "function", function: { name: "find" } }] }],
      "Missing required parameter: 'messages[0].tool_calls[0].function.arguments'",
    ],
  ])("rejects the messages %j", (messages, problem) => {
    expect(chatProblem({ model: "m", messages })).toContain(problem);
  });

  test.each([
    ["a result without its call", [user, result("a")], "'messages[1]': messages with role 'tool' must be a response"],
    ["a result before its call", [result("a"), called("a")], "'messages[0]': messages with role 'tool'"],
    ["two results of a call", [called("a"), result("a"), result("a")], "'messages[2]': messages with role 'tool'"],
    ["a call without a result", [called("a", "b"), result("a")], "did not have response messages: b."],
    ["a message between call and result", [called("a"), user, result("a")], "did not have response messages: a."],
    ["an id that two calls share", [called("a", "a"), result("a")], "duplicate tool_call_id"],
    ["an id that is used again", [called("a"), result("a"), called("a"), result("a")], "duplicate tool_call_id"],
  ])("rejects %s", (_, messages, problem) => {
    expect(problemOf({ messages })).toContain(problem);
  });

  test.each([
    [{ tools: [] }, "Invalid 'tools': empty array."],
    [{ tools: [{ type: "search" }] }, "Invalid value: \"search\" for 'tools[0].type'"],
    [{ tools: [{ type: "function" }] }, "Missing required parameter: 'tools[0].function'"],
    [{ tools: [{ type: "function", function: { name: "two words" } }] }, "Invalid 'tools[0].function.name'"],
    [{ tool_choice: "auto" }, "'tool_choice' is only allowed when 'tools' are specified."],
    [{ parallel_tool_calls: true }, "'parallel_tool_calls' is only allowed when 'tools' are specified."],
    [{ tools: [tool], tool_choice: "any" }, "Invalid value: \"any\" for 'tool_choice'"],
    [{ tools: [tool], parallel_tool_calls: "no" }, "'parallel_tool_calls'"],
    [{ temperature: 3 }, "Invalid 'temperature': expected a number from 0 to 2, but got 3."],
    [{ top_p: "1" }, "Invalid 'top_p'"],
    [{ max_completion_tokens: 0 }, "Invalid 'max_completion_tokens'"],
    [{ reasoning_effort: "most" }, "Invalid value: \"most\" for 'reasoning_effort'"],
    [{ response_format: { type: "json" } }, "Invalid value: \"json\" for 'response_format.type'"],
  ])("rejects %j", (parts, problem) => {
    expect(problemOf(parts)).toContain(problem);
  });
});
