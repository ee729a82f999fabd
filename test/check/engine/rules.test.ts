import fc from "fast-check";
import { expect, test } from "vitest";
import { checkByRules } from "../../../src/check/engine/check-model.ts";
import { type Rules, soundRules } from "../../../src/check/engine/rules.ts";
import { affordable, cases, differenceIn } from "./compare.ts";
import { exploreNaively } from "./reference.ts";

/** Compares with the reference by rules that may be unsound, until there is a difference. */
function compare(rules: Rules) {
  return fc.check(
    fc.property(cases, ({ model, properties: drawn }) => {
      const space = exploreNaively(model);
      const properties = affordable(space, drawn);
      const { results } = checkByRules(model, properties, { options: {}, rules });
      return properties.every((property, index) => {
        const result = results[index];
        return result !== undefined && differenceIn(space, property, result) === null;
      });
    }),
    { numRuns: 2000, endOnFailure: true },
  );
}

const provable = Object.entries(soundRules).filter(([rule]) => rule !== "truncatedIsUnknown");

test.each(provable)("the reference notices when the rule %s is broken", (rule) => {
  expect(compare({ ...soundRules, [rule]: false }).failed).toBe(true);
});

test("all rules are on, and there are enough of them to break", () => {
  expect(Object.values(soundRules)).not.toContain(false);
  expect(provable.length).toBeGreaterThanOrEqual(5);
});
