import { UsageError } from "../errors.ts";
import { type Graph, type Guardrail, guardrailsFor } from "../graph/graph.ts";
import { lookup } from "../json.ts";
import { didYouMean, suggestName } from "../suggest-name.ts";
import type { SessionContext, Tripped } from "./context.ts";
import type { Verdict } from "./event.ts";

/**
 * The guardrail of that name. Verdicts are given by the graph's own, so where there is none it is the entry that is wrong.
 *
 * @throws {UsageError} `bad_journal`.
 */
export function guardrailOf(graph: Graph, name: string): Guardrail {
  const guardrail = graph.guardrails.find((one) => one.name === name);
  if (guardrail !== undefined) return guardrail;
  const known = graph.guardrails.map((one) => one.name);
  throw new UsageError("bad_journal", {
    message: `An entry has a verdict of the guardrail "${name}", which graph "${graph.id}" does not have.`,
    hint: didYouMean(suggestName(name, known), `Its guardrails: ${known.join(", ") || "none"}.`),
  });
}

/** Whether a guardrail on the input has to see something before this agent's model is asked. */
export function inputDue(graph: Graph, agent: string, { heard, checked }: SessionContext): boolean {
  return heard >= 0 && (lookup(checked, agent) ?? -1) < heard && guardrailsFor(graph, agent, "input").length > 0;
}

/** A guardrail that tripped so that nothing else of the reply happens: on its text, or with somewhere to go. */
export function stopping(graph: Graph, verdicts: readonly Verdict[] = []): Verdict | null {
  for (const verdict of verdicts) {
    if (verdict.outcome !== "tripped") continue;
    if (verdict.on === "output" || leadsAway(guardrailOf(graph, verdict.guardrail))) return verdict;
  }
  return null;
}

/** What the context keeps of a guardrail that tripped: something only when it leads somewhere. */
export function trippedBy(graph: Graph, name: string, reason: string): Tripped | null {
  return leadsAway(guardrailOf(graph, name)) ? { guardrail: name, reason } : null;
}

function leadsAway({ onTrip }: Guardrail): boolean {
  return onTrip.kind === "agent" || onTrip.kind === "end";
}
