import { expect, test } from "vitest";
import { durationLabel } from "../../src/graph/duration-label.ts";

test.each([
  [250, "250 ms"],
  [1500, "1500 ms"],
  [90_000, "90 s"],
  [120_000, "2 min"],
  [86_400_000, "1 d"],
  [0, "0 ms"],
])("%d milliseconds are %s", (milliseconds, label) => {
  expect(durationLabel(milliseconds)).toBe(label);
});
