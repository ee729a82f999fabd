import type { JSX, TargetedKeyboardEvent, TargetedPointerEvent } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { goTo, headOf, positionOf } from "../store/changes.ts";
import { useDesk, usePage } from "../store/use-page.ts";
import { handoffAfter, handoffBefore } from "./neighbour-handoff.ts";
import { paintTrack, placeOf } from "./paint-track.ts";
import { moved, revealing, type Span, zoomed } from "./span.ts";
import { readPaint } from "./track-paint.ts";

/** By how many entries a page key goes. */
const page = 10;

/** The band of the timeline: who had the conversation when, what happened, and where one is. It is dragged as a slider. */
export function Track({
  span,
  onSpan,
}: {
  readonly span: Span | null;
  readonly onSpan: (span: Span | null) => void;
}): JSX.Element {
  const { store } = useDesk();
  const record = usePage((state) => state.record);
  const head = usePage(headOf);
  const position = usePage(positionOf);
  const looks = usePage((state) => state.graph?.looksByAgent);
  const theme = usePage((state) => state.theme);
  const agent = usePage((state) => state.record?.timeline.at(positionOf(state)).agent ?? null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const shown = revealing(span, position, head) ?? { from: 0, to: Math.max(1, head) };

  useEffect(() => {
    if (box.current === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    if (canvas.current === null || size.width === 0) return;
    paintTrack(canvas.current, {
      record,
      span: shown,
      size,
      looks: looks ?? new Map(),
      paint: readPaint(),
      scale: devicePixelRatio,
    });
  }, [record, shown.from, shown.to, size, looks, theme]);

  useEffect(() => {
    const { current: element } = box;
    if (element === null) return;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const state = store.get();
      const bounds = element.getBoundingClientRect();
      const around = shown.from + ((event.clientX - bounds.left) / bounds.width) * (shown.to - shown.from);
      if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        if (span !== null) onSpan(moved(span, (event.deltaX / bounds.width) * (shown.to - shown.from), headOf(state)));
      } else onSpan(zoomed(span, { by: Math.exp(event.deltaY * 0.002), around, head: headOf(state) }));
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [store, span, shown.from, shown.to, onSpan]);

  const goAt = (clientX: number): void => {
    const bounds = box.current?.getBoundingClientRect();
    if (bounds === undefined || head < 0) return;
    const part = Math.min(1, Math.max(0, (clientX - bounds.left) / bounds.width));
    store.change((state) => ({
      ...goTo(state, Math.round(shown.from + part * (shown.to - shown.from))),
      isPlaying: false,
    }));
  };
  const onPointerDown = (event: TargetedPointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    goAt(event.clientX);
  };
  const onPointerMove = (event: TargetedPointerEvent<HTMLDivElement>): void => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) goAt(event.clientX);
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    const change = keyed(event);
    if (change === null) return;
    event.preventDefault();
    store.change((state) => goTo(state, change(state)));
  };
  return (
    <div
      ref={box}
      class="track"
      role="slider"
      tabIndex={0}
      aria-label="Position in the session"
      aria-valuemin={0}
      aria-valuemax={Math.max(0, head)}
      aria-valuenow={Math.max(0, position)}
      aria-valuetext={`entry ${Math.max(0, position)} of ${Math.max(0, head)}${agent === null ? "" : `, ${agent}`}`}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    >
      <canvas ref={canvas} />
      {head >= 0 && (
        <span
          class="track-position"
          style={{
            transform: `translateX(${Math.min(size.width - 5, Math.max(5, placeOf({ span: shown, size }, position)))}px)`,
          }}
        />
      )}
    </div>
  );
}

function keyed({ key, shiftKey }: KeyboardEvent): ((state: Parameters<typeof positionOf>[0]) => number) | null {
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
      return (state) => (shiftKey ? handoffBefore(state) : positionOf(state) - 1);
    case "ArrowRight":
    case "ArrowUp":
      return (state) => (shiftKey ? handoffAfter(state) : positionOf(state) + 1);
    case "PageUp":
      return (state) => positionOf(state) + page;
    case "PageDown":
      return (state) => positionOf(state) - page;
    case "Home":
      return () => 0;
    case "End":
      return headOf;
    default:
      return null;
  }
}
