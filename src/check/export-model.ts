import { UsageError } from "../errors.ts";
import type { Graph } from "../graph/graph.ts";
import { toJson } from "../json.ts";
import { didYouMean, suggestName } from "../suggest-name.ts";
import { refuseInvalidGraph } from "../validate/assert-valid-graph.ts";
import { deriveModel } from "./abstract/derive-model.ts";
import { graphGuards } from "./abstract/graph-guards.ts";
import type { AbstractionOptions } from "./abstract/layout.ts";
import { callsOf } from "./check-graph.ts";
import { explore } from "./engine/explore.ts";
import { toDot } from "./engine/to-dot.ts";
import { toMurphi } from "./engine/to-murphi.ts";
import { toPromela } from "./engine/to-promela.ts";
import { abstractionOptions, refuseOptions } from "./refuse-options.ts";

/** The languages that a model can be written in: of Spin, of Murphi and Rumur, of Graphviz. */
export const modelFormats = ["promela", "murphi", "dot"] as const;

/** A language that a model can be written in. */
export type ModelFormat = (typeof modelFormats)[number];

/**
 * Writes the model of a graph that {@link checkGraph} explores for another checker, or its states for Graphviz. In Promela
 * and Murphi, each command of the model is one atomic step, and both checkers find as many states as we do. DOT has the
 * states themselves.
 *
 * @throws {GraphError} when the graph has errors.
 * @throws {UsageError} `bad_definition` when a variable cannot be made finite; `too_large` in DOT for more than 500 states;
 *   `bad_option` when an option cannot be, or there is no such format.
 * @example
 * ```ts
 * import { defineGraph, exportModel } from "handoff-machine";
 *
 * const graph = defineGraph({ id: "one", start: "clerk", agents: { clerk: { instructions: "Answer." } } });
 * exportModel(graph, "promela").includes("active proctype model()"); // => true
 * ```
 */
export function exportModel(graph: Graph, format: ModelFormat, options: AbstractionOptions = {}): string {
  refuseInvalidGraph(graph);
  refuseOptions("exportModel", options, abstractionOptions);
  if (!modelFormats.includes(format)) {
    throw new UsageError("bad_option", {
      message: `There is no model format ${JSON.stringify(toJson(format))}.`,
      hint: didYouMean(suggestName(String(toJson(format)), modelFormats), `Formats: ${modelFormats.join(", ")}.`),
    });
  }
  const { model } = deriveModel(graph, { parallelCalls: callsOf(graph), ...options }, graphGuards(graph));
  switch (format) {
    case "promela":
      return toPromela(model);
    case "murphi":
      return toMurphi(model);
    case "dot":
      return toDot(explore(model, { recordEdges: true }));
  }
}
