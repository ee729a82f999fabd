/** A stretch of the timeline, from a position to a position; the whole of it is `null`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Nothing shorter is looked at. */
const shortest = 6;

/** The stretch in which a position stays where it is, and so much more or less is seen. */
export function zoomed(
  span: Span | null,
  { by, around, head }: { readonly by: number; readonly around: number; readonly head: number },
): Span | null {
  const { from, to } = span ?? { from: 0, to: head };
  const length = Math.max(shortest, (to - from) * by);
  if (length >= head) return null;
  const part = to === from ? 0.5 : (around - from) / (to - from);
  const begin = around - length * Math.min(1, Math.max(0, part));
  return moved({ from: begin, to: begin + length }, 0, head);
}

/** The stretch between two positions, whichever comes first; the whole where that is not longer. */
export function between(one: number, other: number, head: number): Span | null {
  const [first, last] = [Math.min(one, other), Math.max(one, other)];
  const length = Math.max(shortest, last - first);
  if (length >= head) return null;
  return moved({ from: (first + last - length) / 2, to: (first + last + length) / 2 }, 0, head);
}

/** The stretch moved by so many positions, kept within what there is. */
export function moved({ from, to }: Span, by: number, head: number): Span {
  const length = to - from;
  const begin = Math.min(Math.max(0, from + by), Math.max(0, head - length));
  return { from: begin, to: begin + length };
}

/** The stretch in which a position is in sight. */
export function revealing(span: Span | null, position: number, head: number): Span | null {
  if (span === null || (position >= span.from && position <= span.to)) return span;
  return moved(span, position < span.from ? position - span.from : position - span.to, head);
}
