import { GraphError } from "../errors.ts";
import type { Graph } from "../graph/graph.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { formatDiagnostics } from "./format-diagnostics.ts";
import { hasErrors, validateGraph } from "./validate-graph.ts";

/**
 * Validates a graph and returns the findings that do not stand in the way: warnings and infos.
 *
 * @throws {GraphError} `invalid_graph` when there are findings of severity `error`: its message lists them,
 *   its `findings` carry all.
 */
export function assertValidGraph(graph: Graph): readonly Diagnostic[] {
  const findings = validateGraph(graph);
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return findings;
  throw new GraphError<Diagnostic>({
    message: `Graph "${graph.id}" cannot be compiled.\n\n${formatDiagnostics(errors)}`,
    findings,
  });
}

/**
 * The same for whoever has no use for the findings that do not stand in the way: they are not looked for.
 *
 * @throws {GraphError} as {@link assertValidGraph} does, with all findings.
 */
export function refuseInvalidGraph(graph: Graph): void {
  if (hasErrors(graph)) assertValidGraph(graph);
}
