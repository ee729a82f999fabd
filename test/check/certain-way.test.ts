import fc from "fast-check";
import { defineGraph, type Graph } from "handoff-machine";
import { expect, test } from "vitest";
import { type Abstraction, deriveModel } from "../../src/check/abstract/derive-model.ts";
import { type AbstractionOptions, countable } from "../../src/check/abstract/layout.ts";
import { isAssumption, type Move } from "../../src/check/abstract/move.ts";
import { isCertain } from "../../src/check/certain-way.ts";
import { decodeState, type Step } from "../../src/check/engine/exploration.ts";
import { explore } from "../../src/check/engine/explore.ts";
import type { Evidence } from "../../src/check/engine/result.ts";
import { createReplayer } from "../../src/check/replay-evidence.ts";
import type { SessionCondition } from "../../src/graph/session-condition.ts";
import { graphs } from "../arbitraries/graph.ts";
import { assertProperty } from "../machine/assert-property.ts";
import { unlimited } from "./unlimited.ts";

/* A way that is told to be certain is not replayed until somebody looks at it: it must be one that the machine goes. */

/** What decides about the walks: the same for the same seed. */
const luck = fc.infiniteStream(fc.nat(), { noHistory: true });

/** One budget that is soon spent, and no other that could be spent before. */
const budgets = fc.record({
  budget: fc.constantFrom("modelCalls", "toolCalls", "handoffs", "refusals", "repairs", "pingPong"),
  most: fc.integer({ min: 1, max: 2 }),
});

/** What is counted after all, and whether people step in. */
const looks = fc.record({
  counted: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.subarray([...countable], { maxLength: 2 })),
  interventions: fc.boolean(),
});

test("the compiled machine goes every way that is certain, on random graphs with small budgets", () => {
  const all = { certain: 0, heldUp: 0 };
  assertProperty(
    fc.property(graphs, fc.option(budgets, { nil: null }), looks, luck, (graph, only, look, numbers) => {
      const limits = only === null ? graph.limits : { ...unlimited, [only.budget]: only.most };
      const found = goWays({ ...graph, limits }, look, { walks: 40, steps: 12, numbers });
      all.certain += found.certain;
      all.heldUp += found.heldUp;
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 25) },
  );
  expect(all.certain).toBeGreaterThan(500);
  expect(all.heldUp).toBeGreaterThan(500);
});

const agents = {
  one: { instructions: "Hand off.", handoffs: { two: {} } },
  two: { instructions: "Hand off.", handoffs: { one: {} } },
} as const;

const bouncing = defineGraph({ id: "bouncing", start: "one", agents });

test.for([{ handoffs: 2 }, { pingPong: 2 }, { modelCalls: 2 }])(
  "between two agents it goes every way that is certain with %o",
  (limit) => {
    const [numbers] = fc.sample(luck, { seed: 1, numRuns: 1 });
    const graph = { ...bouncing, limits: { ...unlimited, ...limit } };
    const found = goWays(graph, {}, { walks: 40, steps: 12, numbers: numbers ?? [].values() });
    expect(found.certain).toBeGreaterThan(20);
    expect(found.heldUp).toBeGreaterThan(20);
  },
);

/** A condition on the session as a whole, of the graph that bounces. */
type Ending = SessionCondition<keyof typeof agents, never, Record<never, never>>;

test.for<Ending>([
  { elapsed: { atLeast: 3 } },
  { turns: { moreThan: 1 } },
  { all: [{ elapsed: { moreThan: 2, lessThan: 9 } }, { agent: "one" }] },
  { any: [{ turns: { atLeast: 2 } }, { tokens: { moreThan: 0 } }, { cost: { atLeast: 1 } }] },
])("between two agents it goes every way that is certain before the session ends by %o", (session) => {
  const [numbers] = fc.sample(luck, { seed: 1, numRuns: 1 });
  const { ends } = defineGraph({ id: "ending", start: "one", agents, ends: [{ outcome: "late", session }] });
  const found = goWays(
    { ...bouncing, limits: unlimited, ends },
    {},
    { walks: 40, steps: 12, numbers: numbers ?? [].values() },
  );
  expect(found.certain).toBeGreaterThan(20);
  expect(found.heldUp).toBeGreaterThan(20);
});

