import type { Box, Point } from "../../draw/placed-picture.ts";

/** How the drawing lies behind the window: its upper left corner in pixels of the window, and how large it is. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** The room there is. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

const smallest = 0.08;
const largest = 4;
/** Nothing is blown up more than this only because there is room. */
const largestFit = 1.25;
const margin = 28;

/** The drawing larger or smaller, while a point of the window stays where it is. */
export function zoomedAt({ x, y, scale }: Viewport, factor: number, point: Point): Viewport {
  const next = Math.min(largest, Math.max(smallest, scale * factor));
  const grown = next / scale;
  return { x: point.x - (point.x - x) * grown, y: point.y - (point.y - y) * grown, scale: next };
}

/** The whole of a drawing, in the middle. */
export function fitted({ width, height }: Room, room: Room): Viewport {
  const scale = Math.max(
    smallest,
    Math.min(largestFit, (room.width - 2 * margin) / width, (room.height - 2 * margin) / height),
  );
  return { x: (room.width - width * scale) / 2, y: (room.height - height * scale) / 2, scale };
}

/** A part of the drawing in the middle, as large as it was. */
export function centred({ scale }: Viewport, box: Box, room: Room): Viewport {
  return {
    x: room.width / 2 - (box.x + box.width / 2) * scale,
    y: room.height / 2 - (box.y + box.height / 2) * scale,
    scale,
  };
}

/** Whether a part of the drawing is in the window as a whole. */
export function isInSight({ x, y, scale }: Viewport, box: Box, room: Room): boolean {
  const [left, top] = [x + box.x * scale, y + box.y * scale];
  return left >= 0 && top >= 0 && left + box.width * scale <= room.width && top + box.height * scale <= room.height;
}

/** The part of the drawing that is in the window, in the drawing's own pixels. */
export function sightOf({ x, y, scale }: Viewport, { width, height }: Room): Box {
  return { x: -x / scale, y: -y / scale, width: width / scale, height: height / scale };
}

/** The drawing moved back, as far as there is nothing on one side of it while some of it is hidden on the other. */
export function kept(view: Viewport, drawing: Room, room: Room): Viewport {
  return {
    ...view,
    x: keptEdge(view.x, drawing.width * view.scale, room.width),
    y: keptEdge(view.y, drawing.height * view.scale, room.height),
  };
}

function keptEdge(edge: number, length: number, room: number): number {
  if (length <= room - 2 * margin) return (room - length) / 2;
  return Math.min(margin, Math.max(room - margin - length, edge));
}
