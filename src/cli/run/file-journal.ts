import { fstatSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { JournalConflictError, UsageError } from "../../errors.ts";
import type { Entry } from "../../journal/entry.ts";
import type { Journal } from "../../journal/journal.ts";
import { memoryJournal } from "../../journal/memory-journal.ts";
import { fromNdjson, toNdjson } from "../../journal/ndjson.ts";

/**
 * Opens a journal over an NDJSON file: what is in it is read, what happens is appended.
 *
 * An entry has been handed to the operating system before anything that it causes is done, so the death of this
 * process loses nothing; it is not forced onto the disk, so the death of the machine may. An entry that was cut in
 * half is taken off. A file that somebody else writes to is a conflict.
 *
 * @throws {UsageError} `bad_journal` when the file cannot be opened, or is no journal.
 */
export async function fileJournal(path: string): Promise<Journal> {
  const { file, entries } = open(path);
  const memory = memoryJournal();
  for (const [session, own] of Map.groupBy(entries, (entry) => entry.session)) await memory.append(session, 0, own);
  let size = fstatSync(file).size;

  function write(added: readonly Entry[]): void {
    size += writeSync(file, toNdjson(added));
  }

  function refuseForeignWrites(session: string, expected: number): void {
    if (fstatSync(file).size === size) return;
    const found = fromNdjson(readFileSync(path, "utf8")).filter((entry) => entry.session === session).length;
    throw new JournalConflictError({ session, expected, found });
  }

  return {
    ...memory,
    append(session, expected, added) {
      refuseForeignWrites(session, expected);
      const appended = memory.append(session, expected, added);
      write(added);
      return appended;
    },
    async fork(source, position, target) {
      await memory.fork(source, position, target);
      write(await Array.fromAsync(memory.read(target)));
    },
  };
}

function open(path: string): { readonly file: number; readonly entries: readonly Entry[] } {
  try {
    const file = openSync(path, "a+");
    const text = readFileSync(file, "utf8");
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    const entries = fromNdjson(whole);
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
