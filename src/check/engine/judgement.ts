import type { Analysis } from "./analysis.ts";
import type { Evidence, Finding, Verdict } from "./result.ts";

/** A verdict on one property, with what it rests on. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly evidence?: Evidence | null;
  readonly finding?: Finding;
}

/** A verdict that rests on having seen everything: `unknown` when a limit was hit. */
export function proven({ exploration, rules }: Analysis, verdict: Verdict, finding?: Finding): Judgement {
  if (!exploration.complete && rules.truncatedIsUnknown) return { verdict: "unknown" };
  return finding === undefined ? { verdict } : { verdict, finding };
}
