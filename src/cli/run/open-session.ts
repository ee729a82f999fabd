import { UsageError } from "../../errors.ts";
import type { Graph } from "../../graph/graph.ts";
import { createRuntime, type Runtime } from "../../runtime/create-runtime.ts";
import type { ModelChoice } from "../../runtime/models-by-agent.ts";
import type { Observer } from "../../runtime/ports.ts";
import type { Session } from "../../runtime/session.ts";
import { mostMessageBytes } from "./attachment.ts";
import { fileJournal } from "./file-journal.ts";
import { lockJournal } from "./journal-lock.ts";

/** Which session is meant, and where it is kept. */
export interface SessionChoice extends ModelChoice {
  readonly graph: Graph;
  /** Without it the session is kept in memory, for as long as the process lives. */
  readonly journalPath: string | undefined;
  /** Without it: the session that the journal holds, or a new one. */
  readonly name: string | undefined;
  readonly observers?: readonly Observer[];
}

/** A session, and the runtime that drives it. */
export interface OpenedSession {
  readonly runtime: Runtime;
  readonly session: Session;
}

/**
 * Opens a new session, or the one that the journal holds, as it stood.
 *
 * @throws {UsageError} `bad_journal` when the file cannot be used, or does not hold the session that is meant;
 *   `GraphMismatchError` when it was written under another graph; `GraphError` when the graph has errors.
 */
export async function openSession(choice: SessionChoice): Promise<OpenedSession> {
  const { graph, model, models = {}, journalPath, name, observers = [] } = choice;
  const runtimeOptions = { model, models, observers, caps: { maxMessageBytes: mostMessageBytes } };
  if (journalPath === undefined) {
    const runtime = createRuntime(graph, runtimeOptions);
    return { runtime, session: await runtime.open(name) };
  }
  lockJournal(journalPath);
  const journal = await fileJournal(journalPath);
  const held = await Array.fromAsync(journal.sessions());
  const runtime = createRuntime(graph, { ...runtimeOptions, journal });
  return { runtime, session: await runtime.open(nameOf(held, choice)) };
}

/** A misspelt name must not begin another session in the same file. */
function nameOf(held: readonly string[], { journalPath, name }: SessionChoice): string | undefined {
  if (held.length === 0 || (name !== undefined && held.includes(name))) return name;
  if (name === undefined && held.length === 1) return held[0];
  const names = held.map((one) => JSON.stringify(one)).join(", ");
  throw new UsageError("bad_journal", {
    message:
      name === undefined
        ? `${journalPath} holds several sessions: ${names}.`
        : `${journalPath} holds ${names}, not "${name}".`,
    hint: "Name one of them with --session, or give another file.",
  });
}
