import type { JsonValue } from "handoff-machine";

/** The check of all random guardrails: what it says depends on the words alone. */
export function check({
  text,
  value,
}: {
  text: string;
  value: JsonValue;
}): "pass" | { trip: string } | { rewrite: JsonValue } {
  if (text.includes("throw")) throw new TypeError("the check broke");
  if (text.includes("bad")) return { trip: "bad words" };
  if (!text.includes("secret")) return "pass";
  return { rewrite: typeof value === "string" ? text.replaceAll("secret", "[hidden]") : { what: "[hidden]" } };
}
