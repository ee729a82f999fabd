import type { Point } from "../placed-picture.ts";
import { rounded } from "./element.ts";

/** How round the bends of an arrow are, in pixels. */
const radius = 7;

/** The path through points, with round bends. */
export function bentPath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  const parts = rest.map((point, index) => {
    const next = rest[index + 1];
    if (next === undefined) return `L${at(point)}`;
    const before = points[index] ?? first;
    const reach = Math.min(radius, distance(before, point) / 2, distance(point, next) / 2);
    return `L${at(towards(point, before, reach))}Q${at(point)} ${at(towards(point, next, reach))}`;
  });
  return `M${at(first)}${parts.join("")}`;
}

/** The points of an arrow, shortened so that the tips of its heads are where it ended. */
export function shortened(
  points: readonly Point[],
  { start, end }: { readonly start: number; readonly end: number },
): readonly Point[] {
  return points.map((point, index) => {
    const next = points[index + 1];
    const before = points[index - 1];
    if (index === 0 && next !== undefined) return towards(point, next, Math.min(start, distance(point, next)));
    if (next === undefined && before !== undefined)
      return towards(point, before, Math.min(end, distance(point, before)));
    return point;
  });
}

/** A triangle whose tip is at a point, and which comes from another. */
export function headPath(
  tip: Point,
  from: Point,
  { length, width }: { readonly length: number; readonly width: number },
): string {
  const base = towards(tip, from, length);
  const [across, along] = [
    (tip.y - from.y) / (distance(tip, from) || 1),
    (tip.x - from.x) / (distance(tip, from) || 1),
  ];
  const corner = (side: number): Point => ({ x: base.x + across * side, y: base.y - along * side });
  return `M${at(tip)}L${at(corner(width / 2))}L${at(corner(-width / 2))}Z`;
}

/** The middle of the longest straight part of an arrow. */
export function middleOf(points: readonly Point[]): Point {
  const parts = points.slice(1).map((to, index) => ({ from: points[index] ?? to, to }));
  const [longest] = parts.toSorted((one, other) => distance(other.from, other.to) - distance(one.from, one.to));
  if (longest === undefined) return points[0] ?? { x: 0, y: 0 };
  return { x: (longest.from.x + longest.to.x) / 2, y: (longest.from.y + longest.to.y) / 2 };
}

/** The point so far from one on the way to another. */
export function towards(from: Point, to: Point, length: number): Point {
  const whole = distance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) * length) / whole, y: from.y + ((to.y - from.y) * length) / whole };
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

function at({ x, y }: Point): string {
  return `${rounded(x)} ${rounded(y)}`;
}
