import { describe, expect, test } from "vitest";
import { responsesProblem } from "../../src/testing/responses-problem.ts";

const user = { role: "user", content: "Hello" };
const called = (id: string) => ({ type: "function_call", call_id: id, name: "find", arguments: "{}" });
const output = (id: string) => ({ type: "function_call_output", call_id: id, output: "found" });
const reasoning = { type: "reasoning", id: "rs_1", summary: [], encrypted_content: "gAAA" };
const tool = { type: "function", name: "find", parameters: { type: "object", properties: {} }, strict: false };

function problemOf(parts: Readonly<Record<string, unknown>>) {
  return responsesProblem({ model: "m", store: false, input: [user], ...parts });
}

function partProblem(part: unknown) {
  return problemOf({ input: [{ role: "user", content: [part] }] });
}

describe("responsesProblem", () => {
  test("finds nothing wrong with what OpenAI takes", () => {
    const input = [
      { type: "message", role: "developer", content: "Be brief." },
      user,
      reasoning,
      reasoning,
      called("a"),
      called("b"),
      output("b"),
      { ...output("a"), output: [{ type: "input_text", text: "found" }] },
      reasoning,
      { type: "message", id: "msg_1", role: "assistant", content: [{ type: "output_text", text: "Hm." }] },
      { type: "web_search_call", id: "ws_1" },
    ];
    const settings = { temperature: 0, max_output_tokens: 9, reasoning: { effort: "low" } };
    expect(problemOf({ input, tools: [tool, { type: "web_search" }], tool_choice: "none", ...settings })).toBeNull();
    expect(problemOf({ input: "Hello", text: {}, parallel_tool_calls: true })).toBeNull();
    const stored = { ...reasoning, encrypted_content: null };
    expect(problemOf({ store: true, input: [user, stored, called("a"), output("a")] })).toBeNull();
  });

  test.each([
    [{ type: "input_text", text: "Hi" }],
    [{ type: "input_image", image_url: "https://example.com/a.png", detail: "auto" }],
    [{ type: "input_image", image_url: "data:image/png;base64,aGk=" }],
    [{ type: "input_image", file_id: "file-1" }],
    [{ type: "input_file", file_id: "file-1" }],
    [{ type: "input_file", file_url: "https://example.com/a.pdf" }],
    [{ type: "input_file", filename: "a.pdf", file_data: "data:application/pdf;base64,aGk=" }],
  ])("finds nothing wrong with the part %j", (part) => {
    expect(partProblem(part)).toBeNull();
  });

  const place = "input[0].content[0]";
  test.each([
    [{ type: "text", text: "Hi" }, `Invalid value: "text" for '${place}.type'. Supported values are: input_text,`],
    [{ type: "input_text" }, `Missing required parameter: '${place}.text'`],
    [{ type: "input_image" }, `Missing required parameter: '${place}.image_url'`],
    [{ type: "input_image", image_url: { url: "https://example.com/a.png" } }, `Invalid '${place}.image_url'`],
    [{ type: "input_image", image_url: "aGk=" }, `Invalid '${place}.image_url'`],
    [{ type: "input_image", file_id: "file-1", detail: "much" }, `Invalid value: "much" for '${place}.detail'`],
    [{ type: "input_file" }, `Missing required parameter: '${place}.file_data'`],
    [{ type: "input_file", file_url: "bill.pdf" }, `Invalid '${place}.file_url'`],
    [{ type: "input_file", file_url: "https://example.com/a", filename: "a" }, "Mutually exclusive parameters"],
    [{ type: "input_file", file_url: "https://example.com/a", file_id: "file-1" }, "Mutually exclusive parameters"],
    [
      { type: "input_file", file_data: "data:application/pdf;base64,aGk=" },
      `Missing required parameter: '${place}.filename'`,
    ],
    [{ type: "input_file", file_data: "aGk=", filename: "a.pdf" }, `Invalid '${place}.file_data'`],
  ])("rejects the part %j", (part, problem) => {
    expect(partProblem(part)).toContain(problem);
  });

  test.each([
    ["no input", undefined, "Missing required parameter: 'input'"],
    ["nothing", [], "Invalid 'input': empty array."],
    ["an unknown role", [{ role: "tool", content: "Hi" }], "Invalid value: \"tool\" for 'input[0].role'"],
    ["a message that says nothing", [{ role: "user" }], "Missing required parameter: 'input[0].content'"],
    ["an odd type", [{ type: 3 }], "Invalid 'input[0].type'"],
    ["a call without an id", [{ ...called("a"), call_id: null }], "Invalid 'input[0].call_id'"],
    ["a call of an odd name", [{ ...called("a"), name: "two words" }], "Invalid 'input[0].name'"],
    ["a call without arguments", [{ ...called("a"), arguments: {} }], "Invalid 'input[0].arguments'"],
    ["an output of too long an id", [output("x".repeat(65))], "Invalid 'input[0].call_id'"],
    ["an output that is an object", [{ ...output("a"), output: {} }], "Invalid 'input[0].output'"],
    ["an output without its call", [user, output("a")], "No tool call found for function call output with call_id a."],
    ["an output before its call", [output("a"), called("a")], "No tool call found"],
    ["two outputs of a call", [called("a"), output("a"), output("a")], "No tool call found"],
    ["a call without an output", [called("a"), user], "No tool output found for function call a."],
    ["an id that two calls share", [called("a"), called("a"), output("a")], "duplicate call_id"],
    ["reasoning at the end", [user, reasoning], "without its required following item"],
    ["reasoning before a user", [reasoning, user], "without its required following item"],
    ["reasoning that is not encrypted", [{ type: "reasoning", id: "rs_1" }, called("a"), output("a")], "not found"],
  ])("rejects %s", (_, input, problem) => {
    expect(responsesProblem({ model: "m", store: false, input })).toContain(problem);
  });

  test.each([
    [{ tools: [{ ...tool, name: "" }] }, "Invalid 'tools[0].name'"],
    [{ tools: [{ name: "find" }] }, "Missing required parameter: 'tools[0].type'"],
    [{ tool_choice: "required" }, "'tool_choice' is only allowed when 'tools' are specified."],
    [{ reasoning: { effort: "most" } }, "Invalid value: \"most\" for 'reasoning.effort'"],
    [{ max_output_tokens: "9" }, "Invalid 'max_output_tokens'"],
    [{ text: { format: { type: "json" } } }, "Invalid value: \"json\" for 'text.format.type'"],
  ])("rejects %j", (parts, problem) => {
    expect(problemOf(parts)).toContain(problem);
  });
});
