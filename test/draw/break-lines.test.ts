import { expect, test } from "vitest";
import { breakLines } from "../../src/draw/break-lines.ts";

test.each([
  ["verified", ["verified"]],
  ["verified and (plan = pro or amount ≤ 500)", ["verified and (plan = pro", "or amount ≤ 500)"]],
  ["plan = free and amount > 5000", ["plan = free", "and amount > 5000"]],
  ["needs approval within 1 min", ["needs approval within", "1 min"]],
  ["returns { finding, source? }", ["returns { finding,", "source? }"]],
  ["aVeryLongNameThatNobodyBreaks and not verified", ["aVeryLongNameThatNobodyBreaks", "and not verified"]],
  ["", [""]],
])("%j is broken into %j", (text, lines) => {
  expect(breakLines(text)).toEqual(lines);
});
