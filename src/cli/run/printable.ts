import type { JsonValue } from "../../json.ts";

/** Control characters but for line feed and tab: a model could move the cursor, or worse, with them. */
const control = /(?![\n\t])\p{Cc}/gu;

/** Makes a text that came from outside safe for a terminal. */
export function printable(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll(control, "�");
}

/** Writes a value in one line of at most so many columns: a text as it is, anything else as JSON. */
export function inOneLine(value: JsonValue, width: number): string {
  const text = printable(typeof value === "string" ? value : JSON.stringify(value)).replaceAll(/\s+/g, " ");
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}
