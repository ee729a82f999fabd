import { fstatSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { JournalConflictError, UsageError } from "../../errors.ts";
import type { Entry } from "../../journal/entry.ts";
import type { Journal } from "../../journal/journal.ts";
import { memoryJournal } from "../../journal/memory-journal.ts";
import { fromNdjson, toNdjson } from "../../journal/ndjson.ts";

/** The journal of one session in one NDJSON file. */
export interface FileJournal {
  readonly journal: Journal;
  /** The session that the file holds, or `null` while it is empty. */
  readonly session: string | null;
}

/**
 * Opens a journal over an NDJSON file: what is in it is read, what happens is appended.
 *
 * An entry has been handed to the operating system before anything that it causes is done, so the death of this
 * process loses nothing; it is not forced onto the disk, so the death of the machine may. An entry that was cut in
 * half is taken off.
 *
 * @throws {UsageError} `bad_journal` when the file cannot be opened, or is no journal of one session.
 */
export async function openFileJournal(path: string): Promise<FileJournal> {
  const { file, entries } = await open(path);
  const memory = memoryJournal();
  const session = entries[0]?.session ?? null;
  if (session !== null) await memory.append(session, 0, entries);
  let size = fstatSync(file).size;

  function write(name: string, expected: number, added: readonly Entry[]): void | Promise<void> {
    if (fstatSync(file).size !== size) {
      throw new JournalConflictError({ session: name, expected, found: fromNdjson(readFileSync(path, "utf8")).length });
    }
    size += writeSync(file, toNdjson(added));
    return memory.append(name, expected, added);
  }

  return {
    session,
    journal: {
      ...memory,
      append: write,
      fork() {
        throw new UsageError("bad_journal", { message: `${path} holds one session: copy the file instead.` });
      },
    },
  };
}

async function open(path: string): Promise<{ readonly file: number; readonly entries: readonly Entry[] }> {
  try {
    const file = openSync(path, "a+");
    const text = readFileSync(file, "utf8");
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    const entries = fromNdjson(whole);
    refuseSeveral(entries);
    if (whole.length < text.length) ftruncateSync(file, Buffer.byteLength(whole));
    return { file, entries };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError("bad_journal", {
      message: `The journal ${path} cannot be used: ${reason.replace(/\.?$/, ".")}`,
      hint: "Give the path of a file that --journal or /export wrote, or of a new one.",
      cause,
    });
  }
}

function refuseSeveral(entries: readonly Entry[]): void {
  const names = [...new Set(entries.map(({ session }) => session))];
  if (names.length < 2) return;
  throw new UsageError("bad_journal", { message: `it holds several sessions: ${names.join(", ")}` });
}
