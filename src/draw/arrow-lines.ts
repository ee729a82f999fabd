import { approvalNote } from "./approval-note.ts";
import { conditionLabel } from "./condition-label.ts";
import type { DrawnEdge } from "./drawn-edge.ts";
import { edgeTitle } from "./edge-title.ts";
import type { PictureLine } from "./picture.ts";

/** Writes what stands at an edge: what kind of way it is, its condition, and its notes, each with its style. */
export function arrowLines(edge: DrawnEdge): readonly PictureLine[] {
  const title = rankedTitle(edge);
  const condition = conditionLabel(edge);
  const needed = "handoff" in edge && edge.handoff.approval ? approvalNote(edge.handoff.approvalExpires) : null;
  return [
    ...(title === "" ? [] : [{ text: title, style: "plain" } satisfies PictureLine]),
    ...(condition === null ? [] : [{ text: condition, style: "guard" } satisfies PictureLine]),
    ...edge.notes.map((text): PictureLine => {
      if (text === needed) return { text, style: "approval" };
      return { text, style: text.startsWith("{") ? "payload" : "note" };
    }),
  ];
}

/** Rules are numbered where there are several, since the first that is open is taken. */
export function rankedTitle(edge: DrawnEdge): string {
  if (edge.rank === null) return edgeTitle(edge);
  return `${edge.kind === "entry" ? "rule" : edgeTitle(edge)} ${edge.rank}`;
}
