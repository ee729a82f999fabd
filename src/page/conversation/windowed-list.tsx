import type { JSX } from "preact";
import { useCallback, useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import { type RowWindow, rowOffsets, windowOf } from "./window-of.ts";

/*
 * A list of which only the rows in sight exist, so that ten thousand of them scroll like ten.
 *
 * W1 A row's height is guessed until it has been measured, and remembered by its key.
 * W2 What is read stays where it is: when rows above it turn out to be higher or lower, the list scrolls by as much.
 * W3 A row that was asked for comes into sight and stays there while heights around it become known, until somebody scrolls.
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
  const [sight, setSight] = useState({ top: 0, height: 800 });
  offsetsNow.current = offsets;

  const look = useCallback((): void => {
    const { current: element } = scroller;
    if (element === null) return;
    const next = { top: element.scrollTop, height: element.clientHeight };
    setSight((before) =>
      isSame(windowIn(offsetsNow.current, before), windowIn(offsetsNow.current, next)) ? before : next,
    );
  }, []);

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
    const resized = new ResizeObserver(() => (isHeld.current ? remeasure(undefined) : look()));
    resized.observe(element);
    for (const type of gestures) element.addEventListener(type, letGo, { passive: true });
    return () => {
      resized.disconnect();
      for (const type of gestures) element.removeEventListener(type, letGo);
    };
  }, [look]);

  useLayoutEffect(() => {
    isHeld.current = true;
  }, [wanted.mark]);

  useLayoutEffect(() => {
    const { current: element } = scroller;
    if (element === null || !isHeld.current) return;
    const top = placeFor(offsets, wanted.index, element);
    if (top !== null) element.scrollTop = top;
    look();
  }, [offsets, wanted, look]);

  const { first, until } = windowIn(offsets, sight);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <section class="windowed" ref={scroller} aria-label={label} tabIndex={0} onScroll={look}>
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

function windowIn(offsets: Float64Array, sight: { readonly top: number; readonly height: number }): RowWindow {
  return windowOf(offsets, { ...sight, margin });
}

function isSame(one: RowWindow, other: RowWindow): boolean {
  return one.first === other.first && one.until === other.until;
}

/** Where to scroll so that a row is in sight: not at all where it is, to the end for the last. */
function placeFor(offsets: Float64Array, index: number, { scrollTop, clientHeight }: HTMLElement): number | null {
  const count = offsets.length - 1;
  if (count === 0 || index < 0) return null;
  if (index >= count - 1) return offsets[count] ?? 0;
  const [top, bottom] = [offsets[index] ?? 0, offsets[index + 1] ?? 0];
  const isInSight = top >= scrollTop + edge && bottom <= scrollTop + clientHeight - edge;
  return isInSight ? null : Math.max(0, bottom - clientHeight * 0.7);
}

const edge = 24;
