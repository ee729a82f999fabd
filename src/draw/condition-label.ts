import type { End } from "../graph/graph.ts";
import { guardLabel } from "../graph/guard-label.ts";
import { sessionLabel } from "../graph/session-label.ts";
import type { DrawnEdge } from "./drawn-edge.ts";

/** Writes all that must hold for an edge to be taken, or `null` where nothing must. */
export function conditionLabel(edge: DrawnEdge): string | null {
  if (edge.kind === "end") return endLabel(edge.end);
  return edge.guard === null ? null : guardLabel(edge.guard);
}

/** Writes when the session is over. */
export function endLabel({ guard, session }: Pick<End, "guard" | "session">): string {
  const parts = [
    ...(guard === null ? [] : [{ text: guardLabel(guard.node), kind: guard.node.kind }]),
    ...(session === null ? [] : [{ text: sessionLabel(session), kind: session.kind }]),
  ];
  const several = parts.length > 1;
  return parts.map(({ text, kind }) => (several && kind === "any" ? `(${text})` : text)).join(" and ");
}
