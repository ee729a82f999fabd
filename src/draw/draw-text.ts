import { agentsOf, type Graph } from "../graph/graph.ts";
import type { DrawingColor } from "./columns.ts";
import { drawnEdges, unknownTargets } from "./drawn-edges.ts";
import { agentSection } from "./text-agent.ts";
import { graphSections } from "./text-graph.ts";

/** How a graph is drawn for a terminal. */
export interface TextOptions {
  /** Colours a part of the text; left out, the text is plain. */
  readonly color?: DrawingColor;
}

/**
 * Draws a graph for a terminal: what holds for all agents, and each agent with its tools and the ways that lead on
 * from it. A graph with errors can be drawn: a target that is no agent is marked so.
 *
 * @example
 * ```ts
 * import { defineGraph, drawText } from "handoff-machine";
 *
 * const graph = defineGraph({ id: "one", start: "clerk", agents: { clerk: { instructions: "Answer." } } });
 * drawText(graph).split("\n")[0]; // => "one"
 * ```
 */
export function drawText(graph: Graph, { color = (_, text) => text }: TextOptions = {}): string {
  const edges = drawnEdges(graph);
  const unknown = new Set(unknownTargets(graph));
  const sections = [
    [color("title", graph.id)],
    ...graphSections({ graph, edges, unknown, color }),
    ...agentsOf(graph).map((agent) => agentSection(agent, { graph, edges, unknown, color })),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}
