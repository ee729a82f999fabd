import { expect, test } from "vitest";
import { wrapLine, wrapText } from "../../src/check/wrap-text.ts";

test.each<[text: string, lines: readonly string[]]>([
  ["", []],
  ["one two", ["one two"]],
  ["one two three", ["one two", "three"]],
  ["  one \n two", ["one two"]],
  ["a verylongword b", ["a", "verylong", "word b"]],
  ["this a\u00a0=\u00a01 holds", ["this", "a\u00a0=\u00a01", "holds"]],
])("%j in 8 columns", (text, lines) => {
  expect(wrapText(text, 8)).toEqual(lines);
});

test("what is broken off a line stands further in", () => {
  const lines = wrapLine("word ".repeat(30), 2);
  expect(lines.map((line) => line.search(/\S/))).toEqual([2, 4]);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
});
