import fc from "fast-check";
import { z } from "zod";
import type { HandoffDefinition } from "../../src/graph/definition.ts";
import { randomGuard, type Values } from "./random-words.ts";

/** A handoff, and what a drawing has to say about it besides its guard. */
export interface Declared {
  readonly to: string;
  readonly definition: HandoffDefinition<Values>;
  readonly notes: readonly string[];
}

/** A field of a handoff, and how it is drawn. */
type Field = readonly [HandoffDefinition<Values>, readonly string[]];

const nothing: Field = [{}, []];

/** The fields in the order in which they are drawn; one of each list is taken. */
const fields: readonly (readonly Field[])[] = [
  [
    nothing,
    [{ approval: true }, ["needs approval"]],
    [{ approval: true, approvalExpires: 60_000 }, ["needs approval within 1 min"]],
    [{ approvalExpires: 60_000 }, []],
  ],
  [
    nothing,
    [{ maxTimes: 1 }, ["at most 1 time"]],
    [{ maxTimes: 3 }, ["at most 3 times"]],
    [{ maxTimes: { perExchange: 2 } }, ["at most 2 times per exchange"]],
  ],
  [nothing, [{ input: z.object({ orderId: z.string(), reason: z.string().optional() }) }, ["{ orderId, reason? }"]]],
  [nothing, [{ set: { verified: true, note: "a: b" } }, ["sets verified = true", 'sets note = "a: b"']]],
  [nothing, [{ onHandoff: () => undefined }, ["calls onHandoff"]]],
  [
    nothing,
    [{ view: {} }, ["sees all but handoffs"]],
    [{ view: { last: 10, hide: "calls" } }, ["sees last 10, without calls"]],
    [{ view: { hide: "nothing", summary: true } }, ["sees with handoffs, a summary"]],
    [{ view: { name: "newest", select: (messages) => messages } }, ["sees newest()"]],
  ],
  [
    nothing,
    [{ mode: "delegate" }, []],
    [{ mode: "delegate", maxTurns: 1 }, ["returns after 1 turn"]],
    [
      { mode: "delegate", maxTurns: 4, result: z.object({ found: z.string() }) },
      ["returns after 4 turns", "returns { found }"],
    ],
  ],
];

/** Handoffs to one of these targets, half of them without any field. */
export function declaredHandoff(target: fc.Arbitrary<string>): fc.Arbitrary<Declared> {
  const chosen = fc.tuple(...fields.map((some) => fc.constantFrom(...some)));
  const plain: fc.Arbitrary<readonly Field[]> = fc.constant([]);
  return fc
    .tuple(target, fc.oneof(fc.tuple(plain, fc.constant(null)), fc.tuple(chosen, fc.option(randomGuard))))
    .map(([to, [some, when]]) => ({
      to,
      definition: Object.assign({}, ...some.map(([definition]) => definition), when === null ? {} : { when }),
      notes: some.flatMap(([, notes]) => notes),
    }));
}
