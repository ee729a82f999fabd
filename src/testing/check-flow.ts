import { failureText } from "../check/assert-graph.ts";
import { callSite, thrownAt } from "../check/call-site.ts";
import { checkGraph, type GraphCheckOptions, type GraphReport } from "../check/check-graph.ts";
import { defaultProperties } from "../check/default-properties.ts";
import type { GraphProperty } from "../check/graph-property.ts";
import { checkOptions, refuseOptions } from "../check/refuse-options.ts";
import { refuseMistakenProperties } from "../check/validate-property.ts";
import { CheckError, InternalError } from "../errors.ts";
import type { Graph, GraphShape } from "../graph/graph.ts";

/** What registers tests: `test` of vitest or of `node:test` fits. */
export interface CheckFlowPorts {
  readonly test: (name: string, run: () => void, timeout: number) => unknown;
}

/** Milliseconds: a search may take longer than the few seconds that vitest gives a test. */
const searchTimeout = 600_000;

/**
 * Registers a test for each property of a graph, those that every graph is asked included, under the property's name. The
 * graph is explored once, by the first of them that runs, for which it has ten minutes; a test whose property does not
 * hold fails with the shortest conversation that shows it, and its stack leads to the call of this function.
 *
 * The tests throw {@link CheckError} `property_violated`, or what `checkGraph` throws.
 *
 * @throws {UsageError} `bad_option` when an option cannot be, or a property speaks of what the graph does not have.
 * @example
 * ```ts
 * import { defineGraph, propertiesOf } from "handoff-machine";
 * import { checkFlow } from "handoff-machine/testing";
 *
 * const graph = defineGraph({ id: "one", start: "clerk", agents: { clerk: { instructions: "Answer." } } });
 * const { never } = propertiesOf(graph);
 * const names: string[] = [];
 * const test = (name: string, run: () => void) => { // in a test file: import { test } from "vitest"
 *   names.push(name);
 *   run();
 * };
 *
 * checkFlow({ test }, graph, [never("nobody hands off", { handoff: {} })], { defaults: false });
 *
 * names.length; // => 1
 * ```
 */
export function checkFlow<Shape extends GraphShape>(
  { test }: CheckFlowPorts,
  graph: Graph<Shape>,
  properties: readonly GraphProperty<Shape>[] = [],
  options: GraphCheckOptions = {},
): void {
  refuseOptions("checkFlow", options, checkOptions);
  refuseMistakenProperties(graph, properties);
  const site = callSite(checkFlow);
  let report: GraphReport | null = null;
  const explored = (): GraphReport => {
    report ??= checkGraph(graph, properties, options);
    return report;
  };
  const asked = [...(options.defaults === false ? [] : defaultProperties(graph)), ...properties];
  for (const name of new Set(asked.map((property) => property.name))) {
    test(name, () => assertHolds(explored(), { name, site }), searchTimeout);
  }
}

function assertHolds(report: GraphReport, { name, site }: { readonly name: string; readonly site: string }): void {
  const result = report.results.find((one) => one.name === name);
  if (result === undefined) throw new InternalError(`Nothing was found about the property "${name}".`);
  if (result.verdict !== "holds") throw thrownAt(new CheckError({ message: failureText(result), report }), site);
}
