import type { LineStyle, PictureLine } from "./picture.ts";

/**
 * Tells what lines said before, where they say something else now. What stands there now and had no counterpart is told
 * too, since the old lines have nothing to show for it: in the words for its style, or else as it reads. `null`: they are
 * the same.
 */
export function changeNote(
  [old, now]: readonly [old: readonly PictureLine[], now: readonly PictureLine[]],
  lacking: Lacking = {},
): string | null {
  if (JSON.stringify(old) === JSON.stringify(now)) return null;
  const [gone, added] = [without(old, now), without(now, old)];
  const moved = gone.length === 0 && added.length === 0;
  const count = (lines: readonly PictureLine[], style: LineStyle): number =>
    lines.filter((line) => line.style === style).length;
  const fresh = added.filter(({ style }) => count(added, style) > count(gone, style));
  const unnamed = fresh.filter(({ style }) => lacking[style] === undefined).map(({ text }) => text);
  return [
    ...(moved || gone.length > 0 ? [`was ${(moved ? old : gone).map(({ text }) => text).join("; ")}`] : []),
    ...new Set(fresh.flatMap(({ style }) => lacking[style] ?? [])),
    ...(unnamed.length === 0 ? [] : [`new: ${unnamed.join("; ")}`]),
  ].join("; ");
}

/** How it is told that there was no line of a style. */
export type Lacking = Readonly<Partial<Record<LineStyle, string>>>;

/** The lines that are not among the others; one that stands there twice, and once among them, is left once. */
function without(lines: readonly PictureLine[], others: readonly PictureLine[]): readonly PictureLine[] {
  const left = others.map(({ text }) => text);
  return lines.filter(({ text }) => {
    const place = left.indexOf(text);
    if (place !== -1) left.splice(place, 1);
    return place === -1;
  });
}
