import { expect, test } from "vitest";
import { rowAt, rowOffsets, windowOf } from "../../../src/page/conversation/window-of.ts";

const keys = Array.from({ length: 10_000 }, (_, index) => `row ${index}`);

test("only the rows in sight, and those in the margin, are made", () => {
  const offsets = rowOffsets(keys, new Map([["row 1", 200]]), 50);
  expect(offsets.at(-1)).toBe(50 * 9_999 + 200);
  expect(windowOf(offsets, { top: 0, height: 500, margin: 0 })).toEqual({ first: 0, until: 8 });
  const { first, until } = windowOf(offsets, { top: 250_000, height: 500, margin: 100 });
  expect(until - first).toBeLessThan(17);
  expect(windowOf(offsets, { top: 9e9, height: 500, margin: 0 }).until).toBe(10_000);
});

test("a place belongs to the row that covers it", () => {
  const offsets = rowOffsets(["a", "b", "c"], new Map([["b", 10]]), 50);
  expect([0, 49, 50, 59, 60, 999, -5].map((place) => rowAt(offsets, place))).toEqual([0, 0, 1, 1, 2, 2, 0]);
  expect(windowOf(rowOffsets([], new Map(), 50), { top: 0, height: 100, margin: 0 })).toEqual({ first: 0, until: 0 });
});
