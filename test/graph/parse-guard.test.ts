import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluateGuard, guardReads } from "../../src/graph/evaluate-guard.ts";
import { parseGuard } from "../../src/graph/parse-guard.ts";

const verified = { kind: "oneOf", variable: "verified", values: [true] };

test.for([
  [{ verified: true }, verified],
  [
    { verified: true, plan: ["pro", "team"] },
    { kind: "all", parts: [verified, { kind: "oneOf", variable: "plan", values: ["pro", "team"] }] },
  ],
  [{ order: { not: null } }, { kind: "not", part: { kind: "oneOf", variable: "order", values: [null] } }],
  [{ amount: { atMost: 5 } }, { kind: "compare", variable: "amount", operator: "atMost", bound: 5 }],
  [
    { amount: { atLeast: 1, lessThan: 5 } },
    {
      kind: "all",
      parts: [
        { kind: "compare", variable: "amount", operator: "atLeast", bound: 1 },
        { kind: "compare", variable: "amount", operator: "lessThan", bound: 5 },
      ],
    },
  ],
  [{ not: { verified: true } }, { kind: "not", part: verified }],
  [{ any: [{ verified: true }, {}] }, { kind: "any", parts: [verified, { kind: "all", parts: [] }] }],
  [{ all: [{ verified: true }] }, verified],
  [{}, { kind: "all", parts: [] }],
] as const)("%j is read", ([literal, node]) => {
  const guard = parseGuard(literal);
  expect(guard.node).toEqual(node);
  expect(guard.mistakes).toEqual([]);
});

test.for([
  [null, [], "null"],
  [[], [], "a list"],
  [Promise.resolve(true), [], "object"],
  [new Date(0), [], "object"],
  [{ verified: new Map() }, ["verified"], "object"],
  [{ verified: () => true }, ["verified"], "function"],
  [{ verified: undefined }, ["verified"], "undefined"],
  [{ amount: {} }, ["amount"], "object"],
  [{ amount: Number.NaN }, ["amount"], "number"],
  [{ amount: [1, {}] }, ["amount"], "a list"],
  [{ amount: { atMost: "5" } }, ["amount", "atMost"], "string"],
  [{ amount: { not: { atMost: 5 } } }, ["amount", "not"], "object"],
  [{ amount: { not: [[]] } }, ["amount", "not"], "a list"],
  [{ any: { verified: true } }, ["any"], "object"],
  [{ all: [{ verified: true }, 5] }, ["all", "1"], "number"],
  [{ predicate: { name: "p" } }, ["predicate"], "object"],
  [{ predicate: { name: "p", test: () => true, reads: "verified" } }, ["predicate"], "object"],
] as const)("%j has a mistake at %j and holds never", ([literal, path, found]) => {
  const guard = parseGuard(literal);
  expect(guard.mistakes).toEqual([{ path, found, expected: expect.any(String) }]);
  expect(evaluateGuard(guard.node, { verified: true, amount: 5 }).holds).toBe(false);
});

test.for([
  ["atMos", "atMost"],
  ["greaterThan", "moreThan"],
  ["$lte", "atMost"],
  ["min", "atLeast"],
  ["constructor", undefined],
] as const)("%s is no operator", ([key, meant]) => {
  const { mistakes } = parseGuard({ amount: { [key]: 5 } });
  expect(mistakes).toEqual([
    {
      path: ["amount", key],
      found: `"${key}"`,
      expected: "one of not, atLeast, atMost, moreThan, lessThan",
      ...(meant === undefined ? {} : { meant }),
    },
  ]);
});

test("every place that reads a variable is listed with its path", () => {
  const { reads } = parseGuard({
    verified: true,
    any: [{ amount: { atMost: 5 } }, { not: { plan: { not: ["pro"] } } }],
    predicate: { name: "p", reads: ["verified", "plan"], test: () => true },
  });
  expect(reads.map(({ path, variable, question }) => [path.join("."), variable, question.kind])).toEqual([
    ["verified", "verified", "oneOf"],
    ["any.0.amount.atMost", "amount", "compare"],
    ["any.1.not.plan.not", "plan", "oneOf"],
    ["predicate.reads.0", "verified", "predicate"],
    ["predicate.reads.1", "plan", "predicate"],
  ]);
});

test("a guard that contains itself is a mistake, however often", () => {
  const guard: Record<string, unknown> = {};
  guard.all = [guard, guard, guard];
  expect(parseGuard(guard).mistakes.length).toBeGreaterThan(0);
});

test("whatever it is given, it returns, and reads what its tree reads", () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true, withDate: true, withMap: true }), (literal) => {
      const guard = parseGuard(literal);
      expect(new Set(guard.reads.map(({ variable }) => variable))).toEqual(new Set(guardReads(guard.node)));
    }),
  );
});
