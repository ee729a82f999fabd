import { readFileSync } from "node:fs";
import { UsageError } from "../errors.ts";
import type { Entry } from "../journal/entry.ts";
import { fromNdjson } from "../journal/ndjson.ts";
import { wholeLines } from "./run/whole-lines.ts";
import { flowText, textWidth } from "./run/word-flow.ts";
import type { Screen } from "./screen.ts";
import { unusableJournal } from "./unusable-journal.ts";

/**
 * Reads the entries of files that `handoff run` has kept, or of sessions exported as NDJSON. An entry that was cut in half
 * at the end of one, as its writer was ended, is left out, and that is told on stderr.
 *
 * @throws {UsageError} `bad_journal` when one cannot be read, has no entry, or is no journal.
 */
export function readEntries(paths: readonly string[], screen: Screen): readonly Entry[] {
  return paths.flatMap((path) => {
    const text = readText(path);
    const whole = wholeLines(text) ?? text;
    const entries = entriesIn(whole, path);
    if (whole.length < text.length) tellHalf(path, { line: whole.split("\n").length, screen });
    return entries;
  });
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
  const entries = parsed(text, path);
  if (entries.length > 0) return entries;
  throw new UsageError("bad_journal", { message: `The journal ${path} has no entry.`, hint: "Was anything said yet?" });
}

function parsed(text: string, path: string): readonly Entry[] {
  try {
    return fromNdjson(text);
  } catch (cause) {
    throw unusableJournal(path, cause);
  }
}

function tellHalf(path: string, { line, screen }: { readonly line: number; readonly screen: Screen }): void {
  const text = `${path} ends in half an entry (line ${line}), which is left out: it was cut off while it was written, so nothing was done because of it. \`handoff run\` takes it off when it goes on.`;
  screen.complain(
    `${screen.paintComplaint("yellow", "!")} ${flowText(text, { width: textWidth(screen), indent: "  " })}`,
  );
}
