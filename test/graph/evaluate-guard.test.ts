import { describe, expect, test } from "vitest";
import { evaluateGuard, guardReads } from "../../src/graph/evaluate-guard.ts";
import type { Variables } from "../../src/graph/guard.ts";
import { parseGuard } from "../../src/graph/parse-guard.ts";

const variables = { verified: true, plan: "pro", amount: 129, order: null };

function evaluate(literal: unknown, values: Variables = variables): ReturnType<typeof evaluateGuard> {
  return evaluateGuard(parseGuard(literal).node, values);
}

test.for([
  [{}, true],
  [{ verified: true }, true],
  [{ verified: false }, false],
  [{ plan: ["free", "pro"] }, true],
  [{ plan: { not: "pro" } }, false],
  [{ plan: { not: ["free", "team"] } }, true],
  [{ order: null }, true],
  [{ order: { not: null } }, false],
  [{ amount: { atLeast: 129, atMost: 129 } }, true],
  [{ amount: { moreThan: 129 } }, false],
  [{ amount: { lessThan: 129 } }, false],
  [{ order: { atMost: 5 } }, false],
  [{ plan: { atMost: 5 } }, false],
  [{ any: [] }, false],
  [{ any: [{ verified: false }, { plan: "pro" }] }, true],
  [{ all: [] }, true],
  [{ not: { verified: true } }, false],
  [{ missing: null }, false],
  [{ toString: { not: "x" } }, true],
] as const)("%j is %j", ([literal, holds]) => {
  expect(evaluate(literal).holds).toBe(holds);
});

test("names of Object.prototype are not found", () => {
  expect(evaluate({ constructor: true }).reads).toEqual({ constructor: undefined });
  expect(
    evaluate({ predicate: { name: "p", reads: ["valueOf"], test: (view: Variables) => view.valueOf === undefined } })
      .holds,
  ).toBe(true);
});

test("what was read is told, each variable once", () => {
  expect(evaluate({ verified: true, any: [{ verified: false }, { amount: { atMost: 5 } }] }).reads).toEqual({
    verified: true,
    amount: 129,
  });
  expect(guardReads(parseGuard({ plan: "pro", not: { verified: true, plan: "free" } }).node)).toEqual([
    "plan",
    "verified",
  ]);
});

describe("a predicate", () => {
  const predicate = (test: unknown): unknown => ({ predicate: { name: "isLarge", reads: ["amount"], test } });

  test("sees what it declares to read", () => {
    expect(evaluate(predicate(({ amount }: { amount: number }) => amount > 100)).holds).toBe(true);
  });

  test("that reads anything else does not hold, and says so", () => {
    const { holds, error } = evaluate(predicate(({ plan }: { plan: string }) => plan === "pro"));
    expect(holds).toBe(false);
    expect(error).toContain('Predicate "isLarge" read "plan"');
  });

  test("that throws makes the whole guard not hold, even under not", () => {
    const failing = predicate(() => {
      throw new Error("no database");
    });
    expect(evaluate({ not: failing })).toMatchObject({ holds: false, error: "no database" });
  });

  test.for([
    [Promise.resolve(true), "a promise"],
    [1, "number"],
    [undefined, "undefined"],
  ] as const)("that returns %s does not hold", ([result, said]) => {
    expect(evaluate(predicate(() => result)).error).toContain(`returned ${said}, not a boolean`);
  });

  test("cannot change the variables", () => {
    const values = { amount: 1 };
    const { error } = evaluate(
      predicate((view: { amount: number }) => {
        view.amount = 2;
        return true;
      }),
      values,
    );
    expect(error).toBeDefined();
    expect(values.amount).toBe(1);
  });
});
