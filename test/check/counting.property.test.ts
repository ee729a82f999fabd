import fc from "fast-check";
import { checkGraph, type Graph, propertiesOf } from "handoff-machine";
import { expect, test } from "vitest";
import { countable } from "../../src/check/abstract/layout.ts";
import { graphs } from "../arbitraries/graph.ts";
import { assertProperty } from "../machine/assert-property.ts";

const limits = fc.record({
  modelCalls: fc.integer({ min: 1, max: 2 }),
  handoffs: fc.integer({ min: 1, max: 3 }),
  refusals: fc.integer({ min: 1, max: 2 }),
  repairs: fc.constant(1),
});

/**
 * Budgets are counted where a result rests on them. That must come to the same as to count all of them from the start; but
 * that nothing speaks against something may be because what it speaks of never happens.
 */
test("whatever is asked of a graph, it is answered as if all budgets were counted", () => {
  let compared = 0;
  assertProperty(
    fc.property(graphs, limits, (loose, tight) => {
      const graph: Graph = { ...loose, limits: { ...loose.limits, ...tight, toolCalls: loose.limits.toolCalls && 2 } };
      const whole = checkGraph(graph, questions(graph), { parallelCalls: 1, counted: countable, states: 20_000 });
      if (!whole.complete) return;
      compared++;
      const { results } = checkGraph(graph, questions(graph), { parallelCalls: 1, states: 20_000 });
      for (const [index, { name, verdict }] of results.entries()) {
        const exact = whole.results[index]?.verdict;
        if (verdict === "unknown" || exact === "unknown") continue;
        expect([name, verdict === "violated"]).toEqual([name, exact === "violated"]);
      }
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 8) },
  );
  expect(compared).toBeGreaterThan(0);
});

function questions(graph: Graph) {
  const { canAlways, eventually, never, reachable, userCanAlways } = propertiesOf(graph);
  const word = { place: ["awaitingUser", "failed", "completed"] } as const;
  return [
    ...Object.keys(graph.agents).flatMap((agent) => [
      canAlways(`${agent} can always get it`, { agent }),
      reachable(`${agent} can get it`, { agent }),
      never(`${agent} is never asked`, { asksModel: agent }),
    ]),
    canAlways("it can always rest", { place: "awaitingUser" }),
    canAlways("it can always end", { place: "completed" }),
    userCanAlways("the user can get the word", word),
    userCanAlways("the user can end it", { place: "completed" }),
    eventually("it rests in the end", word),
  ];
}
