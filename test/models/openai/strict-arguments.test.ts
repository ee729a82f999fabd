import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../../src/json.ts";
import { withoutStrictNulls } from "../../../src/models/openai/strict-arguments.ts";

const text = { type: "string" };

function object(properties: JsonObject, required: readonly string[] = []): JsonObject {
  return { type: "object", properties, required };
}

function relaxed(value: JsonValue, schema: JsonObject): JsonValue {
  return JSON.parse(withoutStrictNulls(JSON.stringify(value), schema));
}

describe("withoutStrictNulls", () => {
  test("takes out the null of a property that may be left out", () => {
    expect(relaxed({ a: null, b: null, c: "x" }, object({ a: text, b: text, c: text }, ["b"]))).toEqual({
      b: null,
      c: "x",
    });
  });

  test.each([
    { type: ["string", "null"] },
    { anyOf: [text, { type: "null" }] },
    { const: null },
    { enum: ["a", null] },
    { $ref: "#/$defs/Maybe" },
  ])("leaves a null that %j admits", (property) => {
    const schema = { ...object({ a: property }), $defs: { Maybe: { oneOf: [text, { type: "null" }] } } };
    expect(relaxed({ a: null }, schema)).toEqual({ a: null });
  });

  test("reaches into objects, arrays, definitions and recursion", () => {
    const tree = object({ left: { $ref: "#" }, note: text, list: { type: "array", items: { $ref: "#/$defs/Item" } } });
    const schema = { ...tree, $defs: { Item: object({ name: text }) } };
    const value = { left: { left: null, note: null, list: [{ name: null }, { name: "x" }] }, note: "n", list: null };
    expect(relaxed(value, schema)).toEqual({ left: { list: [{}, { name: "x" }] }, note: "n" });
  });

  test("finds the variant of a union by its keys and constants", () => {
    const card = object({ type: { const: "card" }, last: text }, ["type"]);
    const bank = object({ type: { const: "bank" }, last: { type: ["string", "null"] } }, ["type"]);
    const schema = object(
      { by: { anyOf: [card, bank, { type: "array", items: object({ x: text }) }, { type: "null" }] } },
      ["by"],
    );
    expect(relaxed({ by: { type: "card", last: null } }, schema)).toEqual({ by: { type: "card" } });
    expect(relaxed({ by: { type: "bank", last: null } }, schema)).toEqual({ by: { type: "bank", last: null } });
    expect(relaxed({ by: [{ x: null }] }, schema)).toEqual({ by: [{}] });
    expect(relaxed({ by: null }, schema)).toEqual({ by: null });
    expect(relaxed({ by: { type: "odd", last: null } }, schema)).toEqual({ by: { type: "odd", last: null } });
  });

  test("leaves what it does not understand", () => {
    expect(withoutStrictNulls("{broken", object({}))).toBe("{broken");
    expect(relaxed({ stranger: null }, object({}))).toEqual({ stranger: null });
    expect(relaxed({ a: { b: null } }, object({ a: { $ref: "#/$defs/Lost" } }))).toEqual({ a: { b: null } });
    expect(
      relaxed({ a: { b: null } }, { ...object({ a: { $ref: "#/$defs/L" } }), $defs: { L: { $ref: "#/$defs/L" } } }),
    ).toEqual({
      a: { b: null },
    });
  });
});
