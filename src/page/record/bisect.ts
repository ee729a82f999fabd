/** How many of a list in order are at or before a position. */
export function countUpTo<Entry>(
  list: readonly Entry[],
  position: number,
  positionOf: (entry: Entry) => number,
): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = list[middle];
    if (entry !== undefined && positionOf(entry) <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many positions of a list in order are at or before one. */
export function positionsUpTo(positions: readonly number[] | undefined, position: number): number {
  return positions === undefined ? 0 : countUpTo(positions, position, (one) => one);
}

/** The last of a list in order that stands at a position; `null` where none does yet. */
export function standingAt<Entry extends { readonly position: number }>(
  list: readonly Entry[] | undefined,
  position: number,
): Entry | null {
  if (list === undefined) return null;
  return list[countUpTo(list, position, (entry) => entry.position) - 1] ?? null;
}
