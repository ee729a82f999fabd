import { UsageError } from "../../errors.ts";
import type { Graph } from "../../graph/graph.ts";
import { createRuntime } from "../../runtime/create-runtime.ts";
import type { ModelClient, Observer } from "../../runtime/ports.ts";
import type { Session } from "../../runtime/session.ts";
import { openFileJournal } from "./file-journal.ts";

/** Which session is meant, and where it is kept. */
export interface SessionChoice {
  readonly graph: Graph;
  readonly model: ModelClient;
  /** Without it the session is kept in memory, for as long as the process lives. */
  readonly journalPath: string | undefined;
  /** Without it: the session that the journal holds, or a new one. */
  readonly name: string | undefined;
  readonly observers?: readonly Observer[];
}

/**
 * Opens a new session, or the one that the journal holds, as it stood.
 *
 * @throws {UsageError} `bad_journal` when the file cannot be used, or holds a session of another name;
 *   `GraphMismatchError` when it was written under another graph; `GraphError` when the graph has errors.
 */
export async function openSession({
  graph,
  model,
  journalPath,
  name,
  observers = [],
}: SessionChoice): Promise<Session> {
  const file = journalPath === undefined ? null : await openFileJournal(journalPath);
  const held = file?.session ?? undefined;
  if (held !== undefined && name !== undefined && held !== name) {
    throw new UsageError("bad_journal", {
      message: `${journalPath} holds session "${held}", not "${name}".`,
      hint: "Leave --session out to continue it, or give another file.",
    });
  }
  const runtime = createRuntime(graph, { model, observers, ...(file === null ? {} : { journal: file.journal }) });
  return runtime.open(name ?? held);
}
