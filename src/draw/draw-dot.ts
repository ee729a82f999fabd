import type { Graph } from "../graph/graph.ts";
import { dotOf } from "./dot-of.ts";
import { marked } from "./marked.ts";
import type { Overlay } from "./overlay.ts";
import { type PictureOptions, pictureOf } from "./picture-of.ts";

/** What a drawing for Graphviz shows. */
export interface DotOptions extends PictureOptions {
  /** What is shown on top of it. */
  readonly overlay?: Overlay | null;
}

/**
 * Draws a graph for Graphviz, and for whatever else reads DOT: the same nodes and arrows as the SVG drawing, with the
 * strokes of each kind. States stand in a cluster of their agent.
 *
 * @throws {GraphError} `invalid_graph` at level `states`, when the graph has errors.
 * @example
 * ```ts
 * import { defineGraph, drawDot } from "handoff-machine";
 *
 * const graph = defineGraph({
 *   id: "desk",
 *   start: "triage",
 *   agents: { triage: { instructions: "Hand off.", handoffs: { billing: {} } }, billing: { instructions: "Answer." } },
 * });
 * drawDot(graph).includes('"agent:triage" -> "agent:billing"'); // => true
 * ```
 */
export function drawDot(graph: Graph, { overlay = null, ...wish }: DotOptions = {}): string {
  return dotOf(marked(pictureOf(graph, { joins: overlay === null, ...wish }), overlay), overlay);
}
