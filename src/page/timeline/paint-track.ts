import { countUpTo } from "../record/bisect.ts";
import type { Mark, MarkKind, Segment } from "../record/segment.ts";
import type { SessionRecord } from "../record/session-record.ts";
import { type AgentLook, lookOf } from "../store/agent-look.ts";
import type { Span } from "./span.ts";
import type { TrackPaint } from "./track-paint.ts";

/** What the timeline is painted from. */
export interface TrackScene {
  readonly record: SessionRecord | null;
  readonly span: Span;
  readonly size: { readonly width: number; readonly height: number };
  readonly looks: ReadonlyMap<string, AgentLook>;
  readonly paint: TrackPaint;
  /** Pixels of the screen for one of the page. */
  readonly scale: number;
}

/** Where the band of the agents is, in pixels from above; marks stand over it. */
const bandTop = 20;
const bandHeight = 20;
const markTop = 4;

/** Paints the timeline anew: only what is in the stretch, and of what falls on one pixel only the first. */
export function paintTrack(canvas: HTMLCanvasElement, scene: TrackScene): void {
  const { width, height } = scene.size;
  canvas.width = Math.round(width * scene.scale);
  canvas.height = Math.round(height * scene.scale);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.scale(scene.scale, scene.scale);
  context.clearRect(0, 0, width, height);
  const { record } = scene;
  if (record === null || record.length === 0) return;
  paintSegments(context, scene, record.segments);
  paintMarks(context, scene, record.marks);
}

/** Where a position is, in pixels from the left. */
export function placeOf({ span, size }: Pick<TrackScene, "span" | "size">, position: number): number {
  return ((position - span.from) / Math.max(1, span.to - span.from)) * size.width;
}

/** Where an entry is drawn: half of it before its position, half behind. */
function edgeOf(scene: TrackScene, position: number): number {
  return Math.min(scene.size.width, Math.max(0, placeOf(scene, position - 0.5)));
}

function paintSegments(context: CanvasRenderingContext2D, scene: TrackScene, segments: readonly Segment[]): void {
  const { span, looks, paint } = scene;
  const first = Math.max(0, countUpTo(segments, span.from, ({ from }) => from) - 1);
  context.font = `600 11px ${paint.font}`;
  context.textBaseline = "middle";
  let painted = -1;
  for (let index = first; index < segments.length; index++) {
    const segment = segments[index];
    if (segment === undefined || segment.from > span.to + 1) break;
    const [left, right] = [edgeOf(scene, segment.from), edgeOf(scene, segment.until)];
    if (segment.agent === null || right - painted < 0.5) continue;
    painted = right;
    const { hue } = lookOf(looks, segment.agent);
    context.fillStyle = `oklch(${paint.band} ${hue})`;
    context.beginPath();
    context.roundRect(left + 0.5, bandTop, Math.max(1, right - left - 1), bandHeight, Math.min(5, (right - left) / 3));
    context.fill();
    const room = right - left - 12;
    if (room < 20) continue;
    context.fillStyle = `oklch(${paint.bandInk} ${hue})`;
    const name = fitting(context, segment.agent, room);
    if (name !== "") context.fillText(name, left + 6, bandTop + bandHeight / 2 + 0.5);
  }
}

function fitting(context: CanvasRenderingContext2D, name: string, room: number): string {
  if (context.measureText(name).width <= room) return name;
  for (let length = name.length - 1; length > 2; length--) {
    const short = `${name.slice(0, length)}…`;
    if (context.measureText(short).width <= room) return short;
  }
  return "";
}

function paintMarks(context: CanvasRenderingContext2D, scene: TrackScene, marks: readonly Mark[]): void {
  const { span, paint } = scene;
  const lastByKind = new Map<MarkKind, number>();
  for (let index = countUpTo(marks, span.from - 1, ({ position }) => position); index < marks.length; index++) {
    const mark = marks[index];
    if (mark === undefined || mark.position > span.to) break;
    const x = placeOf(scene, mark.position);
    if (x - (lastByKind.get(mark.kind) ?? Number.NEGATIVE_INFINITY) < 1.5) continue;
    lastByKind.set(mark.kind, x);
    context.fillStyle = paint.marks[mark.kind];
    context.strokeStyle = paint.marks[mark.kind];
    paintMark(context, mark.kind, Math.min(scene.size.width - 5, Math.max(5, x)));
  }
}

/** Each kind has a shape of its own, so that nobody needs the colours. */
function paintMark(context: CanvasRenderingContext2D, kind: MarkKind, x: number): void {
  const middle = markTop + 6;
  context.beginPath();
  context.lineWidth = 1.8;
  switch (kind) {
    case "user":
      context.arc(x, middle, 3, 0, Math.PI * 2);
      context.fill();
      return;
    case "handoff":
      context.moveTo(x - 3.5, middle - 4);
      context.lineTo(x + 4, middle);
      context.lineTo(x - 3.5, middle + 4);
      context.fill();
      return;
    case "approval":
      context.moveTo(x, middle - 5);
      context.lineTo(x + 5, middle);
      context.lineTo(x, middle + 5);
      context.lineTo(x - 5, middle);
      context.fill();
      return;
    case "refusal":
      context.moveTo(x - 3.5, middle - 3.5);
      context.lineTo(x + 3.5, middle + 3.5);
      context.moveTo(x + 3.5, middle - 3.5);
      context.lineTo(x - 3.5, middle + 3.5);
      context.stroke();
      return;
    case "problem":
      context.rect(x - 3, middle - 3, 6, 6);
      context.stroke();
  }
}
