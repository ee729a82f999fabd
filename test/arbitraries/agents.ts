import fc from "fast-check";
import { z } from "zod";
import { guards, values } from "./guards.ts";
import { type LooseWay, maybeGuarded, ways } from "./rules.ts";
import { type ToolName, toolNames } from "./tools.ts";

/* The agents of random graphs: handoffs and ways lead to numbers, which the graph makes names of. */

/** An agent whose ways lead to numbers. */
export interface LooseAgent {
  readonly kind: "model" | "human";
  readonly tools: readonly ToolName[];
  readonly edges: readonly { readonly to: number; readonly handoff: object }[];
  readonly routes: readonly LooseRule[];
  readonly afterReply: readonly LooseRule[];
  /** All that names no agent. */
  readonly options: object;
}

/** A rule whose way leads to a number. */
export type LooseRule = readonly [guarded: object, way: LooseWay | { readonly stay: object }];

const times = fc.integer({ min: 1, max: 3 });

const handoff = fc.record(
  {
    when: guards,
    approval: fc.boolean(),
    approvalExpires: fc.integer({ min: 5, max: 60 }),
    maxTimes: fc.oneof(times, fc.record({ perExchange: times })),
    mode: fc.constantFrom("handoff" as const, "delegate" as const, "delegate" as const),
    maxTurns: times,
    offer: fc.constantFrom("whenOpen" as const, "always" as const),
    set: values.chain((all) => fc.subarray(Object.entries(all)).map((some) => Object.fromEntries(some))),
    onHandoff: fc.constant((input: unknown) =>
      JSON.stringify(input).includes("refuse me") ? { refuse: "not you" } : undefined,
    ),
    input: fc.constant(z.object({ reason: z.string().optional() })),
    view: fc.constantFrom<object>({ last: 2 }, { hide: "nothing" }, { hide: "calls" }),
  },
  { requiredKeys: [] },
);

const options = fc.record(
  {
    canEnd: fc.oneof(
      fc.constant(true),
      fc.record({ when: guards, outcome: fc.constant("done") }, { requiredKeys: ["when"] }),
    ),
    canAsk: fc.constant(true),
    output: fc.constant(z.object({ ok: z.boolean() })),
    instructions: fc.constant(({ agent }: { agent: string }) => `You are ${agent}.`),
    view: fc.constantFrom<object>({ last: 3 }, { hide: "calls" }, { summary: { keep: 2 } }),
  },
  { requiredKeys: [] },
);

const stay = fc.record({ stay: fc.record({ maxTurns: times }) });

function few<Item>(item: fc.Arbitrary<Item>): fc.Arbitrary<readonly Item[]> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(item, { minLength: 1, maxLength: 2 }) },
  );
}

/** Random agents. */
export const looseAgents: fc.Arbitrary<LooseAgent> = fc.record({
  kind: fc.oneof(
    { weight: 5, arbitrary: fc.constant("model" as const) },
    { weight: 1, arbitrary: fc.constant("human" as const) },
  ),
  tools: fc.uniqueArray(fc.constantFrom(...toolNames)),
  edges: fc.uniqueArray(fc.record({ to: fc.nat(4), handoff }), { maxLength: 4, selector: ({ to }) => to }),
  routes: few(fc.tuple(fc.record({ when: guards }), ways)),
  afterReply: few(fc.tuple(maybeGuarded, fc.oneof(ways, stay))),
  options,
});
