import { UsageError } from "../errors.ts";
import { isRecord } from "../json.ts";
import { eventMistake } from "../machine/event-mistake.ts";
import type { Entry } from "./entry.ts";
import type { Journal } from "./journal.ts";

/** Writes entries as NDJSON: one line each, each line ending in a line feed. */
export function toNdjson(entries: Iterable<Entry>): string {
  let text = "";
  for (const entry of entries) text += `${JSON.stringify(entry)}\n`;
  return text;
}

/** Reads a whole session out of a journal, as NDJSON. */
export async function exportSession(journal: Journal, session: string): Promise<string> {
  const entries: Entry[] = [];
  for await (const entry of journal.read(session)) entries.push(entry);
  return toNdjson(entries);
}

/**
 * Reads entries of NDJSON.
 *
 * @throws {UsageError} `bad_journal` naming the line, when one is no JSON or no entry.
 */
export function fromNdjson(text: string): readonly Entry[] {
  if (typeof text !== "string") {
    throw new UsageError("bad_journal", {
      message: `A journal is read from a text with a line for each entry, not from ${kindOf(text)}.`,
      hint: 'Read a file as a text: readFileSync(path, "utf8").',
    });
  }
  const lines = text
    .split("\n")
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== "");
  return lines.map(({ line, number }) => parseLine(line, { number, isLast: number === lines.at(-1)?.number }));
}

function parseLine(line: string, { number, isLast }: { readonly number: number; readonly isLast: boolean }): Entry {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new UsageError("bad_journal", {
      message: `Line ${number} is not JSON.`,
      hint: damage(number, isLast),
      cause,
    });
  }
  const mistake = entryMistake(value);
  if (mistake === null) return value as Entry; // judged
  throw new UsageError("bad_journal", {
    message: `Line ${number} is no journal entry: ${mistake}.`,
    hint: "An entry is { session, position, event: { type, at, … } }.",
  });
}

/** Entries are appended before anything that they cause is done: half of the last one has caused nothing. */
function damage(line: number, isLast: boolean): string {
  if (line === 1) return "A journal has an entry on each line: is this one?";
  if (!isLast) return "Restore it from a copy: what comes after it does not apply without it.";
  return "It may have been cut off while it was written: then nothing was done because of it, and it can be taken off.";
}

function entryMistake(value: unknown): string | null {
  if (!isRecord(value)) return "it is no object";
  const { session, position, event } = value;
  if (typeof session !== "string" || !Number.isInteger(position)) return "it has no session or no position";
  if (!isRecord(event) || event.type !== "session.opened") return eventMistake(event);
  const { graph, hash, format, at } = event;
  if (format !== 1) return `its format is ${JSON.stringify(format)}, and only 1 is known here`;
  const isOpening =
    typeof at === "number" &&
    typeof graph === "string" &&
    isRecord(hash) &&
    [hash.graph, hash.routing, hash.prompt].every((part) => typeof part === "string");
  return isOpening ? null : "session.opened lacks its graph or the hashes of it";
}

function kindOf(given: unknown): string {
  return given === null ? "null" : Array.isArray(given) ? "a list" : typeof given;
}
