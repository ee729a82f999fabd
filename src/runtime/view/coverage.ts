import type { StandardView } from "../../graph/graph.ts";
import { lookup } from "../../json.ts";
import type { Summary } from "../../machine/context.ts";
import { lastShown } from "./last.ts";
import { type Stretch, wholeReply } from "./stretch.ts";

/** A view as data that has a summary. */
export type SummarizingView = StandardView & { readonly summary: NonNullable<StandardView["summary"]> };

/** How far the summary of a view reaches. */
export interface Coverage {
  /** Under which name it is kept. */
  readonly for: string;
  /** The newest one that there is for this stretch. */
  readonly known: Summary | null;
  /** Where the one that the view needs ends; beyond the known one, or it is not due. */
  readonly covers: number;
}

/** The summaries that there are, and under which name a view finds its own. */
export interface Shelf {
  readonly name: string;
  readonly summaries: Readonly<Record<string, Summary>>;
}

/**
 * The coverage of an edge's view: all that was said before the handoff, or before the last messages that are shown
 * of it. The same edge may have been taken before: its summary of then is where the new one begins.
 */
export function edgeCoverage(stretch: Stretch, { hide, last }: SummarizingView, shelf: Shelf): Coverage {
  const covers = last === null ? stretch.to : lastShown(stretch, hide, last);
  return { for: shelf.name, known: known(shelf, { ...stretch, to: covers }), covers };
}

/**
 * The coverage of an agent's view, which rolls: it stays where it is until twice as many messages as are to be kept
 * have gathered behind it, so that a summary is made once in a while and not for each call. With `last`, that is how
 * many are kept: a view that left out more than the summary covers would have a gap.
 */
export function rollingCoverage(stretch: Stretch, { last, summary }: SummarizingView, shelf: Shelf): Coverage {
  const { conversation, from, to } = stretch;
  const keep = last ?? summary.keep;
  const found = known(shelf, stretch);
  const covered = found?.covers ?? from;
  const covers = to - covered > 2 * keep ? wholeReply(conversation, to - keep) : covered;
  return { for: shelf.name, known: found, covers };
}

/** A summary of another stretch, from before a handoff or of more than is summarized now, is none of this one. */
function known({ name, summaries }: Shelf, { conversation, from, to }: Stretch): Summary | null {
  const found = lookup(summaries, name);
  if (found === undefined || found.covers <= from || found.covers > to) return null;
  return { ...found, covers: wholeReply(conversation, found.covers) };
}
