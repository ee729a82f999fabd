import { coverageOverlay, sessionOverlay } from "../../audit/journal-overlays.ts";
import { replayTrace } from "../../check/replay-trace.ts";
import { traceOverlay } from "../../check/trace-overlay.ts";
import type { Overlay } from "../../draw/overlay.ts";
import { UsageError } from "../../errors.ts";
import type { Entry } from "../../journal/entry.ts";
import { didYouMean, suggestName } from "../../suggest-name.ts";
import { countFrom } from "../count-from.ts";
import type { GraphModule } from "../load-graph.ts";
import { propertiesIn } from "../load-properties.ts";
import { readEntries } from "../read-entries.ts";
import type { Screen } from "../screen.ts";
import type { DrawWish } from "./draw-wish.ts";

/**
 * Reads what is shown on top of a drawing: the way of one session, what all sessions of journals took, or a conversation
 * that `handoff check` has found. `null`: nothing.
 *
 * @throws {UsageError} `bad_journal` when a journal cannot be read; `bad_option` when it has no such session, or the replay
 *   id is none of the graph.
 */
export async function overlayFor(
  module: GraphModule,
  { journals, session, trace, calls, screen }: OverlayWish,
): Promise<Overlay | null> {
  if (trace !== undefined) {
    const options = calls === undefined ? {} : { parallelCalls: countFrom("--calls", calls) };
    const overlay = traceOverlay(module.graph, replayTrace(module.graph, trace, propertiesIn(module), options));
    return { ...overlay, title: `${trace}: ${overlay.title}` };
  }
  if (journals.length === 0) return null;
  const sessions = Map.groupBy(readEntries(journals, screen), (entry) => entry.session);
  if (session === undefined) return coverageOverlay(module.graph, sessions.values());
  return sessionOverlay(module.graph, entriesOf(sessions, session));
}

/** What is wished, and where it is told that half an entry is left out. */
export type OverlayWish = Pick<DrawWish, "journals" | "session" | "trace" | "calls"> & { readonly screen: Screen };

function entriesOf(sessions: ReadonlyMap<string, readonly Entry[]>, session: string): readonly Entry[] {
  const entries = sessions.get(session);
  if (entries !== undefined) return entries;
  const names = [...sessions.keys()];
  const known = names.length > 10 ? `${names.slice(0, 10).join(", ")}, … (${names.length})` : names.join(", ");
  throw new UsageError("bad_option", {
    message: `The journal has no session ${JSON.stringify(session)}.`,
    hint: didYouMean(suggestName(session, names), `It has: ${known}.`),
  });
}
