import type { GuardNode } from "./guard.ts";
import { visitSituations } from "./situations.ts";
import type { VariableDomain } from "./variables.ts";

/** What a guard can say, over all values that its variables can have. */
export interface GuardAnalysis {
  readonly canHold: boolean;
  readonly canFail: boolean;
}

/** What can come of a list of guards of which the first that holds is taken. */
export interface ChoiceAnalysis {
  /** Of each guard: it can be `taken`, or whenever it holds one before it is taken (`shadowed`), or it can `never` hold. */
  readonly outcomes: readonly ("taken" | "shadowed" | "never")[];
  /** Whether it is possible that none holds. */
  readonly canPass: boolean;
}

/**
 * Tells whether a guard can hold and whether it can fail, given what its variables can be.
 *
 * "Cannot" is certain. "Can" may be wrong where a predicate, or a variable whose values are not known, is
 * involved: these are taken to answer either way. `unknown` means that there are too many cases to look at.
 */
export function analyzeGuard(
  guard: GuardNode,
  domains: Readonly<Record<string, VariableDomain>>,
): GuardAnalysis | "unknown" {
  const analysis = analyzeChoice([guard], domains);
  if (analysis === "unknown") return analysis;
  return { canHold: analysis.outcomes[0] === "taken", canFail: analysis.canPass };
}

/** Tells which of a list of guards can be the first to hold, with the certainty of {@link analyzeGuard}. */
export function analyzeChoice(
  guards: readonly GuardNode[],
  domains: Readonly<Record<string, VariableDomain>>,
): ChoiceAnalysis | "unknown" {
  const outcomes: ChoiceAnalysis["outcomes"][number][] = guards.map(() => "never");
  let canPass = false;
  const visited = visitSituations(guards, domains, ({ holds }) => {
    const holding = guards.keys().filter(holds).toArray();
    for (const index of holding) if (outcomes[index] === "never") outcomes[index] = "shadowed";
    const [first] = holding;
    if (first === undefined) canPass = true;
    else outcomes[first] = "taken";
    return canPass && outcomes.every((outcome) => outcome === "taken");
  });
  return visited ? { outcomes, canPass } : "unknown";
}
