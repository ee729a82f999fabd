import { CheckError } from "../errors.ts";
import type { Graph, GraphShape } from "../graph/graph.ts";
import { callSite, thrownAt } from "./call-site.ts";
import { checkGraph, type GraphCheckOptions, type GraphReport } from "./check-graph.ts";
import { formatResult } from "./format-report.ts";
import type { GraphProperty } from "./graph-property.ts";
import type { GraphResult } from "./graph-result.ts";

/**
 * Checks a graph as {@link checkGraph} does, and throws unless every property holds.
 *
 * @throws {CheckError} `property_violated` when a property is violated, vacuous or unknown; the message has the shortest
 *   counterexamples, `report` all that was found.
 * @throws {GraphError} and {UsageError} as {@link checkGraph} does.
 * @example
 * ```ts
 * import { assertGraph, defineGraph, propertiesOf } from "handoff-machine";
 *
 * const graph = defineGraph({ id: "one", start: "clerk", agents: { clerk: { instructions: "Answer." } } });
 * const { canAlways } = propertiesOf(graph);
 * assertGraph(graph, [canAlways("the user can always get the word", { place: "awaitingUser" })]).complete; // => true
 * ```
 */
export function assertGraph<Shape extends GraphShape>(
  graph: Graph<Shape>,
  properties: readonly GraphProperty<Shape>[] = [],
  options: GraphCheckOptions = {},
): GraphReport {
  const report = checkGraph(graph, properties, options);
  if (report.verdict === "holds") return report;
  throw thrownAt(new CheckError({ message: failuresText(report), report }), callSite(assertGraph));
}

/** Writes down why a result does not count as holding: its conversation, or what there is instead of one. */
export function failureText(result: GraphResult): string {
  const reason = reasonOf(result);
  return reason === null ? formatResult(result) : `${formatResult(result)}\n  ${reason}`;
}

function failuresText({ graph, results }: GraphReport): string {
  const failures = results.filter(({ verdict }) => verdict !== "holds");
  const verb = failures.length === 1 ? "does" : "do";
  return [
    `${failures.length} of ${results.length} properties of "${graph}" ${verb} not hold.`,
    ...failures.map(failureText),
  ].join("\n\n");
}

/** In the place of a conversation; `null` where there is one. */
function reasonOf({ verdict, kind, trace }: GraphResult): string | null {
  if (verdict === "vacuous") return "What it speaks of never happens, so it says nothing.";
  if (verdict === "unknown") return "A budget ended the search before this was known.";
  return kind === "reachable" && trace === null ? "No conversation comes to it." : null;
}
