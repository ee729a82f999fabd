import { fstatSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { JournalConflictError, UsageError } from "../../errors.ts";
import type { Entry } from "../../journal/entry.ts";
import { forkedEntries } from "../../journal/forked-entries.ts";
import type { Journal } from "../../journal/journal.ts";
import { memoryJournal } from "../../journal/memory-journal.ts";
import { fromNdjson, toNdjson } from "../../journal/ndjson.ts";
import { unusableJournal } from "../unusable-journal.ts";
import { wholeLines } from "./whole-lines.ts";

/**
 * Opens a journal over an NDJSON file: what is in it is read, what happens is appended.
 *
 * An entry has been handed to the operating system before anything that it causes is done, so the death of this
 * process loses nothing; it is not forced onto the disk, so the death of the machine may. An entry that was cut in
 * half is taken off when the next is written. A file that somebody else writes to is a conflict.
 *
 * @throws {UsageError} `bad_journal` when the file cannot be opened, or is no journal.
 */
export async function fileJournal(path: string): Promise<Journal> {
  const opened = open(path);
  const { file, entries } = opened;
  const memory = memoryJournal();
  for (const [session, own] of Map.groupBy(entries, (entry) => entry.session)) await memory.append(session, 0, own);
  let seen = fstatSync(file).size;
  let size = opened.size;
  let ended = opened.ended;

  /** All of it or nothing: what was written of it is taken off when the disk takes no more. */
  function write(added: readonly Entry[]): void {
    if (seen > size) ftruncateSync(file, size);
    const bytes = Buffer.from(`${ended ? "" : "\n"}${toNdjson(added)}`);
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    } catch (error) {
      ftruncateSync(file, size);
      seen = size;
      throw error;
    }
    size += bytes.length;
    seen = size;
    ended = true;
  }

  function refuseForeignWrites(session: string, expected: number): void {
    if (fstatSync(file).size === seen) return;
    const found = fromNdjson(readFileSync(path, "utf8")).filter((entry) => entry.session === session).length;
    throw new JournalConflictError({ session, expected, found });
  }

  return {
    ...memory,
    async append(session, expected, added) {
      refuseForeignWrites(session, expected);
      const found = await memory.head(session);
      if (found !== expected) throw new JournalConflictError({ session, expected, found });
      write(added);
      await memory.append(session, expected, added);
    },
    async fork(source, position, target) {
      const [entries, head] = [await Array.fromAsync(memory.read(source)), await memory.head(target)];
      const forked = forkedEntries({ source, entries, position, target, head });
      refuseForeignWrites(target, 0);
      write(forked); // before anybody knows of it: a full disk leaves no fork that is not kept
      await memory.append(target, 0, forked);
    },
  };
}

interface OpenedFile {
  readonly file: number;
  readonly entries: readonly Entry[];
  /** The length of its whole entries, in bytes. */
  readonly size: number;
  /** Whether the last of them ends in a line feed. */
  readonly ended: boolean;
}

function open(path: string): OpenedFile {
  try {
    const file = openSync(path, "a+");
    const text = readFileSync(file, "utf8");
    const whole = wholeLines(text);
    if (whole === null) throw new UsageError("bad_journal", { message: "it is no journal, or not in NDJSON" });
    return {
      file,
      entries: fromNdjson(whole),
      size: Buffer.byteLength(whole),
      ended: whole === "" || whole.endsWith("\n"),
    };
  } catch (cause) {
    throw unusableJournal(path, cause);
  }
}
