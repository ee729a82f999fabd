import type { Box, Point } from "../../draw/placed-picture.ts";
import { centred, fitted, isInSight, kept, type Room, sightOf, type Viewport, zoomedAt } from "./viewport.ts";

/** Moves the drawing behind its window: by hand, or as it is told. It draws nothing again, it only moves what is there. */
export interface Camera {
  /** Shows the whole drawing; where that could not be read, the first of some parts of it that can. */
  fit(drawing: Room, parts: readonly Box[]): void;
  zoom(factor: number): void;
  /** Brings a part into sight, where it is not. */
  show(box: Box): void;
  /** Brings a point of the drawing to the middle. */
  centre(point: Point): void;
  /** Tells of the part of the drawing that is in sight, now and whenever it is another; returns what ends it. */
  watch(listener: (sight: Box) => void): () => void;
  dispose(): void;
}

/** What is smaller than this cannot be read; a part is shown a little larger. */
const readable = 0.6;
const readableScale = 0.9;
/** Pixels that a pointer may move and still mean a click. */
const still = 4;

/** Makes the camera of a window on a drawing. */
export function createCamera(window: SVGSVGElement, drawing: SVGGElement): Camera {
  let view: Viewport = { x: 0, y: 0, scale: 1 };
  let whole: Room = { width: 1, height: 1 };
  /** The parts that were wanted when all was fitted; `null` since somebody has moved it. */
  let fittedTo: readonly Box[] | null = null;
  /** What was to be brought into sight while the chart was not shown. */
  let awaited: Box | null = null;
  const pointers = new Map<number, Point>();
  const listeners = new Set<(sight: Box) => void>();
  let travelled = 0;

  const room = (): Room => ({ width: window.clientWidth || 1, height: window.clientHeight || 1 });
  const local = ({ clientX, clientY }: MouseEvent): Point => {
    const { left, top } = window.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  function look(next: Viewport, isGentle = false): void {
    view = next;
    fittedTo = null;
    drawing.classList.toggle("is-gentle", isGentle);
    drawing.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
    for (const listener of listeners) listener(sightOf(view, room()));
  }

  function onWheel(event: WheelEvent): void {
    event.preventDefault();
    if (event.ctrlKey || isMouseWheel(event)) {
      look(zoomedAt(view, Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), local(event)));
    } else look({ ...view, x: view.x - event.deltaX, y: view.y - event.deltaY });
  }
  function onDown(event: PointerEvent): void {
    if (event.button !== 0) return;
    if (pointers.size === 0) travelled = 0;
    pointers.set(event.pointerId, local(event));
  }
  function onMove(event: PointerEvent): void {
    const before = pointers.get(event.pointerId);
    if (before === undefined) return;
    const now = local(event);
    const others = [...pointers].flatMap(([id, point]) => (id === event.pointerId ? [] : point));
    pointers.set(event.pointerId, now);
    travelled += distance(before, now);
    if (travelled < still) return;
    if (!window.hasPointerCapture(event.pointerId)) window.setPointerCapture(event.pointerId);
    const [other] = others;
    const moved = {
      ...view,
      x: view.x + (now.x - before.x) / pointers.size,
      y: view.y + (now.y - before.y) / pointers.size,
    };
    if (other === undefined) look(moved);
    else look(zoomedAt(moved, distance(now, other) / (distance(before, other) || 1), middle(now, other)));
  }
  function onUp(event: PointerEvent): void {
    pointers.delete(event.pointerId);
  }
  /** What was dragged was not clicked. */
  function onClick(event: MouseEvent): void {
    if (travelled >= still) event.stopImmediatePropagation();
    travelled = 0;
  }

  /** As large as the part fits, as long as it can be read. */
  function partScale(part: Room): number {
    return Math.min(readableScale, Math.max(readable, fitted(part, room()).scale));
  }

  function showWhole(size: Room, parts: readonly Box[]): void {
    whole = size;
    const all = fitted(size, room());
    const part = parts.find((one) => fitted(one, room()).scale >= readable) ?? parts.at(-1);
    if (all.scale >= readable || part === undefined) look(all);
    else look(kept(centred({ ...all, scale: partScale(part) }, part, room()), size, room()));
    fittedTo = parts;
  }
  function bringIntoSight(box: Box): void {
    if (!isInSight(view, box, room())) look(kept(centred(view, box, room()), whole, room()), true);
  }
  /** Where the chart is not shown, as behind another tab, there is no room to reckon with: it is made good for later. */
  const observer = new ResizeObserver(() => {
    if (window.clientWidth === 0 || fittedTo === null) return;
    showWhole(whole, fittedTo);
    if (awaited !== null) bringIntoSight(awaited);
    awaited = null;
  });

  observer.observe(window);
  window.addEventListener("wheel", onWheel, { passive: false });
  window.addEventListener("pointerdown", onDown);
  window.addEventListener("pointermove", onMove);
  window.addEventListener("pointerup", onUp);
  window.addEventListener("pointercancel", onUp);
  window.addEventListener("click", onClick, { capture: true });
  return {
    fit: showWhole,
    zoom(factor) {
      const { width, height } = room();
      look(zoomedAt(view, factor, { x: width / 2, y: height / 2 }), true);
    },
    show(box) {
      if (window.clientWidth === 0) awaited = box;
      else bringIntoSight(box);
    },
    centre(point) {
      look(centred(view, { ...point, width: 0, height: 0 }, room()));
    },
    watch(listener) {
      listeners.add(listener);
      listener(sightOf(view, room()));
      return () => listeners.delete(listener);
    },
    dispose() {
      observer.disconnect();
      window.removeEventListener("wheel", onWheel);
      window.removeEventListener("pointerdown", onDown);
      window.removeEventListener("pointermove", onMove);
      window.removeEventListener("pointerup", onUp);
      window.removeEventListener("pointercancel", onUp);
      window.removeEventListener("click", onClick, { capture: true });
    },
  };
}

/** A wheel turns in steps, and only up and down; two fingers on a pad move a little, and to any side. */
function isMouseWheel({ deltaX, deltaY, deltaMode }: WheelEvent): boolean {
  return deltaX === 0 && (deltaMode !== 0 || (Math.abs(deltaY) >= 50 && Number.isInteger(deltaY)));
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

function middle(one: Point, other: Point): Point {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
}
