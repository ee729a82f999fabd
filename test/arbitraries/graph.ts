import fc from "fast-check";
import { defineGraph, type Graph, type Guard, toolFor, validateGraph } from "handoff-machine";
import { z } from "zod";

/** The variables of all random graphs. */
export const variables = z.object({
  flag: z.boolean(),
  tier: z.enum(["low", "mid", "high"]),
  amount: z.number().int().min(0).max(9).nullable(),
});

export type Values = z.output<typeof variables>;

const tool = toolFor(variables);

/** The tools of all random graphs: one that only reads, one that writes, one that needs approval. */
export const tools = {
  look: tool({ description: "Looks.", input: z.object({ what: z.string() }), run: () => ({ output: "seen" }) }),
  mark: tool({
    description: "Marks.",
    writes: ["flag", "tier", "amount"],
    run: () => ({ output: "marked", set: { flag: true } }),
  }),
  pay: tool({ description: "Pays.", approval: true, writes: ["amount"], run: () => ({ output: "paid" }) }),
};

const names = ["ann", "bob", "cid", "dot", "eve"] as const;

const atom: fc.Arbitrary<Guard<Values>> = fc.oneof(
  fc.record({ flag: fc.boolean() }),
  fc.record({ tier: fc.constantFrom("low" as const, "mid" as const, "high" as const) }),
  fc.record({
    tier: fc.uniqueArray(fc.constantFrom("low" as const, "mid" as const, "high" as const), { minLength: 1 }),
  }),
  fc.record({ amount: fc.record({ atLeast: fc.nat(9) }) }),
  fc.record({ amount: fc.record({ lessThan: fc.nat(9), moreThan: fc.nat(4) }) }),
  fc.record({ amount: fc.constantFrom(null, { not: null }) }),
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
  tier: fc.constantFrom("low", "mid", "high"),
  amount: fc.option(fc.nat(9)),
});

const handoff = fc.record(
  {
    when: guards,
    approval: fc.boolean(),
    maxTimes: fc.integer({ min: 1, max: 3 }),
    mode: fc.constantFrom("handoff" as const, "delegate" as const),
    offer: fc.constantFrom("whenOpen" as const, "always" as const),
  },
  { requiredKeys: [] },
);

const limit = fc.option(fc.integer({ min: 1, max: 5 }));

interface LooseAgent {
  readonly kind: "model" | "human";
  readonly tools: readonly (keyof typeof tools)[];
  readonly edges: readonly { readonly to: number; readonly handoff: object }[];
  readonly routes: readonly { readonly to: number; readonly when: Guard<Values> }[];
}

const looseAgent: fc.Arbitrary<LooseAgent> = fc.record({
  kind: fc.oneof(
    { weight: 5, arbitrary: fc.constant("model" as const) },
    { weight: 1, arbitrary: fc.constant("human" as const) },
  ),
  tools: fc.uniqueArray(fc.constantFrom("look" as const, "mark" as const, "pay" as const)),
  edges: fc.uniqueArray(fc.record({ to: fc.nat(4), handoff }), { maxLength: 4, selector: ({ to }) => to }),
  routes: fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(fc.record({ to: fc.nat(4), when: guards }), { maxLength: 2 }) },
  ),
});

/** Random graphs of one to five agents that compile: everything that a definition can say occurs. */
export const graphs: fc.Arbitrary<Graph> = fc
  .record({
    agents: fc.array(looseAgent, { minLength: 1, maxLength: 5 }),
    initial: values,
    limits: fc.record({ modelCalls: limit, handoffs: limit, refusals: limit }),
    onLimit: fc.constantFrom("askUser" as const, "fail" as const, "handoff" as const),
    entry: fc.constantFrom("last" as const, "start" as const),
    severalHandoffs: fc.constantFrom("first" as const, "refuseAll" as const),
    ends: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      {
        weight: 1,
        arbitrary: fc.array(fc.record({ when: guards, outcome: fc.constantFrom("won", "lost") }), { maxLength: 2 }),
      },
    ),
    delegationDepth: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ agents, onLimit, ...rest }) => {
    const named = names.slice(0, agents.length);
    const name = (index: number): string => named[index % named.length] ?? "ann";
    return defineGraph({
      id: "random",
      start: "ann",
      variables,
      tools,
      ...rest,
      onLimit: onLimit === "handoff" ? { handoff: name(agents.length - 1) } : onLimit,
      agents: Object.fromEntries(
        agents.map((agent, index): [string, object] => {
          const others = agent.edges.filter(({ to }) => name(to) !== name(index));
          const human = agent.kind === "human";
          return [
            name(index),
            {
              kind: agent.kind,
              description: `Does ${index}.`,
              ...(human ? {} : { instructions: "Act.", tools: agent.tools }),
              handoffs: Object.fromEntries(
                others.map(({ to, handoff: edge }) => [name(to), human ? plain(edge) : edge]),
              ),
              ...(human
                ? {}
                : {
                    routes: agent.routes
                      .filter(({ to }) => name(to) !== name(index))
                      .map(({ to, when }) => ({ to: name(to), when })),
                  }),
            },
          ];
        }),
      ),
    }) as Graph;
  })
  .filter((graph) => validateGraph(graph).every(({ severity }) => severity !== "error"));

function plain(edge: object): object {
  return { ...edge, mode: "handoff" };
}
