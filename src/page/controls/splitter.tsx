import type { JSX, TargetedKeyboardEvent, TargetedPointerEvent } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { recall, remember } from "../store/memory.ts";

/** How wide a column can be made, in pixels, and by how much a key makes it so. */
const narrowest = 240;
const widest = 720;
const step = 24;

/** The line between two columns: drag it, or move it with the arrow keys. */
export function Splitter({
  name,
  label,
  side,
}: {
  readonly name: string;
  readonly label: string;
  /** On which side of it the column is that it makes wider. */
  readonly side: "left" | "right";
}): JSX.Element {
  const key = `handoff.width.${name}`;
  const [width, setWidth] = useState<number | null>(() => Number(recall(key)) || null);
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (width === null) return;
    document.documentElement.style.setProperty(`--${name}-width`, `${width}px`);
    remember(key, String(width));
  }, [width, name, key]);

  const current = (): number => {
    const { current: line } = element;
    const column = side === "left" ? line?.previousElementSibling : line?.nextElementSibling;
    return column?.getBoundingClientRect().width ?? narrowest;
  };
  const toward = side === "left" ? 1 : -1;
  const widen = (from: number, by: number): void =>
    setWidth(Math.round(Math.min(widest, Math.max(narrowest, from + by * toward))));

  const onPointerDown = (event: TargetedPointerEvent<HTMLDivElement>): void => {
    const { currentTarget: line, clientX: start, pointerId } = event;
    const from = current();
    line.setPointerCapture(pointerId);
    line.onpointermove = ({ clientX }) => widen(from, clientX - start);
    line.onpointerup = () => {
      line.onpointermove = null;
    };
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    event.stopPropagation();
    widen(current(), event.key === "ArrowRight" ? step : -step);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule between columns that can be moved has no element of its own.
    <div
      ref={element}
      class="splitter"
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      aria-valuenow={width ?? narrowest}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    />
  );
}