test("where a session could end by what is not known beforehand, no way is certain", () => {
  const endings: readonly Ending[] = [
    { messages: { atLeast: 100 } },
    { tokens: { atMost: 0 } },
    { not: { elapsed: { lessThan: 1_000 } } },
    { text: { includes: "bye" } },
  ];
  for (const session of endings) {
    const [numbers] = fc.sample(luck, { seed: 1, numRuns: 1 });
    const { ends } = defineGraph({ id: "ending", start: "one", agents, ends: [{ outcome: "late", session }] });
    const found = goWays({ ...bouncing, ends }, {}, { walks: 4, steps: 4, numbers: numbers ?? [].values() });
    expect(found.certain, JSON.stringify(session)).toBe(0);
  }
});

/** Goes random ways with the model and with the compiled machine. How many are certain, and on how many a budget is spent. */
function goWays(
  graph: Graph,
  look: AbstractionOptions,
  walks: Walks,
): { readonly certain: number; readonly heldUp: number } {
  const abstraction = deriveModel(graph, look);
  const replay = createReplayer(abstraction);
  const ways = [...walksIn(abstraction, walks)].map((way) => ({
    ...replay(way),
    isSure: isCertain(abstraction, way),
  }));
  for (const { outcome, isSure } of ways) expect(isSure ? ["real"] : ["real", "assumes"]).toContain(outcome);
  const heldUp = ways.filter(({ outcome }) => outcome !== "real");
  return { certain: ways.filter(({ isSure }) => isSure).length, heldUp: heldUp.length };
}

interface Walks {
  readonly walks: number;
  /** Of one walk, at most. */
  readonly steps: number;
  readonly numbers: Iterator<number>;
}

/** Random walks on which no budget need be spent, and every way on which they began. */
function* walksIn({ model, moves }: Abstraction, { walks, steps: most, numbers }: Walks): Iterable<Evidence> {
  const exploration = explore(model, { states: 2_000, recordEdges: true });
  const { recorded } = exploration.store;
  if (recorded === null) return;
  const { starts, targets, commands } = recorded;
  const initial = model.fields.map((field) => field.initial);
  for (let walk = 0; walk < walks; walk++) {
    let steps: readonly Step[] = [];
    let state = 0;
    while (steps.length < most && state < exploration.expanded) {
      const [first, end] = [starts[state] ?? 0, starts[state + 1] ?? 0];
      const edges = Array.from({ length: end - first }, (_, offset) => first + offset);
      const free = edges.filter((edge) => walk % 8 === 0 || !isAssumption(moves[commands[edge] ?? 0]?.assumes));
      const rare = free.filter((edge) => walk % 2 === 0 && isRare(moves[commands[edge] ?? 0]));
      const choice = rare.length > 0 ? rare : free;
      const edge = choice[numbers.next().value % choice.length];
      if (edge === undefined) break;
      const [before, after] = [decodeState(exploration, state), decodeState(exploration, targets[edge] ?? 0)];
      steps = [...steps, { command: commands[edge] ?? 0, before, after }];
      state = targets[edge] ?? 0;
      yield { initial, steps, loopStart: null, marks: [] };
    }
  }
}

/** The conversation goes to another agent, or a model has to answer again: of many replies one does. */
function isRare(move: Move | undefined): boolean {
  if (move === undefined) return false;
  const { agent, to, reply } = move;
  const passes = agent !== null && to !== null && agent !== to;
  const asks = reply?.calls.length === 1 && reply.calls[0]?.kind === "handoff";
  return passes || asks || reply?.form === "unfit" || (reply?.stoppedBy ?? null) !== null;
}
