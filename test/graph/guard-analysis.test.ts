import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluateGuard } from "../../src/graph/evaluate-guard.ts";
import type { Variables } from "../../src/graph/guard.ts";
import { analyzeChoice, analyzeGuard } from "../../src/graph/guard-analysis.ts";
import { parseGuard } from "../../src/graph/parse-guard.ts";
import { partitionVariables } from "../../src/graph/variable-partition.ts";
import type { VariableDomain } from "../../src/graph/variables.ts";

const base: VariableDomain = { type: "unknown", nullable: false, values: null, minimum: null, maximum: null };
const domains = {
  flag: { ...base, type: "boolean", values: [false, true] },
  tier: { ...base, type: "enum", values: ["low", "mid", "high"], nullable: true },
  level: { ...base, type: "integer", minimum: -3, maximum: 4, nullable: true },
  share: { ...base, type: "number", minimum: 0, maximum: 1 },
  note: { ...base, type: "string" },
  order: { ...base, type: "object", nullable: true },
  blob: base,
} satisfies Record<string, VariableDomain>;

/** All values of the finite domains, and enough of the others to answer every question below. */
const values: Readonly<Record<string, readonly unknown[]>> = {
  flag: [false, true],
  tier: ["low", "mid", "high", null],
  level: [-3, -2, -1, 0, 1, 2, 3, 4, null],
  share: [0, 0.125, 0.25, 0.375, 0.5, 0.75, 1],
  note: ["", "yes", "no", "anything"],
  order: [{ id: "1" }, null],
};

const bound = fc.integer({ min: -4, max: 5 });
const half = fc.constantFrom(-1, 0, 0.25, 0.5, 1, 2);
const atom = fc.oneof(
  fc.record({ flag: fc.boolean() }),
  fc.record({
    tier: fc.oneof(fc.constantFrom("low", "mid", null), fc.uniqueArray(fc.constantFrom("low", "mid", "high", null))),
  }),
  fc.record({
    level: fc.oneof(
      fc.constantFrom(null, 2, 2.5),
      fc.record({ atLeast: bound, lessThan: bound }, { requiredKeys: ["atLeast"] }),
    ),
  }),
  fc.record({
    level: fc.record({ moreThan: bound, atMost: bound.map((value) => value + 0.5) }, { requiredKeys: ["atMost"] }),
  }),
  fc.record({ share: fc.record({ moreThan: half, atMost: half }, { requiredKeys: ["moreThan"] }) }),
  fc.record({ note: fc.oneof(fc.constantFrom("yes", "no", ""), fc.record({ not: fc.constantFrom("yes", "no") })) }),
  fc.record({ order: fc.constantFrom(null, { not: null }) }),
);
const literal = fc.letrec((tie) => ({
  guard: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    atom,
    fc.record({ all: fc.array(tie("guard"), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie("guard"), { maxLength: 3 }) }),
    fc.record({ not: tie("guard") }),
  ),
})).guard;

test("the analysis agrees with the evaluation of all values", () => {
  fc.assert(
    fc.property(literal, (guard) => {
      const { node, reads } = parseGuard(guard);
      const outcomes = new Set(
        allValues([...new Set(reads.map(({ variable }) => variable))]).map(
          (variables) => evaluateGuard(node, variables).holds,
        ),
      );
      expect(analyzeGuard(node, domains)).toEqual({ canHold: outcomes.has(true), canFail: outcomes.has(false) });
    }),
    { numRuns: 1_000 },
  );
});

test("a choice agrees with the evaluation of all values", () => {
  fc.assert(
    fc.property(fc.array(literal, { maxLength: 3 }), (guards) => {
      const parsed = guards.map(parseGuard);
      const names = new Set(parsed.flatMap(({ reads }) => reads.map(({ variable }) => variable)));
      const firsts = new Set<number>();
      const holding = new Set<number>();
      for (const variables of allValues([...names])) {
        const holds = parsed.map(({ node }) => evaluateGuard(node, variables).holds);
        firsts.add(holds.indexOf(true));
        for (const [index, held] of holds.entries()) if (held) holding.add(index);
      }
      expect(
        analyzeChoice(
          parsed.map(({ node }) => node),
          domains,
        ),
      ).toEqual({
        outcomes: guards.map((_, index) => (firsts.has(index) ? "taken" : holding.has(index) ? "shadowed" : "never")),
        canPass: firsts.has(-1),
      });
    }),
    { numRuns: 300 },
  );
});

