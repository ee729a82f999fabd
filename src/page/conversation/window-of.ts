/** Rows of unknown heights, one below the other: where each begins. Its last number is where all of them end. */
export function rowOffsets(
  keys: readonly string[],
  heightsByKey: ReadonlyMap<string, number>,
  guess: number,
): Float64Array {
  const offsets = new Float64Array(keys.length + 1);
  let top = 0;
  for (const [index, key] of keys.entries()) {
    offsets[index] = top;
    top += heightsByKey.get(key) ?? guess;
  }
  offsets[keys.length] = top;
  return offsets;
}

/** The rows from `first` until before `until`: those in sight, and some more on both sides. */
export interface RowWindow {
  readonly first: number;
  readonly until: number;
}

/** Finds the rows that are in sight. */
export function windowOf(
  offsets: Float64Array,
  { top, height, margin }: { readonly top: number; readonly height: number; readonly margin: number },
): RowWindow {
  const count = offsets.length - 1;
  const first = Math.max(0, rowAt(offsets, top - margin));
  const until = Math.min(count, rowAt(offsets, top + height + margin) + 1);
  return { first, until: Math.max(first, until) };
}

/** The row that covers a place; the first or the last where none does. */
export function rowAt(offsets: Float64Array, place: number): number {
  let [low, high] = [0, offsets.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((offsets[middle] ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}
