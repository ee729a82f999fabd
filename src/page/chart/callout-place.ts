import type { Box, PlacedArrow, PlacedPicture } from "../../draw/placed-picture.ts";
import { middleOf } from "../../draw/svg/arrow-path.ts";
import { badgeHeight } from "../../draw/svg/badge.ts";
import { badgeRise } from "../../draw/svg/svg-arrow.ts";

/** Where a flag stands, and the little point by which it hangs on its arrow, as a path from its own corner. */
export interface CalloutPlace {
  readonly x: number;
  readonly y: number;
  readonly stem: string;
}

/** Between the flag and what it belongs to, in pixels. */
const gap = 9;

/** Finds the side of an arrow's label, or of its middle, where a flag hides least. */
export function calloutPlace(
  arrow: PlacedArrow,
  { width, height }: { readonly width: number; readonly height: number },
  { nodes, arrows, width: right, height: bottom }: PlacedPicture,
): CalloutPlace {
  const middle = middleOf(arrow.points);
  const own = withBadge(arrow.label) ?? { x: middle.x, y: middle.y, width: 0, height: 0 };
  const [across, along] = [own.x + own.width / 2, own.y + own.height / 2];
  const parents = new Set(nodes.map(({ parent }) => parent));
  const others: readonly Box[] = [
    ...nodes.filter(({ id }) => !parents.has(id)),
    ...arrows.flatMap(({ label }) => label ?? []),
  ];
  // Above and below, it is pushed into the drawing, and its point stays where the arrow is.
  const left = Math.max(0, Math.min(across - width / 2, right - width));
  const foot = Math.min(width - 16, Math.max(16, across - left));
  const places: readonly CalloutPlace[] = [
    { x: left, y: own.y - height - gap, stem: `M${foot - 6} ${height - 1}h12l-6 8z` },
    { x: left, y: own.y + own.height + gap, stem: `M${foot - 6} 1h12l-6 -8z` },
    { x: own.x + own.width + gap, y: along - height / 2, stem: `M1 ${height / 2 - 6}v12l-8 -6z` },
    { x: own.x - width - gap, y: along - height / 2, stem: `M${width - 1} ${height / 2 - 6}v12l8 -6z` },
  ];
  const hidden = (place: CalloutPlace): number =>
    others.reduce((sum, other) => sum + overlap({ ...place, width, height }, other), 0) +
    width * height -
    overlap({ ...place, width, height }, { x: 0, y: 0, width: right, height: bottom });
  const [best] = places.toSorted((one, other) => hidden(one) - hidden(other));
  return best ?? { x: across, y: along, stem: "" };
}

/** A label with the badge that lies on its upper edge. */
function withBadge(label: Box | null): Box | null {
  if (label === null) return null;
  const rise = badgeRise + badgeHeight / 2;
  return { ...label, y: label.y - rise, height: label.height + rise };
}

function overlap(one: Box, other: Box): number {
  const wide = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const high = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return wide > 0 && high > 0 ? wide * high : 0;
}
