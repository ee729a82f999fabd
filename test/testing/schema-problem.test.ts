import { describe, expect, test } from "vitest";
import { formatProblem, functionProblem } from "../../src/testing/schema-problem.ts";

const open = { type: "object", properties: { note: { type: "string" } } };
const closed = { ...open, required: ["note"], additionalProperties: false };

function chatFormat(described: unknown) {
  return formatProblem({ type: "json_schema", json_schema: described }, "response_format", "chat");
}

describe("formatProblem", () => {
  test("finds nothing wrong with forms that OpenAI takes", () => {
    expect(formatProblem(undefined, "text.format", "responses")).toBeNull();
    expect(formatProblem({ type: "text" }, "text.format", "responses")).toBeNull();
    expect(chatFormat({ name: "note", schema: open })).toBeNull();
    expect(chatFormat({ name: "note", schema: closed, strict: true })).toBeNull();
    const flat = { type: "json_schema", name: "note", schema: closed, strict: true };
    expect(formatProblem(flat, "text.format", "responses")).toBeNull();
  });

  test("knows where each wire format has the schema", () => {
    const flat = { type: "json_schema", name: "note", schema: open };
    expect(formatProblem(flat, "response_format", "chat")).toContain("'response_format.json_schema'");
    const deep = { type: "json_schema", json_schema: { name: "note", schema: open } };
    expect(formatProblem(deep, "text.format", "responses")).toContain("'text.format.name'");
  });

  test.each([
    ["json", "Invalid 'response_format'"],
    [{}, "Missing required parameter: 'response_format.type'"],
    [{ type: "xml" }, "Supported values are: text, json_object, json_schema."],
  ])("rejects %j", (format, problem) => {
    expect(formatProblem(format, "response_format", "chat")).toContain(problem);
  });

  const nested = (schema: unknown) => ({ ...closed, properties: { note: schema } });
  test.each([
    [{ schema: open }, "'response_format.json_schema.name'"],
    [{ name: "a note", schema: open }, "'response_format.json_schema.name'"],
    [{ name: "note" }, "schema must be a JSON Schema of 'type: \"object\"'."],
    [{ name: "note", schema: { type: "array", items: open } }, "schema must be a JSON Schema of 'type: \"object\"'."],
    [{ name: "note", schema: { ...open, anyOf: [open] } }, "must not have anyOf"],
    [
      { name: "note", schema: open, strict: true },
      "'additionalProperties' is required to be supplied and to be false.",
    ],
    [{ name: "note", schema: { ...closed, required: [] }, strict: true }, "'required' must include every key: 'note'."],
    [
      { name: "note", schema: nested({}), strict: true },
      "In context=().properties.note, schema must have a 'type' key.",
    ],
    [
      { name: "note", schema: nested({ type: "array", items: open }), strict: true },
      "In context=().properties.note.items,",
    ],
    [
      { name: "note", schema: nested({ anyOf: [closed, open] }), strict: true },
      "In context=().properties.note.anyOf.1,",
    ],
    [{ name: "note", schema: { ...closed, $defs: { one: open } }, strict: true }, "In context=().$defs.one,"],
    [{ name: "note", schema: nested(true), strict: true }, "schema must be an object."],
    [{ name: "note", schema: nested({ type: ["object", "null"] }), strict: true }, "'additionalProperties'"],
  ])("rejects %j", (described, problem) => {
    expect(chatFormat(described)).toContain(problem);
  });
});

describe("functionProblem", () => {
  test("judges a tool as it judges a form", () => {
    expect(functionProblem({ name: "find" }, "tools[0]")).toBeNull();
    expect(functionProblem({ name: "find", parameters: open }, "tools[0]")).toBeNull();
    expect(
      functionProblem(
        { name: "find", parameters: { ...closed, additionalProperties: false }, strict: true },
        "tools[0]",
      ),
    ).toBeNull();
    expect(functionProblem({ name: "find", parameters: open, strict: true }, "tools[0]")).toContain("function 'find'");
    expect(functionProblem({ name: "find", parameters: { type: "string" } }, "tools[0]")).toContain('type: "object"');
    expect(functionProblem({ name: "find it" }, "tools[0]")).toContain("'tools[0].name'");
  });
});
