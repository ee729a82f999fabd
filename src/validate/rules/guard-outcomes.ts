import type { GuardAnalysis } from "../../graph/guard-analysis.ts";
import { guardLabel } from "../../graph/guard-label.ts";
import type { Finding } from "../diagnostic.ts";
import type { GraphFacts } from "../graph-facts.ts";
import type { GuardPlace } from "../guard-places.ts";

/** Finds guards whose outcome is settled whatever the variables are. */
export function* guardOutcomeRules({ guards, analysisOf }: GraphFacts): Generator<Finding> {
  for (const place of guards) {
    if (!place.answerable) continue;
    const analysis = analysisOf(place);
    if (analysis === "unknown") continue;
    const settled = settledOutcome(place, analysis);
    if (settled !== null) yield settled;
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
  tool: "Leave `when` out if the tool is meant to be always offered.",
  handoff: "Leave `when` out if the handoff is meant to be always open.",
  route: "Leave `when` out if the route is meant to be always taken.",
  afterReply: "Leave `when` out if this is meant to follow every answer.",
  entry: "Leave `when` out if every user message is meant to enter here.",
  canEnd: "Leave `when` out if the model may end the session at any time.",
  end: "A session would be over at once: ask for something that is not so from the start.",
  endPart: "Leave it out: what else the end asks for decides.",
  approval: "Write `approval: true` if every call is meant to need approval.",
};

const hintsForNever: Readonly<Record<GuardPlace["role"], string>> = {
  tool: "Remove the tool, or ask for values that the variables can have together.",
  handoff: "Remove the handoff, or ask for values that the variables can have together.",
  afterReply: "Remove the way, or ask for values that the variables can have together.",
  entry: "Remove the entry, or ask for values that the variables can have together.",
  canEnd: "Remove `canEnd`, or ask for values that the variables can have together.",
  route: "Remove the route, or ask for values that the variables can have together.",
  end: "Remove the end, or ask for values that the variables can have together.",
  endPart: "Remove it, or ask for values that the variables can have together.",
  approval: "No call would ever need approval: ask for values that the arguments can have.",
};
