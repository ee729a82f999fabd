import type { AuthoredGuard, Destination } from "../graph/graph.ts";
import type { GuardNode } from "../graph/guard.ts";
import { analyzeChoice, type ChoiceAnalysis } from "../graph/guard-analysis.ts";
import { eitherWay } from "./guard-nodes.ts";
import type { GuardScope } from "./guard-scope.ts";

/** A rule of a list of which the first that holds is taken: a route, what follows an answer, an entry. */
export interface ChoiceRule {
  readonly guard: AuthoredGuard | null;
  readonly from?: string;
  readonly destination?: Destination;
}

/**
 * Tells which of a list of rules can be taken. With too many cases to look at, all that is known is that nothing
 * comes after a rule without a guard.
 */
export function choiceAmong(
  rules: readonly ChoiceRule[],
  nodeOf: (guard: AuthoredGuard | null) => GuardNode,
  { analysable }: GuardScope,
): ChoiceAnalysis {
  const analysis = analyzeChoice(
    rules.map((rule): GuardNode => {
      const node = nodeOf(rule.guard);
      return isPassing(rule) ? { kind: "all", parts: [node, eitherWay()] } : node;
    }),
    analysable,
  );
  if (analysis !== "unknown") return analysis;
  const last = rules.findIndex((rule) => rule.guard === null && !isPassing(rule));
  return {
    outcomes: rules.map((_, index) => (last !== -1 && index > last ? "shadowed" : "taken")),
    canPass: last === -1,
  };
}

/** Whether a rule may be passed over though its guard holds: going on is used up in time; to lead to itself is an error. */
function isPassing({ from, destination }: ChoiceRule): boolean {
  return destination?.kind === "same" || (destination?.kind === "agent" && destination.agent === from);
}
