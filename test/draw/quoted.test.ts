import { expect, test } from "vitest";
import { quoted } from "../../src/draw/quoted.ts";

test("what is said stands between quotes, on one line", () => {
  expect(quoted('say "hi"\n  now')).toBe('"say \\"hi\\" now"');
});

test("what is long is cut off, and no character in its middle", () => {
  expect(quoted("a".repeat(40))).toBe(`"${"a".repeat(40)}"`);
  expect(quoted("😀".repeat(41))).toBe(`"${"😀".repeat(39)}…"`);
});
