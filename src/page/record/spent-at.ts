import { countUpTo } from "./bisect.ts";
import type { SessionRecord } from "./session-record.ts";

/** What an exchange has spent, under the names of the limits. */
export interface Spent {
  readonly modelCalls: number;
  readonly toolCalls: number;
  readonly handoffs: number;
  readonly refusals: number;
}

/** Counts what was spent since the last message of the user, up to a position. */
export function spentAt({ marks, timeline }: SessionRecord, position: number): Spent {
  const before = marks.slice(
    0,
    countUpTo(marks, position, (mark) => mark.position),
  );
  const begin = before.findLast(({ kind }) => kind === "user")?.position ?? 0;
  const frames = timeline.frames.slice(begin, position + 1);
  const updates = frames.flatMap((frame) => frame.updates);
  const count = (type: string): number => updates.filter((update) => update.type === type).length;
  return {
    modelCalls: frames.filter(({ event }) => event === "model.replied" || event === "model.failed").length,
    toolCalls: updates.filter((update) => update.type === "tool.settled" && update.status !== "refused").length,
    handoffs: count("handoff.made"),
    refusals: count("handoff.refused"),
  };
}
