import { failureText } from "../check/assert-graph.ts";
import { checkGraph, type GraphCheckOptions } from "../check/check-graph.ts";
import { checkRefinement, type RefinementOptions } from "../check/check-refinement.ts";
import { formatRefinement } from "../check/format-refinement.ts";
import type { GraphProperty } from "../check/graph-property.ts";
import type { Graph, GraphShape } from "../graph/graph.ts";

/** What a matcher tells the test runner: the shape that `expect.extend` of vitest and Jest asks for. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** How the matchers are called: for the declarations of the test runner. */
export interface FlowMatchers<Result = unknown> {
  /** The property holds on the graph; without a property, what every graph is asked. */
  toHold<Shape extends GraphShape>(property?: GraphProperty<Shape>, options?: GraphCheckOptions): Result;
  /** The graph admits no conversation that the old one did not. */
  toRefine<Shape extends GraphShape>(old: Graph<Shape>, options?: RefinementOptions): Result;
}

/**
 * Matchers on graphs, for `expect.extend` of vitest or Jest. A failure's message is the shortest conversation.
 *
 * @example
 * ```ts
 * import { defineGraph, propertiesOf } from "handoff-machine";
 * import { flowMatchers } from "handoff-machine/testing";
 *
 * const graph = defineGraph({ id: "one", start: "clerk", agents: { clerk: { instructions: "Answer." } } });
 * const { never } = propertiesOf(graph);
 * flowMatchers.toHold(graph, never("nobody answers", { answers: true })).pass; // => false
 * flowMatchers.toRefine(graph, graph).pass; // => true
 * ```
 */
export const flowMatchers = {
  toHold(graph: Graph, property?: GraphProperty, options: GraphCheckOptions = {}): MatcherResult {
    const properties = property === undefined ? [] : [property];
    const report = checkGraph(graph, properties, { defaults: property === undefined, ...options });
    const failures = report.results.filter(({ verdict }) => verdict !== "holds");
    const holding = property === undefined ? "what every graph is asked" : `"${property.name}"`;
    return {
      pass: failures.length === 0,
      message: () =>
        failures.length === 0
          ? `On "${graph.id}" ${holding} holds, and was expected not to.`
          : failures.map(failureText).join("\n\n"),
    };
  },

  toRefine(graph: Graph, old: Graph, options: RefinementOptions = {}): MatcherResult {
    const report = checkRefinement(graph, old, options);
    return { pass: report.verdict === "holds", message: () => formatRefinement(report).trimEnd() };
  },
};
