import { readFileSync } from "node:fs";
import { UsageError } from "../errors.ts";
import type { Entry } from "../journal/entry.ts";
import { fromNdjson } from "../journal/ndjson.ts";
import { wholeLines } from "./run/whole-lines.ts";

/**
 * Reads the entries of a file that `handoff run` has kept, or of sessions exported as NDJSON.
 *
 * @throws {UsageError} `bad_journal` when it cannot be read, has no entry, or is no journal.
 */
export function readEntries(path: string): readonly Entry[] {
  return entriesIn(readText(path), path);
}

/**
 * Reads the entries of a file that another process may be writing to: one that is cut in half at its end is left out.
 *
 * @throws {UsageError} `bad_journal` as {@link readEntries} does.
 */
export function readWholeEntries(path: string): readonly Entry[] {
  const text = readText(path);
  return entriesIn(wholeLines(text) ?? text, path);
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new UsageError("bad_journal", {
      message: `The journal ${path} cannot be read.`,
      hint: "Does it exist?",
      cause,
    });
  }
}

function entriesIn(text: string, path: string): readonly Entry[] {
  const entries = fromNdjson(text);
  if (entries.length > 0) return entries;
  throw new UsageError("bad_journal", { message: `The journal ${path} has no entry.`, hint: "Was anything said yet?" });
}
