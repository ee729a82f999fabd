import { fromNdjson } from "../../journal/ndjson.ts";

/**
 * The text of a journal without an entry that was cut in half at its end, as whoever reads it while it is written may find
 * one; a whole one may lack its line feed. `null`: it is no journal.
 */
export function wholeLines(text: string): string | null {
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  const rest = text.slice(whole.length);
  if (isWhole(rest)) return text;
  const beginning = '{"session":';
  return rest.slice(0, beginning.length) === beginning.slice(0, rest.length) ? whole : null;
}

function isWhole(line: string): boolean {
  try {
    return fromNdjson(line).length === 1;
  } catch {
    return false;
  }
}
