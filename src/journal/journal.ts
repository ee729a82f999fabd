import type { Entry } from "./entry.ts";

/**
 * Keeps the facts of sessions, in order, for ever. What `append` has resolved for is durable to the degree
 * that the journal promises.
 */
export interface Journal {
  /**
   * Adds entries behind position `expected` (the number of entries that are there).
   * Rejects with `JournalConflictError` when the session does not stand there; then nothing was added.
   */
  append(session: string, expected: number, entries: readonly Entry[]): void | Promise<void>;
  /** Reads a session's entries from a position on; none for an unknown session. */
  read(session: string, from?: number): AsyncIterable<Entry>;
  /** The number of entries of a session: 0 for an unknown one. */
  head(session: string): number | Promise<number>;
  /** The names of all sessions. */
  sessions(): AsyncIterable<string>;
  /**
   * Makes a session that shares another's entries before `position`.
   * Rejects with `UsageError` (`bad_journal`) when the source is shorter or the target exists.
   */
  fork(source: string, position: number, target: string): void | Promise<void>;
}
