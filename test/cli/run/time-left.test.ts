import { expect, test } from "vitest";
import { timeLeft } from "../../../src/cli/run/time-left.ts";

test.each([
  [-5, "0 s"],
  [1, "1 s"],
  [45_000, "45 s"],
  [60_000, "1 min"],
  [250_000, "4 min 10 s"],
  [3_600_000, "1 h"],
  [3_601_000, "1 h"],
  [7_500_000, "2 h 5 min"],
  [90_000_000, "1 d 1 h"],
])("%i ms: %s", (milliseconds, text) => {
  expect(timeLeft(milliseconds)).toBe(text);
});
