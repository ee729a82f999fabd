import { expect, test } from "vitest";
import { guardLabel } from "../../src/graph/guard-label.ts";
import { parseGuard } from "../../src/graph/parse-guard.ts";

test.for([
  [{}, "always"],
  [{ any: [] }, "never"],
  [{ verified: true }, "verified"],
  [{ verified: false }, "not verified"],
  [{ verified: { not: true } }, "not verified"],
  [{ plan: "pro" }, "plan = pro"],
  [{ plan: { not: "pro" } }, "plan ≠ pro"],
  [{ plan: ["pro", "team"] }, "plan in {pro, team}"],
  [{ plan: { not: ["pro", "team"] } }, "plan not in {pro, team}"],
  [{ plan: [] }, "plan in {}"],
  [{ name: "two words" }, 'name = "two words"'],
  [{ name: "" }, 'name = ""'],
  [{ order: null }, "order = null"],
  [{ amount: { atLeast: 1, lessThan: 5 } }, "amount ≥ 1 and amount < 5"],
  [
    { verified: true, any: [{ plan: "pro" }, { amount: { atMost: 500 } }] },
    "verified and (plan = pro or amount ≤ 500)",
  ],
  [{ any: [{ verified: true, plan: "pro" }, { amount: { moreThan: 5 } }] }, "(verified and plan = pro) or amount > 5"],
  [{ not: { verified: true, plan: "pro" } }, "not (verified and plan = pro)"],
  [{ not: { amount: { atMost: 5 } } }, "not amount ≤ 5"],
  [{ predicate: { name: "isLarge", reads: ["amount", "plan"], test: (): boolean => true } }, "isLarge(amount, plan)"],
] as const)("%j reads %s", ([literal, label]) => {
  expect(guardLabel(parseGuard(literal).node)).toBe(label);
});
