import fc from "fast-check";
import type { Graph } from "handoff-machine";
import { expect, test } from "vitest";
import { airline } from "../../../machines/airline.ts";
import { dispute } from "../../../machines/dispute.ts";
import { mesh30 } from "../../../machines/mesh.ts";
import { supportDesk } from "../../../machines/support-desk.ts";
import { deriveModel } from "../../../src/check/abstract/derive-model.ts";
import { countable } from "../../../src/check/abstract/layout.ts";
import { graphs } from "../../arbitraries/graph.ts";
import { assertProperty } from "../../machine/assert-property.ts";
import { unlimited } from "../unlimited.ts";
import { agreement } from "./agreement.ts";

/** Of a random graph: enough for a look in passing, and all of two graphs in three where time is given. */
const mostStates = process.env.PROPERTY_RUNS === undefined ? 400 : 20_000;

test.for<[string, Graph]>([
  ["support-desk", supportDesk],
  ["airline", airline],
  ["dispute", dispute],
  ["mesh-30", mesh30],
])("%s: the model and the machine agree on every state and move", ([, graph], { task }) => {
  const free: Graph = { ...graph, limits: unlimited };
  const parallelCalls = graph === mesh30 ? 1 : 2; // 29 agents to choose from: pairs of them would be too many
  const { states, edges } = agreement(free, deriveModel(free, { interventions: true, parallelCalls }), 20_000);
  console.log(`${task.name}: ${states} states, ${edges} moves`);
  expect(states).toBeGreaterThan(100);
});

test("random graphs with counted budgets: the model and the machine agree on every state and move", () => {
  const seen = new Map<string, number>();
  let [states, edges, whole, count] = [0, 0, 0, 0];
  assertProperty(
    fc.property(graphs, fc.boolean(), (graph, isCounted) => {
      const limits = isCounted
        ? { ...unlimited, modelCalls: 2, toolCalls: 2, handoffs: 2, refusals: 1, repairs: 1 }
        : unlimited;
      const one: Graph = { ...graph, limits };
      const found = agreement(
        one,
        deriveModel(one, {
          interventions: true,
          counted: isCounted ? countable : [],
          parallelCalls: isCounted ? 1 : 2,
        }),
        mostStates,
      );
      count++;
      if (found.states <= mostStates) whole++;
      states += found.states;
      edges += found.edges;
      for (const [change, count] of found.changes) seen.set(change, (seen.get(change) ?? 0) + count);
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 60) },
  );
  expect(states).toBeGreaterThan(5_000);
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
  expect([...seen.keys()]).toEqual(
    expect.arrayContaining([...important, "endByCall", "askUser", "halt", "deny", "trip"]),
  );
  console.log(
    `${count} random graphs (${whole} of them whole): ${states} states, ${edges} moves, ${seen.size} kinds of change`,
  );
});
