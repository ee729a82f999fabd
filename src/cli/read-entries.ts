import { readFileSync } from "node:fs";
import { UsageError } from "../errors.ts";
import type { Entry } from "../journal/entry.ts";
import { fromNdjson } from "../journal/ndjson.ts";

/**
 * Reads the entries of a file that `handoff run` has kept, or of sessions exported as NDJSON.
 *
 * @throws {UsageError} `bad_journal` when it cannot be read, has no entry, or is no journal.
 */
export function readEntries(path: string): readonly Entry[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new UsageError("bad_journal", {
      message: `The journal ${path} cannot be read.`,
      hint: "Does it exist?",
      cause,
    });
  }
  const entries = fromNdjson(text);
  if (entries.length > 0) return entries;
  throw new UsageError("bad_journal", { message: `The journal ${path} has no entry.`, hint: "Was anything said yet?" });
}
