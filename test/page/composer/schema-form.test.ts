import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { JsonObject } from "../../../src/json.ts";
import { argumentMistakes } from "../../../src/page/composer/argument-mistakes.ts";
import { schemaFields } from "../../../src/page/composer/schema-field.ts";
import { startingArguments } from "../../../src/page/composer/starting-arguments.ts";

const schema = z.toJSONSchema(
  z.object({
    orderId: z.string().min(1),
    amount: z.number().positive(),
    count: z.int().max(9).optional(),
    urgent: z.boolean(),
    plan: z.enum(["free", "pro"]),
    note: z.string().nullable(),
    lines: z.array(z.object({ id: z.string() })),
  }),
) as JsonObject;

describe("a form of arguments", () => {
  test("has a field for each property", () => {
    expect(
      schemaFields(schema).map(({ name, kind, isRequired, isNullable }) => [name, kind, isRequired, isNullable]),
    ).toEqual([
      ["orderId", "text", true, false],
      ["amount", "number", true, false],
      ["count", "integer", false, false],
      ["urgent", "boolean", true, false],
      ["plan", "choice", true, false],
      ["note", "text", true, true],
      ["lines", "json", true, false],
    ]);
  });

  test("begins with what must be there, and tells what is wrong", () => {
    const begun = startingArguments(schema);
    expect(begun).toEqual({ orderId: "", amount: 0, urgent: false, plan: "free", note: null, lines: [] });
    expect(argumentMistakes(begun, schema)).toEqual([
      "orderId must have 1 characters at least.",
      "amount must be above 0.",
    ]);
    expect(argumentMistakes({ ...begun, orderId: "A", amount: 1, count: 10, plan: "gold" }, schema)).toEqual([
      "count must be 9 at most.",
      "plan must be one of free, pro.",
    ]);
    expect(argumentMistakes({ ...begun, orderId: "A", amount: 1 }, schema)).toEqual([]);
    expect(argumentMistakes("text", schema)).toEqual(["The arguments must be an object."]);
  });
});
