import type { JSX, TargetedKeyboardEvent, TargetedPointerEvent } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { goTo, headOf, positionOf } from "../store/changes.ts";
import { useDesk, usePage } from "../store/use-page.ts";
import { keyedPosition } from "./keyed-position.ts";
import { paintTrack, placeOf } from "./paint-track.ts";
import { between, moved, revealing, type Span, zoomed } from "./span.ts";
import { readPaint } from "./track-paint.ts";

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
  const isDark = usePage((state) => state.isDark);
  const agent = usePage((state) => state.record?.timeline.at(positionOf(state)).agent ?? null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const box = useRef<HTMLDivElement>(null);
  /** The stretch that is being drawn over the band. */
  const [brush, setBrush] = useState<Span | null>(null);
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
  }, [record, shown.from, shown.to, size, looks, isDark]);

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

  const positionAt = (clientX: number): number => {
    const bounds = box.current?.getBoundingClientRect() ?? { left: 0, width: 1 };
    const part = Math.min(1, Math.max(0, (clientX - bounds.left) / bounds.width));
    return shown.from + part * (shown.to - shown.from);
  };
  const goAt = (clientX: number): void => {
    if (head < 0) return;
    store.change((state) => ({ ...goTo(state, Math.round(positionAt(clientX))), isPlaying: false }));
  };
  const onPointerDown = (event: TargetedPointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const at = positionAt(event.clientX);
    if (event.shiftKey && head > 0) setBrush({ from: at, to: at });
    else goAt(event.clientX);
  };
  const onPointerMove = (event: TargetedPointerEvent<HTMLDivElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    if (brush === null) goAt(event.clientX);
    else setBrush({ ...brush, to: positionAt(event.clientX) });
  };
  const onPointerUp = (): void => {
    if (brush === null) return;
    setBrush(null);
    if (brush.from === brush.to) return;
    const stretch = between(brush.from, brush.to, head);
    onSpan(stretch);
    // What is shown lies in the stretch: the timeline would follow it elsewhere.
    if (stretch !== null && (position < stretch.from || position > stretch.to)) {
      store.change((state) => goTo(state, Math.floor(stretch.to)));
    }
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    const change = keyedPosition(event);
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
      onPointerUp={onPointerUp}
      onPointerCancel={() => setBrush(null)}
      onDblClick={() => onSpan(null)}
      title="Drag to go through it; Shift and drag to see only a stretch, double-click to see all"
      onKeyDown={onKeyDown}
    >
      <canvas ref={canvas} />
      {brush !== null && <span class="track-brush" style={brushStyle(brush, { span: shown, size })} />}
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

function brushStyle(
  { from, to }: Span,
  place: Parameters<typeof placeOf>[0],
): { readonly left: string; readonly width: string } {
  const [one, other] = [placeOf(place, from), placeOf(place, to)];
  return { left: `${Math.min(one, other)}px`, width: `${Math.abs(other - one)}px` };
}
