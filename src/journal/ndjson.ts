import { UsageError } from "../errors.ts";
import { isRecord } from "../json.ts";
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
  return text
    .split("\n")
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== "")
    .map(({ line, number }) => parseLine(line, number));
}

function parseLine(line: string, number: number): Entry {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new UsageError("bad_journal", { message: `Line ${number} is not JSON.`, hint: "Was the file cut?", cause });
  }
  if (isEntry(value)) return value;
  throw new UsageError("bad_journal", {
    message: `Line ${number} is no journal entry: { session, position, event: { type, at, … } } was expected.`,
  });
}

function isEntry(value: unknown): value is Entry {
  return (
    isRecord(value) &&
    typeof value.session === "string" &&
    typeof value.position === "number" &&
    isRecord(value.event) &&
    typeof value.event.type === "string" &&
    typeof value.event.at === "number" &&
    !value.event.type.startsWith("xstate.")
  );
}
