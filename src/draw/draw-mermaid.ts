import type { Graph } from "../graph/graph.ts";
import { mermaidAgents } from "./mermaid-agents.ts";
import { mermaidStates } from "./mermaid-states.ts";
import type { Overlay } from "./overlay.ts";

/** What a Mermaid drawing shows. */
export interface MermaidOptions {
  /** `agents` (unless given): a node for each agent. `states`: every state and transition of the machine. */
  readonly level?: "agents" | "states";
  /** What is shown on top of it. */
  readonly overlay?: Overlay | null;
}

/**
 * Draws a graph for Mermaid: paste it into any Markdown that renders it.
 *
 * Agents are nodes with their tools, handoffs are edges with guard, approval, `maxTimes`, payload and what else they
 * declare; a delegation is a thick line, a return dotted, a route dashed, what follows a reply dashed and dotted, the
 * way of a guardrail or a limit dashed and coloured. Rules are numbered where there are several; each outcome of the
 * session is a node. Two plain handoffs there and back are one edge with two heads. A graph with errors can be drawn as
 * agents: a target that is no agent is marked so.
 *
 * @throws {GraphError} `invalid_graph` with level `states`, when the graph has errors.
 * @example
 * ```ts
 * import { defineGraph, drawMermaid } from "handoff-machine";
 *
 * const graph = defineGraph({
 *   id: "desk",
 *   start: "triage",
 *   agents: { triage: { instructions: "Hand off.", handoffs: { billing: {} } }, billing: { instructions: "Answer." } },
 * });
 * drawMermaid(graph).includes("agent_triage --> agent_billing"); // => true
 * ```
 */
export function drawMermaid(graph: Graph, { level = "agents", overlay = null }: MermaidOptions = {}): string {
  return level === "states" ? mermaidStates(graph, overlay) : mermaidAgents(graph, overlay);
}
