import type { Frame } from "../../inspect/frame.ts";
import { agentIn } from "./ids-of-frame.ts";

/** A stretch of the timeline in which one agent has the conversation, or nobody. */
export interface Segment {
  readonly agent: string | null;
  readonly from: number;
  /** The first position that is not in it. */
  readonly until: number;
}

/** Something on the timeline that the eye looks for. */
export interface Mark {
  readonly position: number;
  readonly kind: MarkKind;
}

/** What is marked. */
export type MarkKind = "user" | "handoff" | "refusal" | "approval" | "problem";

/** Lengthens the last segment by a frame, or begins another. */
export function withFrame(segments: Segment[], { position, state }: Frame): void {
  const agent = agentIn(state);
  const last = segments.at(-1);
  if (last?.agent === agent) segments[segments.length - 1] = { ...last, until: position + 1 };
  else segments.push({ agent, from: position, until: position + 1 });
}

/** What a frame puts on the timeline. */
export function marksOfFrame({ position, event, updates, halt }: Frame): readonly Mark[] {
  const kinds = new Set<MarkKind>(updates.flatMap(({ type }) => kindsByUpdate.get(type) ?? []));
  if (event === "user.message") kinds.add("user");
  if (halt?.kind === "modelFailed") kinds.add("problem");
  return [...kinds].map((kind) => ({ position, kind }));
}

const kindsByUpdate: ReadonlyMap<string, MarkKind> = new Map<string, MarkKind>([
  ["handoff.made", "handoff"],
  ["handoff.refused", "refusal"],
  ["approval.requested", "approval"],
  ["text.discarded", "problem"],
  ["limit.reached", "problem"],
  ["guardrail.tripped", "problem"],
]);
