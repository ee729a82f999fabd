import { expect, test } from "vitest";
import { centred, fitted, isInSight, kept, sightOf, zoomedAt } from "../../../src/page/chart/viewport.ts";

const room = { width: 600, height: 400 };

test("a drawing fits into the middle, and is not blown up without end", () => {
  const { x, y, scale } = fitted({ width: 1000, height: 200 }, room);
  expect(x + (1000 * scale) / 2).toBeCloseTo(300);
  expect(y + (200 * scale) / 2).toBeCloseTo(200);
  expect(fitted({ width: 10, height: 10 }, room).scale).toBeLessThan(2);
});

test("zooming keeps the point under the pointer", () => {
  const before = { x: 10, y: 20, scale: 1 };
  const after = zoomedAt(before, 2, { x: 110, y: 70 });
  expect((110 - after.x) / after.scale).toBeCloseTo((110 - before.x) / before.scale);
  expect(zoomedAt(before, 1e9, { x: 0, y: 0 }).scale).toBe(4);
});

test("what is brought into sight is in sight", () => {
  const box = { x: 5000, y: 3000, width: 100, height: 50 };
  const view = { x: 0, y: 0, scale: 0.9 };
  expect(isInSight(view, box, room)).toBe(false);
  expect(isInSight(centred(view, box, room), box, room)).toBe(true);
});

test("no room is wasted beside a drawing that is larger than the window", () => {
  const drawing = { width: 2000, height: 100 };
  const { x, y } = kept({ x: 250, y: -900, scale: 1 }, drawing, room);
  expect(x).toBeLessThan(50);
  expect(y).toBe(150);
  expect(sightOf({ x: -100, y: 50, scale: 2 }, room)).toEqual({ x: 50, y: -25, width: 300, height: 200 });
});
