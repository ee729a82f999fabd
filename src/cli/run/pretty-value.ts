import type { JsonValue } from "../../json.ts";
import { printable } from "./printable.ts";

/** Writes a whole value over lines, each indented: a text as it is, anything else as JSON. */
export function prettyValue(value: JsonValue, indent: string): string {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return printable(text)
    .split("\n")
    .map((line) => `${indent}${line}`)
    .join("\n");
}
