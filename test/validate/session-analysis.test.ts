import fc from "fast-check";
import { expect, test } from "vitest";
import { compare } from "../../src/graph/evaluate-guard.ts";
import { type Comparison, operators } from "../../src/graph/guard.ts";
import type { Measure, SessionNode } from "../../src/graph/session-condition.ts";
import { holdsAtFirst, isImpossible, neverHolds } from "../../src/validate/session-analysis.ts";

/** A session as far as these conditions ask about it. */
interface Moment {
  readonly measured: Readonly<Record<Measure, number>>;
  readonly agent: string;
  readonly tools: readonly string[];
}

const bound = fc.oneof(fc.integer({ min: -1, max: 4 }), fc.constantFrom(0.5, 1.5, 2.5));
const bounds: fc.Arbitrary<Comparison> = fc.record(
  { atLeast: bound, atMost: bound, moreThan: bound, lessThan: bound },
  { requiredKeys: [] },
);
const measure = fc.constantFrom<Measure>("messages", "turns", "tokens", "cost", "elapsed");
const names = fc.subarray(["a", "b", "c"]);

const nodes = fc.letrec<{ node: SessionNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    fc.record({ kind: fc.constant("measure" as const), measure, bounds }),
    fc.record({ kind: fc.constant("agent" as const), agents: names }),
    fc.record({ kind: fc.constant("tool" as const), tools: names }),
    fc.record({
      kind: fc.constantFrom("all" as const, "any" as const),
      parts: fc.array(tie("node"), { maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant("not" as const), part: tie("node") }),
  ),
})).node;

const count = fc.integer({ min: 0, max: 5 });
const moments: fc.Arbitrary<Moment> = fc.record({
  measured: fc.record({
    messages: fc.integer({ min: 1, max: 5 }),
    turns: count,
    tokens: count,
    cost: fc.constantFrom(0, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 5),
    elapsed: count,
  }),
  agent: fc.constantFrom("a", "b", "c"),
  tools: names,
});

function isWithin(value: number, comparison: Comparison): boolean {
  return operators.every((operator) => {
    const wanted = comparison[operator];
    return wanted === undefined || compare(value, operator, wanted);
  });
}

function holds(node: SessionNode, moment: Moment): boolean {
  switch (node.kind) {
    case "all":
      return node.parts.every((part) => holds(part, moment));
    case "any":
      return node.parts.some((part) => holds(part, moment));
    case "not":
      return !holds(node.part, moment);
    case "measure":
      return isWithin(moment.measured[node.measure], node.bounds);
    case "agent":
      return node.agents.includes(moment.agent);
    case "tool":
      return moment.tools.some((tool) => node.tools.includes(tool));
    default:
      return false;
  }
}

test("what can never hold, holds in no session", () => {
  fc.assert(
    fc.property(nodes, fc.array(moments, { minLength: 20, maxLength: 20 }), (node, sessions) => {
      if (neverHolds(node)) expect(sessions.some((moment) => holds(node, moment))).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});

test("bounds are impossible exactly when nothing is within them", () => {
  const values = Array.from({ length: 60 }, (_, index) => index / 4);
  fc.assert(
    fc.property(measure, fc.array(bounds, { minLength: 1, maxLength: 2 }), (of, all) => {
      const least = of === "messages" ? 1 : 0;
      const possible = of === "cost" ? values : values.filter((value) => Number.isInteger(value) && value >= least);
      expect(isImpossible(of, all)).toBe(!possible.some((value) => all.every((one) => isWithin(value, one))));
    }),
    { numRuns: 2_000 },
  );
});

test("what holds at first, holds after one message of the user", () => {
  const measured = { messages: 1, turns: 0, tokens: 0, cost: 0, elapsed: 0 };
  const first = { agent: "a", isAgent: () => true, variables: {}, isTelling: () => false };
  fc.assert(
    fc.property(nodes, (node) => {
      expect(holdsAtFirst(node, first)).toBe(holds(node, { measured, agent: "a", tools: [] }));
    }),
    { numRuns: 2_000 },
  );
});
