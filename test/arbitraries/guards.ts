import fc from "fast-check";
import type { Guard } from "handoff-machine";
import { z } from "zod";

/** The variables of all random graphs. */
export const variables = z.object({
  flag: z.boolean(),
  tier: z.enum(["low", "mid", "high"]),
  amount: z.number().int().min(0).max(9).nullable(),
});

export type Values = z.output<typeof variables>;

const tiers = fc.constantFrom("low" as const, "mid" as const, "high" as const);

const atom: fc.Arbitrary<Guard<Values>> = fc.oneof(
  fc.record({ flag: fc.boolean() }),
  fc.record({ tier: tiers }),
  fc.record({ tier: fc.uniqueArray(tiers, { minLength: 1 }) }),
  fc.record({ amount: fc.record({ atLeast: fc.nat(9) }) }),
  fc.record({ amount: fc.record({ lessThan: fc.nat(9), moreThan: fc.nat(4) }) }),
  fc.record({ amount: fc.constantFrom(null, { not: null }) }),
  fc.constantFrom<Guard<Values>>(
    { predicate: { name: "isUnmarked", reads: ["flag", "amount"], test: ({ flag, amount }) => !flag || amount === 0 } },
    {
      predicate: {
        name: "breaksWhenHigh",
        reads: ["tier"],
        test: ({ tier }) => {
          if (tier === "high") throw new RangeError("too high");
          return tier === "mid";
        },
      },
    },
  ),
);

/** Random guards, nested. */
export const guards: fc.Arbitrary<Guard<Values>> = fc.letrec<{ guard: Guard<Values> }>((tie) => ({
  guard: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    atom,
    fc.record({ all: fc.array(tie("guard"), { minLength: 1, maxLength: 2 }) }),
    fc.record({ any: fc.array(tie("guard"), { minLength: 1, maxLength: 2 }) }),
    fc.record({ not: tie("guard") }),
  ),
})).guard;

/** Random values of the variables. */
export const values: fc.Arbitrary<Values> = fc.record({
  flag: fc.boolean(),
  tier: tiers,
  amount: fc.option(fc.nat(9)),
});
