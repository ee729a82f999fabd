import type { JSX } from "preact";
import { useCallback, useEffect, useLayoutEffect, useMemo, useReducer, useRef } from "preact/hooks";
import { type RowWindow, rowOffsets, windowOf } from "./window-of.ts";

/*
 * A list of which only the rows in sight exist, so that ten thousand of them scroll like ten.
 *
 * W1 A row's height is guessed until it has been measured, and remembered by its key.
 * W2 What is read stays where it is: when rows above it turn out to be higher or lower, the list scrolls by as much.
 * W3 A row that was asked for comes into sight and stays there while heights around it become known, until somebody scrolls.
 * W4 Where the list is scrolled to is known without asking: to ask between two changes has the whole page laid out. So the
 *    rows that come into sight are made at once, and those that leave it are not made again.
 */

/** Pixels: a row that was never seen, and how much beyond the edges is made. */
const guess = 64;
const margin = 280;

/** A row to bring into sight, each time that `mark` is another. */
export interface Wanted {
  readonly index: number;
  readonly mark: unknown;
}

/** A long list. */
export function WindowedList({
  label,
  keys,
  wanted,
  row,
}: {
  readonly label: string;
  readonly keys: readonly string[];
  readonly wanted: Wanted;
  readonly row: (index: number) => JSX.Element;
}): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const heights = useRef(new Map<string, number>());
  const offsetsNow = useRef<Float64Array>(new Float64Array(1));
  const isHeld = useRef(true);
  const [measured, remeasure] = useReducer((count: number) => count + 1, 0);
  const offsets = useMemo(() => rowOffsets(keys, heights.current, guess), [keys, measured]);
  const sight = useRef<Sight>({ top: 0, height: 800 });
  const heldMark = useRef<unknown>(null);
  if (heldMark.current !== wanted.mark) isHeld.current = true;
  heldMark.current = wanted.mark;
  const place = isHeld.current ? placeFor(offsets, wanted.index, sight.current) : null;
  if (place !== null) {
    const { height } = sight.current;
    sight.current = { top: Math.max(0, Math.min(place, (offsets.at(-1) ?? 0) - height)), height };
  }
  const { first, until } = windowIn(offsets, sight.current);
  const made = useRef<RowWindow>({ first, until });
  made.current = { first, until };
  offsetsNow.current = offsets;

  const look = useCallback((): void => {
    const { current: element } = scroller;
    if (element === null) return;
    sight.current = { top: element.scrollTop, height: element.clientHeight };
    if (!isSame(windowIn(offsetsNow.current, sight.current), made.current)) remeasure(undefined);
  }, []);

  /** Scrolled elsewhere than where it was put: somebody did that, by whatever means. */
  const onScroll = useCallback((): void => {
    if (Math.abs((scroller.current?.scrollTop ?? 0) - sight.current.top) > 1) isHeld.current = false;
    look();
  }, [look]);

  const observer = useMemo(() => {
    const { current: known } = heights;
    return new ResizeObserver((entries) => {
      let [shift, hasChanged] = [0, false];
      for (const { target, borderBoxSize } of entries) {
        const key = target instanceof HTMLElement ? target.dataset.key : undefined;
        const height = borderBoxSize[0]?.blockSize ?? 0;
        if (key === undefined || height === 0 || known.get(key) === height) continue;
        const top = offsetsNow.current[Number(target.getAttribute("aria-posinset")) - 1] ?? 0;
        if (top + height / 2 < (scroller.current?.scrollTop ?? 0)) shift += height - (known.get(key) ?? guess);
        known.set(key, height);
        hasChanged = true;
      }
      if (!hasChanged) return;
      if (shift !== 0 && !isHeld.current && scroller.current !== null) scroller.current.scrollTop += shift;
      remeasure(undefined);
    });
  }, []);
  useEffect(() => () => observer.disconnect(), [observer]);

  useEffect(() => {
    const { current: element } = scroller;
    if (element === null) return;
    const letGo = (): void => {
      isHeld.current = false;
    };
    const resized = new ResizeObserver(() => {
      look();
      if (isHeld.current) remeasure(undefined);
    });
    resized.observe(element);
    for (const type of gestures) element.addEventListener(type, letGo, { passive: true });
    return () => {
      resized.disconnect();
      for (const type of gestures) element.removeEventListener(type, letGo);
    };
  }, [look]);

  useLayoutEffect(() => {
    const { current: element } = scroller;
    if (place === null || element === null) return;
    element.scrollTop = place;
    sight.current = { ...sight.current, top: element.scrollTop };
  }, [place, offsets]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <section class="windowed" ref={scroller} aria-label={label} tabIndex={0} onScroll={onScroll}>
      <ol style={{ height: `${offsets.at(-1) ?? 0}px` }}>
        {keys.slice(first, until).map((key, order) => (
          <li
            key={key}
            data-key={key}
            aria-setsize={keys.length}
            aria-posinset={first + order + 1}
            style={{ top: `${offsets[first + order] ?? 0}px` }}
            ref={(element) => {
              if (element !== null) observer.observe(element);
            }}
          >
            {row(first + order)}
          </li>
        ))}
      </ol>
    </section>
  );
}

const gestures = ["wheel", "touchmove", "pointerdown", "keydown"] as const;

/** What is in sight: from where on, and how much. */
interface Sight {
  readonly top: number;
  readonly height: number;
}

function windowIn(offsets: Float64Array, sight: Sight): RowWindow {
  return windowOf(offsets, { ...sight, margin });
}

function isSame(one: RowWindow, other: RowWindow): boolean {
  return one.first === other.first && one.until === other.until;
}

/** Where to scroll so that a row is in sight: not at all where it is, to the end for the last. */
function placeFor(offsets: Float64Array, index: number, { top: scrolled, height }: Sight): number | null {
  const count = offsets.length - 1;
  if (count === 0 || index < 0) return null;
  if (index >= count - 1) return offsets[count] ?? 0;
  const [top, bottom] = [offsets[index] ?? 0, offsets[index + 1] ?? 0];
  const isInSight = top >= scrolled + edge && bottom <= scrolled + height - edge;
  return isInSight ? null : Math.max(0, bottom - height * 0.7);
}

const edge = 24;
