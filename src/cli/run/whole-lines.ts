/**
 * The text of a journal without an entry that was cut in half at its end, as whoever reads it while it is written may find
 * one, or whoever reads it after the process was killed; a whole one may lack its line feed. `null`: it is no journal.
 */
export function wholeLines(text: string): string | null {
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  const rest = text.slice(whole.length);
  if (isJson(rest)) return text;
  const beginning = '{"session":';
  return rest.slice(0, beginning.length) === beginning.slice(0, rest.length) ? whole : null;
}

/** No part of an entry is: what is JSON to its end was written to its end. */
function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
