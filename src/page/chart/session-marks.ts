import { startId } from "../../draw/edge-id.ts";
import type { Mark, Overlay, Tone } from "../../draw/overlay.ts";
import type { Frame } from "../../inspect/frame.ts";
import { positionsUpTo } from "../record/bisect.ts";
import { agentIn, refusedId, refusedPrefix, stateId } from "../record/ids-of-frame.ts";
import type { SessionRecord } from "../record/session-record.ts";

/** What lies over the chart at a position of a session: where it is, what happened last, where it has been. */
export function sessionMarks(record: SessionRecord | null, position: number): Overlay {
  const marks = new Map<string, Mark>();
  if (record === null || position < 0) return { title: "", marks };
  for (const [id, positions] of record.positionsById) {
    const count = id.startsWith(refusedPrefix) ? 0 : positionsUpTo(positions, position);
    if (count > 0 && id !== startId) marks.set(id, { tone: "visited", count });
  }
  for (const [id, count] of refusals(record, position)) {
    if (!marks.has(id)) marks.set(id, { tone: "refused", count });
  }
  const frame = record.timeline.frames[position];
  const last = lastWay(record, position)?.taken;
  for (const id of [last?.edge, last?.refused === null ? last.row : null]) retone(marks, id, "last");
  if (last?.refused != null) {
    marks.set(last.refused, {
      tone: "refused",
      count: positionsUpTo(record.positionsById.get(refusedId(last.refused)), position),
    });
    retone(marks, last.row, "refused");
  }
  if (frame?.taken?.row != null && frame.taken.refused === null) retone(marks, frame.taken.row, "last");
  if (frame !== undefined) {
    const agent = agentIn(frame.state);
    retone(marks, stateId(frame.state), "active");
    retone(marks, agent === null ? null : `agent:${agent}`, "active");
    if (frame.state === "completed") {
      retone(marks, `end:${record.timeline.at(position).outcome ?? ""}`, "active");
    }
  }
  return { title: "", marks };
}

/** The edges that were refused up to a position, and how often. */
function refusals({ positionsById }: SessionRecord, position: number): readonly (readonly [string, number])[] {
  return [...positionsById].flatMap(([id, positions]) => {
    const count = id.startsWith(refusedPrefix) ? positionsUpTo(positions, position) : 0;
    return count === 0 ? [] : [[id.slice(refusedPrefix.length), count] as const];
  });
}

/** How far back the last way is looked for. */
const farthest = 400;

/** The newest frame up to a position that took an edge between agents, or refused one. */
export function lastWay({ timeline }: SessionRecord, position: number): Frame | null {
  for (let at = position; at > position - farthest; at--) {
    const frame = timeline.frames[at];
    if (frame === undefined) return null;
    if (frame.taken !== null && (frame.taken.edge !== null || frame.taken.refused !== null)) return frame;
  }
  return null;
}

function retone(marks: Map<string, Mark>, id: string | null | undefined, tone: Tone): void {
  if (id == null || id === startId) return;
  marks.set(id, { ...marks.get(id), tone });
}
