import { expect, test } from "vitest";
import { between, moved, revealing, zoomed } from "../../../src/page/timeline/span.ts";

test("zooming keeps what is looked at where it is, and ends at the whole", () => {
  const half = zoomed(null, { by: 0.5, around: 25, head: 100 });
  expect(half).toEqual({ from: 12.5, to: 62.5 });
  expect(zoomed(half, { by: 2, around: 25, head: 100 })).toBeNull();
  expect(zoomed(null, { by: 0.001, around: 0, head: 100 })).toEqual({ from: 0, to: 6 });
});

test("a stretch stays within the session, and follows the position", () => {
  expect(moved({ from: 10, to: 30 }, 500, 100)).toEqual({ from: 80, to: 100 });
  expect(moved({ from: 10, to: 30 }, -500, 100)).toEqual({ from: 0, to: 20 });
  expect(revealing({ from: 10, to: 30 }, 40, 100)).toEqual({ from: 20, to: 40 });
  expect(revealing({ from: 10, to: 30 }, 20, 100)).toEqual({ from: 10, to: 30 });
});

test("a stretch is chosen from either end, is never too short, and never more than there is", () => {
  expect(between(40, 20, 100)).toEqual({ from: 20, to: 40 });
  expect(between(98, 100, 100)).toEqual({ from: 94, to: 100 });
  expect(between(0, 5, 6)).toBeNull();
});
