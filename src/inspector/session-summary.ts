import type { Graph } from "../graph/graph.ts";
import type { SessionSummary } from "../inspect/wire.ts";
import type { Journal } from "../journal/journal.ts";
import { createReplayer } from "../journal/replay.ts";
import { errorText } from "../json.ts";
import type { Conversation } from "../machine/conversation.ts";
import { pendingApprovals } from "../machine/reply.ts";
import { stateName } from "../machine/state.ts";
import { statusOf } from "../runtime/describe-step.ts";
import type { Session } from "../runtime/session.ts";
import { createTurns } from "./turns.ts";

/** What a session says of itself; what is known of it besides stands elsewhere. */
export type ToldSummary = Omit<SessionSummary, "model" | "forkOf">;

/** How long a title is at most. */
const titleLength = 80;

/** The summary of a session that is open: it need not be replayed. */
export async function summaryOfOpen({ id, state, snapshot }: Session, journal: Journal): Promise<ToldSummary> {
  const { position, status, conversation, approvals } = state;
  const times = position === 0 ? null : await timesIn(journal, { session: id, length: position });
  return {
    id,
    state: stateName(snapshot.value),
    status,
    length: position,
    startedAt: times?.first ?? 0,
    changedAt: times?.last ?? 0,
    title: titleOf(conversation),
    waiting: approvals.length,
    problem: null,
  };
}

/** The summary of a session that nobody works on: by a replay of its journal. */
export async function summaryOfKept(
  id: string,
  { graph, journal }: { readonly graph: Graph; readonly journal: Journal },
): Promise<ToldSummary> {
  const replayer = createReplayer(graph);
  const turns = createTurns();
  let [first, last] = [0, 0];
  let problem: string | null = null;
  try {
    for await (const entry of journal.read(id)) {
      if (replayer.position === 0) first = entry.event.at;
      last = entry.event.at;
      replayer.take(entry);
      if (turns.isOver()) await turns.next();
    }
  } catch (error) {
    problem = errorText(error);
  }
  const { snapshot } = replayer;
  const status = statusOf(graph, snapshot);
  return {
    id,
    state: stateName(snapshot.value),
    status: status === "running" ? "interrupted" : status,
    length: problem === null ? replayer.position : await journal.head(id),
    startedAt: first,
    changedAt: last,
    title: titleOf(snapshot.context.conversation),
    waiting: pendingApprovals(snapshot.context).length,
    problem,
  };
}

async function timesIn(
  journal: Journal,
  { session, length }: { readonly session: string; readonly length: number },
): Promise<{ readonly first: number; readonly last: number }> {
  return { first: await timeAt(journal, session, 0), last: await timeAt(journal, session, length - 1) };
}

/** The time of an entry; 0 where there is none. */
async function timeAt(journal: Journal, session: string, position: number): Promise<number> {
  for await (const { event } of journal.read(session, position)) return event.at;
  return 0;
}

/** The first thing that a user said, on one line. */
function titleOf(conversation: Conversation): string {
  for (const message of conversation) {
    if (message.role !== "user") continue;
    const line = message.text.replace(/\s+/g, " ").trim();
    const letters = [...line];
    return letters.length <= titleLength ? line : `${letters.slice(0, titleLength - 1).join("")}…`;
  }
  return "";
}
