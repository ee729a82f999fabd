import type { JsonValue } from "../../json.ts";

/**
 * Control characters but for line feed and tab: a model could move the cursor, or worse, with them. And characters
 * that turn the direction of writing: a person would read another text than the one they decide about.
 */
const control = /(?![\n\t])\p{Cc}|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** Makes a text that came from outside safe for a terminal. */
export function printable(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll(control, "�");
}

/** Whether there is something to show of a value. */
export function isTelling(value: JsonValue | undefined): value is JsonValue {
  if (value === undefined || value === null || value === "") return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}

/** Writes a whole value in lines of at most so many columns: broken behind blanks and commas where there are any. */
export function inLines(value: JsonValue, width: number): readonly string[] {
  const text = asText(value);
  if (text.length <= width) return [text];
  return text.match(new RegExp(`.{1,${width}}$|.{0,${width - 1}}[,\\s]|.{1,${width}}`, "gsu")) ?? [];
}

/** Writes a value in one line of at most so many columns: a text as it is, anything else as JSON. */
export function inOneLine(value: JsonValue, width: number): string {
  const text = asText(value).replaceAll(/\s+/g, " ");
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

function asText(value: JsonValue): string {
  return printable(typeof value === "string" ? value : JSON.stringify(value));
}
