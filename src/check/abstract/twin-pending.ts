import type { Agent } from "../../graph/graph.ts";
import type { Rows } from "../../machine/row.ts";
import type { InnerState } from "../../machine/state.ts";
import { createOnce, type OpenReply } from "./open-reply.ts";
import type { Pending } from "./pending.ts";
import type { Course, TwinBuilder } from "./twin-builder.ts";
import { decisions } from "./twin-decisions.ts";
import { results } from "./twin-results.ts";
import { wishes } from "./twin-wishes.ts";

/* What can happen while calls of a reply have no result: people decide, tools come back, wishes are granted or not. */

/** An agent, its rows, and the replies that it can have open to begin with. */
export interface OpenReplies {
  readonly agent: Agent;
  readonly rows: Readonly<Record<InnerState, Rows>>;
  readonly open: readonly Pending[];
}

/** Adds what can happen to every reply that can be open, and to what becomes of it. */
export function pendingCommands(builder: TwinBuilder, { agent, rows, open }: OpenReplies): void {
  const once = createOnce();
  const met = new Set<number>();
  const waiting: Pending[] = [...open];
  for (let pending = waiting.pop(); pending !== undefined; pending = waiting.pop()) {
    const number = builder.numberOf(pending);
    if (pending.length === 0 || met.has(number)) continue;
    met.add(number);
    waiting.push(...builder.follow(happenings(builder, { agent, pending, rows, once }), pending));
  }
}

function happenings(builder: TwinBuilder, reply: OpenReply): readonly Course[] {
  const { pending } = reply;
  if (pending.some(({ status }) => status === "asked")) return decisions(builder, reply);
  if (pending.some(({ kind, status }) => kind === "tool" || status === "hooking")) return results(builder, reply);
  return wishes(builder, reply);
}
