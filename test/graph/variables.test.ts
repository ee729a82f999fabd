import { expect, test } from "vitest";
import { z } from "zod";
import { declareVariables } from "../../src/graph/declare-variables.ts";
import { variableDomains } from "../../src/graph/variables.ts";
import type { JsonObject } from "../../src/json.ts";

const none = { nullable: false, values: null, minimum: null, maximum: null };

test.for<[z.ZodType, object]>([
  [z.boolean(), { ...none, type: "boolean", values: [false, true] }],
  [z.string(), { ...none, type: "string" }],
  [z.email(), { ...none, type: "string" }],
  [z.number(), { ...none, type: "number" }],
  [z.number().min(0).max(1), { ...none, type: "number", minimum: 0, maximum: 1 }],
  [z.int(), { ...none, type: "integer" }],
  [z.int().min(-5), { ...none, type: "integer", minimum: -5 }],
  [z.int().gt(0).lt(10), { ...none, type: "integer", minimum: 1, maximum: 9 }],
  [z.number().gt(0), { ...none, type: "number", minimum: 0 }],
  [z.enum(["a", "b"]).meta({ id: "Letter" }), { ...none, type: "enum", values: ["a", "b"] }],
  [z.enum(["free", "pro"]), { ...none, type: "enum", values: ["free", "pro"] }],
  [z.literal(5), { ...none, type: "enum", values: [5] }],
  [z.literal(["a", 1, null]), { ...none, type: "enum", values: ["a", 1], nullable: true }],
  [z.union([z.literal("a"), z.literal("b")]), { ...none, type: "enum", values: ["a", "b"] }],
  [z.enum(["free", "pro"]).nullable(), { ...none, type: "enum", values: ["free", "pro"], nullable: true }],
  [z.number().nullable(), { ...none, type: "number", nullable: true }],
  [z.boolean().nullable(), { ...none, type: "boolean", values: [false, true], nullable: true }],
  [z.object({ id: z.string() }).nullable(), { ...none, type: "object", nullable: true }],
  [z.array(z.string()), { ...none, type: "object" }],
  [z.null(), { ...none, type: "enum", values: [], nullable: true }],
  [z.union([z.string(), z.number()]), { ...none, type: "unknown" }],
  [z.union([z.string(), z.number(), z.null()]), { ...none, type: "unknown", nullable: true }],
  [z.any(), { ...none, type: "unknown" }],
])("the domain of %# is read", ([schema, domain]) => {
  expect(declareVariables(z.object({ it: schema }), { it: null }).domains).toEqual({ it: domain });
});

test.for<[JsonObject, object]>([
  [
    { type: ["string", "null"], enum: ["a", "b", null] },
    { ...none, type: "enum", values: ["a", "b"], nullable: true },
  ],
  [{ oneOf: [{ const: "a" }, { const: "a" }] }, { ...none, type: "enum", values: ["a"] }],
  [
    { type: ["integer", "null"], minimum: 1 },
    { ...none, type: "integer", minimum: 1, nullable: true },
  ],
])("%j of other libraries is read", ([property, domain]) => {
  expect(variableDomains({ type: "object", properties: { it: property } })).toEqual({ it: domain });
});

test("what is not an object has no domains", () => {
  expect(variableDomains({ type: "string" })).toBe(null);
  expect(declareVariables(z.string(), "x").problems).toMatchObject([{ place: "variables" }]);
});

test("initial values are parsed, with the schema's defaults", () => {
  const schema = z.object({ plan: z.enum(["free", "pro"]).default("free"), verified: z.boolean() });
  expect(declareVariables(schema, { verified: true })).toMatchObject({
    initial: { plan: "free", verified: true },
    problems: [],
  });
});

test.for<[z.ZodType | undefined, unknown, string, string]>([
  [undefined, { verified: true }, "initial", "no `variables` schema"],
  [z.object({ verified: z.boolean() }), undefined, "initial", "is missing"],
  [z.object({ verified: z.boolean() }), { verified: 1 }, "initial", "verified: "],
  [z.object({ since: z.date() }), { since: new Date(0) }, "variables", "no JSON Schema"],
  [z.object({ plan: z.string().refine(async () => true) }), { plan: "" }, "variables", "asynchronous"],
])("problem %# is listed, not thrown", ([schema, initial, place, problem]) => {
  expect(declareVariables(schema, initial).problems).toMatchObject([
    { place, problem: expect.stringContaining(problem) },
  ]);
});