function allValues(names: readonly string[]): readonly Variables[] {
  return names.reduce<readonly Variables[]>(
    (all, name) => all.flatMap((variables) => (values[name] ?? []).map((value) => ({ ...variables, [name]: value }))),
    [{}],
  );
}

describe("what cannot be known may go either way", () => {
  const either = { canHold: true, canFail: true };
  const predicate = { predicate: { name: "p", reads: ["flag"], test: () => true } };

  test.for([[{ blob: 5 }], [{ nobody: true }], [predicate], [{ flag: true, ...predicate }]] as const)(
    "%j",
    ([guard]) => {
      expect(analyzeGuard(parseGuard(guard).node, domains)).toEqual(either);
    },
  );

  test("but a part that is known can settle it", () => {
    expect(analyzeGuard(parseGuard({ ...predicate, any: [] }).node, domains)).toEqual({
      canHold: false,
      canFail: true,
    });
  });

  test("one predicate answers one way in all places", () => {
    expect(analyzeGuard(parseGuard({ ...predicate, not: predicate }).node, domains)).toEqual({
      canHold: false,
      canFail: true,
    });
  });

  test("too many cases are unknown, 100,000 are not", () => {
    const many = Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`v${index}`, domains.flag]));
    const all = (count: number): ReturnType<typeof parseGuard> =>
      parseGuard(
        Object.fromEntries(
          Object.keys(many)
            .slice(0, count)
            .map((name) => [name, true]),
        ),
      );
    expect(analyzeGuard(all(16).node, many)).toEqual(either);
    expect(analyzeGuard(all(17).node, many)).toBe("unknown");
  });
});

describe("the partition", () => {
  const partition = (guard: unknown): ReturnType<typeof partitionVariables> =>
    partitionVariables([parseGuard(guard).node], domains);

  test.for([
    [{ flag: true }, { flag: [false, true] }],
    [{ tier: "low" }, { tier: ["low", "mid", "high", null] }],
    [{ level: { atMost: 2 } }, { level: [-3, -2, 2, 3, 4, null] }],
    [{ level: { lessThan: 2.5 } }, { level: [-3, -2, 3, 4, null] }],
    [{ share: 0.5 }, { share: [0, 0.25, 0.5, 0.75, 1] }],
    [{ note: ["yes", "other"] }, { note: ["yes", "other", "other_"] }],
    [{ order: null }, { order: [{}, null] }],
    [{ blob: 1, nobody: 2 }, {}],
    [{ predicate: { name: "p", reads: ["flag"], test: (): boolean => true } }, {}],
  ] as const)("of %j is %j", ([guard, expected]) => {
    expect(partition(guard)).toEqual(expected);
  });

  test.for([
    [{ ...base, type: "number" }, [5], [4, 5, 6]],
    [{ ...base, type: "number" }, [0], [-1, 0, 1]],
    [{ ...base, type: "integer" }, [1, 2, 5], [0, 1, 2, 3, 5, 6]],
    [{ ...base, type: "integer", minimum: 5 }, [2], [5, 6]],
    [{ ...base, type: "number", maximum: 1 }, [1e300], [0, 1]],
    [{ ...base, type: "number" }, [1e300], [-Number.MAX_VALUE, 1e300, Number.MAX_VALUE]],
    [{ ...base, type: "number" }, [Number.MAX_VALUE], [-Number.MAX_VALUE, Number.MAX_VALUE]],
  ] as const)("of a number %# has one value of each class", ([domain, bounds, expected]) => {
    const guards = bounds.map((value) => parseGuard({ it: { atMost: value } }).node);
    expect(partitionVariables(guards, { it: domain })).toEqual({ it: expected });
  });

  test("names of Object.prototype are names like others", () => {
    const guard = JSON.parse('{ "__proto__": true, "constructor": 1 }');
    const both = Object.fromEntries([
      ["__proto__", domains.flag],
      ["constructor", { ...base, type: "integer" }],
    ] as const);
    expect(Object.entries(partitionVariables([parseGuard(guard).node], both))).toEqual([
      ["__proto__", [false, true]],
      ["constructor", [0, 1, 2]],
    ]);
  });
});
