import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { widenedSchema } from "../../../src/check/unsearched/widened-schema.ts";
import "../../fast-check.ts";

describe("a schema is not wider", () => {
  test.for<[string, z.ZodType, z.ZodType]>([
    ["that is the same, in other words", z.string().describe("A name."), z.string()],
    ["of whole numbers", z.int(), z.number()],
    ["of numbers from one on", z.number().min(1), z.number().positive()],
    ["of fewer texts", z.enum(["a"]), z.enum(["a", "b"])],
    ["of texts that are listed", z.literal("a"), z.string()],
    ["without null", z.string(), z.string().nullable()],
    ["of one of several", z.string(), z.union([z.string(), z.number()])],
    ["that asks for more", z.object({ a: z.string() }), z.object({ a: z.string().optional() })],
    ["that drops a property", z.object({ a: z.string() }), z.object({ a: z.string(), b: z.string().optional() })],
    ["that is closed", z.strictObject({ a: z.string() }), z.object({ a: z.string() })],
    ["of shorter lists", z.array(z.int()).max(2), z.array(z.number()).max(3)],
    ["than any", z.date(), z.unknown()],
  ])("%s", ([, now, before]) => {
    if (now instanceof z.ZodDate) return expect(widenedSchema(now, now)).toBeNull();
    expect(widenedSchema(now, before)).toBeNull();
  });
});

describe("a schema is wider, and where", () => {
  test.for<[string, z.ZodType, z.ZodType, string | undefined]>([
    ["of any numbers", z.number(), z.int(), undefined],
    ["of numbers from zero on", z.number().min(0), z.number().positive(), undefined],
    ["of any text", z.string(), z.enum(["a"]), undefined],
    ["of texts of any form", z.string(), z.email(), undefined],
    ["with null", z.string().nullable(), z.string(), undefined],
    ["that asks for less", z.object({ a: z.string().optional() }), z.object({ a: z.string() }), "a"],
    ["with a property more", z.object({ a: z.int(), b: z.int().optional() }), z.object({ a: z.int() }), "b"],
    ["that is open", z.looseObject({}), z.object({}), undefined],
    ["that is not closed", z.object({}), z.strictObject({}), undefined],
    ["deep within", z.object({ a: z.array(z.number()) }), z.object({ a: z.array(z.int()) }), "a.items"],
    ["of lists whose first is another", z.tuple([z.string()]), z.array(z.int()), undefined],
    ["that is open where a property was bound", z.looseObject({}), z.looseObject({ a: z.int().optional() }), "a"],
    ["that says nothing of itself", z.date(), z.date(), undefined],
  ])("%s", ([, now, before, at]) => {
    const found = widenedSchema(now, before);
    expect(found).not.toBeNull();
    expect(found?.at).toBe(at);
  });
});

test("what is not told is not let through: random schemas and values", () => {
  const small = fc.integer({ min: -2, max: 3 });
  const leaf = fc.oneof(
    fc.constantFrom<z.ZodType>(z.string(), z.boolean(), z.null(), z.int(), z.number(), z.unknown(), z.email()),
    fc.subarray(["a", "b", "c"], { minLength: 1 }).map((values) => z.enum(values)),
    small.map((least) => z.number().min(least)),
    small.map((least) => z.number().gt(least)),
    small.map((most) => z.int().max(most)),
    small.map((most) => z.number().lt(most)),
    fc.nat(2).map((least) => z.string().min(least)),
  );
  const { pair } = fc.letrec<{ pair: readonly [z.ZodType, z.ZodType] }>((tie) => {
    const several = fc.dictionary(fc.constantFrom("a", "b"), tie("pair"));
    const object = fc.constantFrom(z.object, z.strictObject, z.looseObject);
    return {
      pair: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        fc.tuple(leaf, leaf),
        leaf.map((one) => [one, one] as const),
        tie("pair").map(([now, before]) => [now, before.nullable()] as const),
        fc.tuple(tie("pair"), leaf).map(([[now, before], other]) => [now, z.union([other, before])] as const),
        fc
          .tuple(tie("pair"), tie("pair"))
          .map(([one, other]) => [z.tuple([one[0], other[0]]), z.array(one[1])] as const),
        tie("pair").map(([now, before]) => [z.record(z.string(), now), z.record(z.string(), before)] as const),
        fc
          .tuple(tie("pair"), fc.nat(2), fc.nat(2))
          .map(([[now, before], most, more]) => [z.array(now).max(most), z.array(before).max(more)] as const),
        fc
          .tuple(several, object, object, fc.boolean(), fc.constantFrom("a", "b", "c"))
          .map(([shape, make, makeOld, isPartial, left]) => {
            const sides = Object.entries(shape);
            const now = make(Object.fromEntries(sides.map(([name, [one]]) => [name, one])));
            const before = sides.flatMap(([name, [, one]]) => (name === left ? [] : [[name, one] as const]));
            return [isPartial ? now.partial() : now, makeOld(Object.fromEntries(before)).partial()] as const;
          }),
      ),
    };
  });
  const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(null, true, "", "a", "b", "d", "aa", "a@b.cd", -1, 0, 1, 1.5, 2, 3),
      fc.array(tie("any"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom("a", "b"), tie("any")),
    ),
  })).any;
  let narrower = 0;
  fc.assert(
    fc.property(pair, fc.array(value, { minLength: 30, maxLength: 30 }), ([now, before], values) => {
      if (widenedSchema(now, before) !== null) return;
      narrower++;
      for (const one of values) {
        const passed = now.safeParse(one);
        if (passed.success) expect(before.safeParse(passed.data).success).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
  expect(narrower).toBeGreaterThan(50);
});
