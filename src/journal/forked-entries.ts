import { UsageError } from "../errors.ts";
import type { Entry } from "./entry.ts";

/** What a fork is made of. */
export interface ForkPlan {
  readonly source: string;
  /** Of the source. */
  readonly entries: readonly Entry[];
  readonly position: number;
  readonly target: string;
  /** How many entries the target has. */
  readonly head: number;
}

/**
 * The entries of a fork, under its own name.
 *
 * @throws {UsageError} `bad_journal` when the source has no entry before `position`, or fewer, or the target exists.
 */
export function forkedEntries({ source, entries, position, target, head }: ForkPlan): readonly Entry[] {
  if (head > 0) throw new UsageError("bad_journal", { message: `Session "${target}" exists already.` });
  if (!Number.isInteger(position) || position < 1 || position > entries.length) {
    const message = `Session "${source}" has ${entries.length} entries: it cannot be forked at ${position}.`;
    throw new UsageError("bad_journal", { message, hint: "Fork between 1 and the number of entries." });
  }
  return entries.slice(0, position).map((entry) => ({ ...entry, session: target }));
}
