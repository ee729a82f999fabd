import { evaluateGuard } from "../../graph/evaluate-guard.ts";
import type { GuardAnalysis } from "../../graph/guard-analysis.ts";
import { guardLabel } from "../../graph/guard-label.ts";
import type { Finding } from "../diagnostic.ts";
import type { GraphFacts } from "../graph-facts.ts";
import type { GuardPlace } from "../guard-places.ts";

/** Finds guards whose outcome is settled whatever the variables are, and ends that hold from the start. */
export function* guardOutcomeRules({ graph, guards, analysisOf }: GraphFacts): Generator<Finding> {
  for (const place of guards) {
    if (!place.answerable) continue;
    const analysis = analysisOf(place);
    if (analysis === "unknown") continue;
    const settled = settledOutcome(place, analysis);
    if (settled !== null) yield settled;
    else if (place.role === "end") yield* endHoldsInitially(place, graph.variables.initial);
  }
}

function settledOutcome(
  { guard, path, role, subject }: GuardPlace,
  { canHold, canFail }: GuardAnalysis,
): Finding | null {
  if (canHold === canFail) return null;
  const outcome = canHold ? "always holds" : "can never hold";
  const message = `The guard of ${subject} ${outcome}: ${guardLabel(guard.node)}.`;
  return canHold
    ? { code: "guard-always-holds", path, message, hint: hintsForAlways[role] }
    : { code: "guard-never-holds", path, message, hint: hintsForNever[role] };
}

const hintsForAlways: Readonly<Record<GuardPlace["role"], string>> = {
  handoff: "Leave `when` out if the handoff is meant to be always open.",
  route: "Leave `when` out if the route is meant to be always taken.",
  end: "A session would be over at once: ask for something that is not so from the start.",
  approval: "Write `approval: true` if every call is meant to need approval.",
};

const hintsForNever: Readonly<Record<GuardPlace["role"], string>> = {
  handoff: "Remove the handoff, or ask for values that the variables can have together.",
  route: "Remove the route, or ask for values that the variables can have together.",
  end: "Remove the end, or ask for values that the variables can have together.",
  approval: "No call would ever need approval: ask for values that the arguments can have.",
};

/** A guard with a predicate is left alone: validation runs no function of the definition. */
function* endHoldsInitially(
  { guard, path, subject }: GuardPlace,
  initial: Readonly<Record<string, unknown>>,
): Generator<Finding> {
  if (guard.reads.some(({ question }) => question.kind === "predicate")) return;
  if (!evaluateGuard(guard.node, initial).holds) return;
  yield {
    code: "end-holds-initially",
    path,
    message: `The guard of ${subject} holds for the initial values of the variables: ${guardLabel(guard.node)}.`,
    hint: "Change the initial values, or ask for something that is not so from the start.",
  };
}
