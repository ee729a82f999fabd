import fc from "fast-check";
import type { Graph } from "handoff-machine";
import { describe, expect, test } from "vitest";
import { airline } from "../../../machines/airline.ts";
import { dispute } from "../../../machines/dispute.ts";
import { mesh30 } from "../../../machines/mesh.ts";
import { supportDesk } from "../../../machines/support-desk.ts";
import { type Abstraction, deriveModel } from "../../../src/check/abstract/derive-model.ts";
import { countable } from "../../../src/check/abstract/layout.ts";
import type { Move } from "../../../src/check/abstract/move.ts";
import { graphs } from "../../arbitraries/graph.ts";
import { assertProperty } from "../../machine/assert-property.ts";
import { unlimited } from "../unlimited.ts";
import { type Agreement, agreement } from "./agreement.ts";
import { idleChanges } from "./comparison.ts";

/*
 * In passing little is looked at. `npm run agreement` gives the time for all of it: 200 graphs whole, and every event in
 * every state.
 */
const [wholeGraphs, extent] =
  process.env.PROPERTY_RUNS === undefined
    ? [20, { mostStates: 400, oneIn: 10, walks: 2, steps: 10 }]
    : [Number(process.env.PROPERTY_RUNS), { mostStates: 20_000, oneIn: 1, walks: 50, steps: 100 }];

const lifted = { limits: unlimited, interventions: true, parallelCalls: 2, counted: [] } as const;
const counted = {
  limits: { ...unlimited, modelCalls: 2, toolCalls: 2, handoffs: 2, refusals: 1, repairs: 1 },
  interventions: true,
  parallelCalls: 1,
  counted: countable,
} as const;

test.for<[string, Graph]>([
  ["support-desk", supportDesk],
  ["airline", airline],
  ["dispute", dispute],
  ["mesh-30", mesh30],
])("%s: the model and the machine agree on every state and move", ([, graph], { task }) => {
  const free: Graph = { ...graph, limits: unlimited };
  const parallelCalls = graph === mesh30 ? 1 : 2; // 29 agents to choose from: pairs of them would be too many
  const abstraction = deriveModel(free, { ...lifted, parallelCalls });
  const found = agreement(free, abstraction, { ...extent, mostStates: 20_000, draw: () => 0 });
  console.log(`${task.name}: ${found.states} states, ${found.moves} moves, ${found.events} events`);
  expect(found.states).toBeGreaterThan(100);
  expect(found.isWhole).toBe(true);
});

/** What decides about the walks: the same for the same seed. */
const luck = fc.infiniteStream(fc.nat(), { noHistory: true });

/*
 * A graph with too many states does not count as one that was compared: for each of them fast-check draws another, until
 * there are enough. What was compared of it, by search and by walks, has been compared all the same.
 */
test("random graphs with counted budgets: the model and the machine agree on every state and move", () => {
  const all: Agreement[] = [];
  assertProperty(
    fc.property(graphs, fc.boolean(), luck, (graph, isCounted, numbers) => {
      const { limits, ...options } = isCounted ? counted : lifted;
      const one: Graph = { ...graph, limits };
      const draw = (below: number): number => numbers.next().value % below;
      const found = agreement(one, deriveModel(one, options), { ...extent, draw });
      all.push(found);
      fc.pre(found.isWhole);
    }),
    { numRuns: wholeGraphs, maxSkipsPerRun: 5 },
  );
  console.log(told(all));
  expect(all.filter(({ isWhole }) => isWhole)).toHaveLength(wholeGraphs);
  expect(sum(all, "states")).toBeGreaterThan(5_000);
  const important = [
    "handOff",
    "refuseHandoff",
    "askForHandoff",
    "callHook",
    "giveBack",
    "follow",
    "followTrip",
    "goOn",
  ];
  expect(changesOf(all)).toEqual(
    expect.arrayContaining([...important, "endByCall", "askUser", "halt", "deny", "trip"]),
  );
});

/** As `checkGraph` looks at a graph first. Walks are long here: a budget is spent only after a while. */
test("random graphs whose budgets are not counted: what the machine does, the model has", () => {
  const all: Agreement[] = [];
  assertProperty(
    fc.property(graphs, luck, (graph, numbers) => {
      const draw = (below: number): number => numbers.next().value % below;
      const farther = { ...extent, mostStates: extent.mostStates / 10, steps: 50, draw };
      all.push(agreement(graph, deriveModel(graph, lifted), farther));
    }),
    { numRuns: Math.ceil(wholeGraphs / 2) },
  );
  console.log(told(all));
  expect(changesOf(all)).toEqual(expect.arrayContaining(["handOff", "refuseHandoff", "halt"]));
});

describe("a model of the support desk", () => {
  const free = { ...supportDesk, limits: unlimited } as Graph;
  const model = deriveModel(free, { ...lifted, parallelCalls: 1 });
  const everything = { mostStates: 1_000, oneIn: 1, walks: 0, steps: 0, draw: () => 0 };
  const { changes } = agreement(free, model, everything);

  test.for([...changes].filter((change) => !idleChanges.includes(change)))(
    "that lacks what %s does is found out",
    (change) => {
      const poorer = modelWith(model, (move) => (move.change === change ? [] : [move]));
      expect(() => agreement(free, poorer, everything)).toThrow(/^no move .* at place=/);
    },
  );

  test("that does what the machine does not is found out", () => {
    const richer = modelWith(model, (move) =>
      move.change === "refuseHandoff" ? [move, { ...move, change: "refuseEnd" }] : [move],
    );
    expect(() => agreement(free, richer, everything)).toThrow("machine");
  });
});

/** The model with other moves in the place of each. */
function modelWith(abstraction: Abstraction, instead: (move: Move) => readonly Move[]): Abstraction {
  const { model, moves } = abstraction;
  const changed = moves.map(instead);
  const commands = model.commands.flatMap((command, index) => (changed[index] ?? []).map(() => command));
  return { ...abstraction, model: { ...model, commands }, moves: changed.flat() };
}

function told(all: readonly Agreement[]): string {
  const whole = all.filter(({ isWhole }) => isWhole).length;
  const graphs = `${all.length} random graphs, ${whole} of them whole`;
  const compared = `${sum(all, "states")} states, ${sum(all, "moves")} moves, ${sum(all, "events")} events`;
  const walked = `${sum(all, "walks")} walks through ${sum(all, "walked")} states`;
  return `${graphs}: ${compared}, ${walked}, ${changesOf(all).length} kinds of change`;
}

function sum(all: readonly Agreement[], count: "states" | "moves" | "events" | "walks" | "walked"): number {
  return all.reduce((total, one) => total + one[count], 0);
}

function changesOf(all: readonly Agreement[]): readonly string[] {
  return [...new Set(all.flatMap(({ changes }) => [...changes]))];
}
