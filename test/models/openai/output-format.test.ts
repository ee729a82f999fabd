import { describe, expect, test } from "vitest";
import { outputFormat, relaxOutput } from "../../../src/models/openai/output-format.ts";

const note = { type: "string" };
const schema = { type: "object", properties: { ok: { type: "boolean" }, note }, required: ["ok"] };

describe("outputFormat", () => {
  test("is strict where strict mode can express the schema", () => {
    expect(outputFormat({ name: "verdict", schema })).toEqual({
      name: "verdict",
      strict: true,
      schema: {
        type: "object",
        properties: { ok: { type: "boolean" }, note: { anyOf: [note, { type: "null" }] } },
        required: ["ok", "note"],
        additionalProperties: false,
      },
    });
  });

  test("is a hint where it cannot, with the schema as it is", () => {
    const open = { type: "object", additionalProperties: note };
    expect(outputFormat({ name: "a verdict!", schema: open })).toEqual({
      name: "a_verdict_",
      schema: open,
      strict: false,
    });
  });

  test.each([
    [{ type: "string" }],
    [{ type: "array", items: schema }],
    [{ anyOf: [schema, schema] }],
    [{ ...schema, oneOf: [schema] }],
    [{ $ref: "#/$defs/verdict", $defs: { verdict: schema } }],
    [{ type: ["object", "null"], properties: {} }],
    [{}],
  ])("is none for the root %j, which would make the server reject the request", (rejected) => {
    expect(outputFormat({ name: "verdict", schema: rejected })).toBeNull();
  });

  test("is none when none is asked for", () => {
    expect(outputFormat(undefined)).toBeNull();
  });
});

describe("relaxOutput", () => {
  function relaxed(text: string, output: Parameters<typeof relaxOutput>[1] = { name: "verdict", schema }): string {
    const usage = { inputTokens: 0, outputTokens: 0 };
    return relaxOutput({ text, calls: [], usage, model: "m" }, output).text;
  }

  test("takes out the nulls that stand for what was left out", () => {
    expect(relaxed('{ "ok": true, "note": null }')).toBe('{"ok":true}');
  });

  test.each([['{ "ok": true, "note": "fine" }'], ["Let me look."], [""], ["null"]])("leaves %j as it is", (text) => {
    expect(relaxed(text)).toBe(text);
  });

  test("leaves alone what was not asked for strictly", () => {
    const open = { type: "object", properties: { note }, additionalProperties: note };
    expect(relaxed('{"note":null}', { name: "open", schema: open })).toBe('{"note":null}');
    expect(
      relaxOutput({ text: "Hi", calls: [], usage: { inputTokens: 0, outputTokens: 0 }, model: "m" }, undefined).text,
    ).toBe("Hi");
  });
});
