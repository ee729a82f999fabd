import type { GuardEvaluation } from "../../graph/evaluate-guard.ts";
import { toJson } from "../../json.ts";
import { inlineJson } from "../controls/inline-json.ts";

/** `verified = false ✗`: what a guard read and what it said; `null` where it read nothing and let pass. */
export function guardText({ holds, reads, error }: GuardEvaluation): string | null {
  const values = Object.entries(reads).map(([name, value]) => `${name} = ${inlineJson(toJson(value), 40)}`);
  if (values.length === 0 && holds) return null;
  const sign = holds ? "✓" : "✗";
  return [...values, ...(error === undefined ? [] : [error])].join(" · ").concat(` ${sign}`).trim();
}
