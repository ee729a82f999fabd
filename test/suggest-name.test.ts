import { expect, test } from "vitest";
import { didYouMean, suggestName } from "../src/suggest-name.ts";

test.for([
  ["biling", "billing"],
  ["tirage", "triage"],
  ["Billing", "billing"],
  ["refund", "refunds"],
  ["supervisor", null],
  ["x", null],
] as const)("%s is taken for %s", ([name, meant]) => {
  expect(suggestName(name, ["triage", "billing", "refunds"])).toBe(meant);
});

test("the nearest wins, and of two the first", () => {
  expect(suggestName("agent-12", ["agent-1", "agent-13", "agent-21", "agent-2"])).toBe("agent-1");
});

test("without a suggestion the hint says what to do", () => {
  expect(didYouMean(null, "Add it.")).toBe("Add it.");
  expect(didYouMean("billing", "Add it.")).toBe('Did you mean "billing"?');
});
