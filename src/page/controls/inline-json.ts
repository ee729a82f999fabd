import type { JsonValue } from "../../json.ts";

/** Reads a text as JSON; what is none stays the text. */
export function parsedJson(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** JSON on one line, shortened. */
export function inlineJson(value: JsonValue, longest = 80): string {
  const text = typeof value === "string" ? value : plain(value);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** `orderId: "A-1042", amount: 129`: the braces and quotes of names tell nothing. */
function plain(value: JsonValue): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return JSON.stringify(value);
  return Object.entries(value)
    .map(([name, part]) => `${name}: ${JSON.stringify(part)}`)
    .join(", ");
}
