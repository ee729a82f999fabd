import fc from "fast-check";
import { expect, test } from "vitest";
import { checkByRules } from "../../../src/check/engine/check-model.ts";
import { type Rules, soundRules } from "../../../src/check/engine/rules.ts";
import { affordable, cases } from "./compare.ts";
import { exploreNaively } from "./reference.ts";
import { judgeNaively } from "./reference-check.ts";
import { mistakeIn } from "./replay.ts";

const numRuns = Number(process.env.PROPERTY_RUNS ?? 200);

/** Checks on small budgets; counts how often an answer was given although the exploration was not complete. */
function compare(rules: Rules) {
  const seen = { unknown: 0, known: 0 };
  const details = fc.check(
    fc.property(cases, fc.integer({ min: 1, max: 20 }), ({ model, properties: drawn }, states) => {
      const space = exploreNaively(model);
      const properties = affordable(space, drawn);
      const { exploration, results } = checkByRules(model, properties, { options: { states }, rules });
      if (exploration.complete) return true;
      return properties.every((property, index) => {
        const result = results[index];
        if (result === undefined) return false;
        seen[result.verdict === "unknown" ? "unknown" : "known"]++;
        if (result.verdict === "unknown") return result.evidence === null && result.finding === null;
        return result.verdict === judgeNaively(space, property).verdict && mistakeIn(space, property, result) === null;
      });
    }),
    { numRuns, endOnFailure: true },
  );
  return { details, seen };
}

test("on a budget, an answer is right or `unknown`", () => {
  const { details, seen } = compare(soundRules);
  expect(fc.defaultReportMessage(details) ?? null).toBeNull();
  expect(seen.unknown).toBeGreaterThan(50);
  expect(seen.known).toBeGreaterThan(50);
});

test("the reference notices when what was not seen is taken for proof", () => {
  expect(compare({ ...soundRules, truncatedIsUnknown: false }).details.failed).toBe(true);
});
