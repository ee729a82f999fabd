import type { Graph } from "../graph/graph.ts";
import { diagnosticCodes } from "./codes.ts";
import { inDefinitionOrder } from "./definition-order.ts";
import { type Diagnostic, diagnostic } from "./diagnostic.ts";
import { graphFacts } from "./graph-facts.ts";
import { costRules } from "./rules/costs.ts";
import { endRules } from "./rules/ends.ts";
import { guardOutcomeRules } from "./rules/guard-outcomes.ts";
import { guardQuestionRules } from "./rules/guard-questions.ts";
import { guardrailRules } from "./rules/guardrails.ts";
import { humanRules } from "./rules/humans.ts";
import { inputRules } from "./rules/inputs.ts";
import { nameRules } from "./rules/names.ts";
import { numberRules } from "./rules/numbers.ts";
import { offerRules } from "./rules/offers.ts";
import { promptRules } from "./rules/prompts.ts";
import { reachabilityRules } from "./rules/reachability.ts";
import { routeCycleRules } from "./rules/route-cycles.ts";
import { routeRules } from "./rules/routes.ts";
import type { Rule } from "./rules/rule.ts";
import { selfEdgeRules } from "./rules/self-edges.ts";
import { setValueRules } from "./rules/set-values.ts";
import { toolNameRules } from "./rules/tool-names.ts";
import { toolRules } from "./rules/tools.ts";
import { unknownNameRules } from "./rules/unknown-names.ts";
import { unlimitedCycleRules } from "./rules/unlimited-cycles.ts";
import { unusedOptionRules } from "./rules/unused-options.ts";
import { variableRules } from "./rules/variables.ts";

const rules: readonly Rule[] = [
  nameRules,
  unknownNameRules,
  selfEdgeRules,
  toolNameRules,
  toolRules,
  variableRules,
  setValueRules,
  guardQuestionRules,
  guardOutcomeRules,
  endRules,
  reachabilityRules,
  routeRules,
  routeCycleRules,
  unlimitedCycleRules,
  humanRules,
  promptRules,
  offerRules,
  unusedOptionRules,
  guardrailRules,
  costRules,
  inputRules,
  numberRules,
];

/** The rules that find nothing of severity `error`. */
const advice: ReadonlySet<Rule> = new Set([
  guardOutcomeRules,
  endRules,
  reachabilityRules,
  routeRules,
  humanRules,
  promptRules,
  offerRules,
  unusedOptionRules,
  toolRules,
]);

/**
 * Lists all that is wrong or questionable about a graph, in the order of its definition.
 *
 * A graph without findings of severity `error` can be compiled. It never throws for what it finds, and runs no
 * function of the definition but its schemas. Time grows with the number of handoffs.
 *
 * @example
 * ```ts
 * import { defineGraph, validateGraph } from "handoff-machine";
 *
 * const agents: Record<string, { instructions: string; handoffs: Record<string, { description: string }> }> = {
 *   triage: { instructions: "Hand off.", handoffs: { biling: { description: "Knows invoices." } } },
 *   billing: { instructions: "Answer.", handoffs: {} },
 * };
 * const [finding] = validateGraph(defineGraph({ id: "desk", start: "triage", agents }));
 * finding?.code; // => "unknown-target"
 * finding?.path; // => ["agents", "triage", "handoffs", "biling"]
 * finding?.hint; // => 'Did you mean "billing"?'
 * ```
 */
export function validateGraph(graph: Graph): readonly Diagnostic[] {
  const facts = graphFacts(graph);
  const findings = rules.flatMap((rule) => [...rule(facts)].map(diagnostic));
  return Object.freeze(inDefinitionOrder(findings, graph));
}

/** Whether a graph has findings of severity `error`: asks only the rules that can find one. */
export function hasErrors(graph: Graph): boolean {
  const facts = graphFacts(graph);
  return rules.some(
    (rule) => !advice.has(rule) && [...rule(facts)].some(({ code }) => diagnosticCodes[code].severity === "error"),
  );
}
