import { describe, expect, test } from "vitest";
import { z } from "zod";
import { jsonSchemaOf } from "../../../src/graph/schema.ts";
import type { JsonObject } from "../../../src/json.ts";
import { strictSchema } from "../../../src/models/openai/strict-schema.ts";

function problemsOf(schema: JsonObject): readonly string[] {
  const result = strictSchema(schema);
  return result.ok ? [] : result.problems;
}

function zodProblems(schema: z.ZodType): readonly string[] {
  const json = jsonSchemaOf(schema, "input");
  if ("unsupported" in json) throw new Error("No JSON Schema.");
  return problemsOf(json);
}

describe("strictSchema", () => {
  test("says what strict mode would lose or not find", () => {
    const x = { type: "string" };
    expect(
      problemsOf({ type: "object", properties: { a: { $ref: "#/definitions/A" } }, definitions: { A: x } }),
    ).toEqual([expect.stringContaining("#/definitions/A only in $defs")]);
    expect(problemsOf({ type: "object", anyOf: [{ type: "object", properties: {} }] })).toHaveLength(1);
    expect(
      problemsOf({ type: "object", properties: { a: { type: "object", properties: { x }, anyOf: [x] } } }),
    ).toHaveLength(1);
    expect(problemsOf({ type: "object", properties: { a: { anyOf: [x, { type: "null" }] } } })).toEqual([]);
  });

  test("closes objects, requires every property, and lets optional ones be null", () => {
    const schema = {
      type: "object",
      properties: {
        id: { type: "string", minLength: 3, description: "Which." },
        note: { type: "string", description: "Why." },
        sender: { type: "object", properties: { age: { type: "integer", minimum: 0 } } },
        tags: { type: "array", items: { enum: ["a", "b"] }, maxItems: 3 },
      },
      required: ["id", "tags"],
    };
    expect(strictSchema(schema)).toEqual({
      ok: true,
      schema: {
        type: "object",
        properties: {
          id: { type: "string", description: "Which." },
          note: { description: "Why.", anyOf: [{ type: "string" }, { type: "null" }] },
          sender: {
            anyOf: [
              {
                type: "object",
                properties: { age: { anyOf: [{ type: "integer", minimum: 0 }, { type: "null" }] } },
                required: ["age"],
                additionalProperties: false,
              },
              { type: "null" },
            ],
          },
          tags: { type: "array", items: { enum: ["a", "b"] }, maxItems: 3 },
        },
        required: ["id", "note", "sender", "tags"],
        additionalProperties: false,
      },
    });
  });

  test("does not make nullable what already is", () => {
    const nullable = { anyOf: [{ type: "string" }, { type: "null" }] };
    const properties = { a: nullable, b: { type: ["string", "null"] } };
    expect(strictSchema({ type: "object", properties })).toMatchObject({ schema: { properties } });
  });

  test("keeps formats that strict mode knows, and drops others", () => {
    const properties = { mail: { type: "string", format: "email" }, page: { type: "string", format: "uri" } };
    expect(strictSchema({ type: "object", properties, required: ["mail", "page"] })).toMatchObject({
      schema: { properties: { mail: { type: "string", format: "email" }, page: { type: "string" } } },
    });
  });

  test("turns oneOf into anyOf and follows definitions", () => {
    const schema = {
      type: "object",
      properties: { tree: { $ref: "#/$defs/Tree", description: "Root." } },
      required: ["tree"],
      $defs: {
        Tree: {
          oneOf: [
            { type: "string" },
            { type: "object", properties: { left: { $ref: "#/$defs/Tree" } }, required: ["left"] },
          ],
        },
      },
    };
    expect(strictSchema(schema)).toMatchObject({
      ok: true,
      schema: {
        properties: { tree: { $ref: "#/$defs/Tree" } },
        $defs: { Tree: { anyOf: [{ type: "string" }, { additionalProperties: false, required: ["left"] }] } },
      },
    });
  });

  test("takes what zod makes of common schemas", () => {
    const schema = z.object({
      id: z.uuid(),
      amount: z.number().positive().optional(),
      kind: z.enum(["refund", "credit"]).default("refund"),
      who: z.object({ mail: z.email().nullable() }),
      lines: z.array(z.strictObject({ sku: z.string().min(1), count: z.int() })),
      by: z.discriminatedUnion("type", [
        z.object({ type: z.literal("card"), last: z.string().optional() }),
        z.object({ type: z.literal("bank") }),
      ]),
    });
    expect(zodProblems(schema)).toEqual([]);
  });

  test("tells every reason why a schema cannot be strict, and where", () => {
    const schema = z.object({
      any: z.any(),
      free: z.record(z.string(), z.number()),
      pair: z.tuple([z.string(), z.number()]),
      deep: z.array(z.object({ inner: z.unknown() })),
    });
    expect(zodProblems(schema)).toEqual([
      "$.any: any value is allowed, but strict mode needs a type",
      "$.free: strict mode does not know propertyNames",
      "$.free: keys of any name are allowed, but strict mode needs their names",
      "$.pair: strict mode does not know prefixItems",
      "$.pair[]: any value is allowed, but strict mode needs a type",
      "$.deep[].inner: any value is allowed, but strict mode needs a type",
    ]);
  });

  test.each([
    [{ type: "string" }, "$: the arguments must be an object"],
    [
      { type: "object", properties: { a: { type: "object" } } },
      "$.a: the object has no properties, but strict mode needs their names",
    ],
    [{ type: "object", properties: { a: { allOf: [] } } }, "$.a: strict mode does not know allOf"],
    [
      { type: "object", properties: { a: { anyOf: [{ type: "null" }, true] } } },
      "$.a|1: any value is allowed, but strict mode needs a type",
    ],
    [{ type: "object", $defs: { A: {} } }, "$$defs.A: any value is allowed, but strict mode needs a type"],
  ])("says of %j what is wrong", (schema, problem) => {
    expect(problemsOf(schema)).toContain(problem);
  });

  test("takes a tool without arguments", () => {
    expect(strictSchema({ type: "object" })).toEqual({
      ok: true,
      schema: { type: "object", properties: {}, required: [], additionalProperties: false },
    });
  });
});
