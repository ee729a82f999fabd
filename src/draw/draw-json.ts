import { type Agent, agentsOf, type Graph } from "../graph/graph.ts";
import { hashGraph } from "../graph/graph-hash.ts";
import { refuseNoGraph } from "../graph/refuse-no-graph.ts";
import type { Tool } from "../graph/tool.ts";
import { lookup, toJson } from "../json.ts";
import { edgeDetails, schemaJson } from "./drawn-edge-details.ts";
import { drawnEdges } from "./drawn-edges.ts";
import { drawnGuard } from "./drawn-guard.ts";
import { drawnView } from "./drawn-view.ts";
import type { DrawnAgent, DrawnTool, GraphDrawing } from "./graph-drawing.ts";

/**
 * Draws a graph as JSON: agents, edges with their guards, tools, guardrails, variables, limits, hashes. The same graph
 * gives the same JSON, in the order of its definition; a graph with errors can be drawn.
 *
 * @example
 * ```ts
 * import { defineGraph, drawJson } from "handoff-machine";
 *
 * const graph = defineGraph({ id: "one", start: "clerk", agents: { clerk: { instructions: "Answer." } } });
 * drawJson(graph).agents.map(({ name }) => name); // => ["clerk"]
 * ```
 */
export function drawJson(graph: Graph): GraphDrawing {
  refuseNoGraph(graph);
  const { id, start, variables, limits, onLimit, prices, defaultMesh } = graph;
  return {
    format: 2,
    id,
    start,
    hash: hashGraph(graph),
    variables: Object.entries(variables.domains).map(([name, domain]) => ({
      name,
      ...domain,
      initial: toJson(lookup(variables.initial, name)),
    })),
    agents: agentsOf(graph).map(drawnAgent),
    tools: Object.entries<Tool<never>>(graph.tools).map(([name, tool]) => drawnTool(graph, name, tool)),
    guardrails: graph.guardrails.map(({ check: _, ...guardrail }) => guardrail),
    edges: drawnEdges(graph).map(edgeDetails),
    defaultMesh,
    limits,
    onLimit,
    prices,
    entry: graph.entry.kind,
    whilePending: graph.whilePending,
    severalHandoffs: graph.severalHandoffs,
    retry: graph.retry,
    delegationDepth: graph.delegationDepth,
  };
}

function drawnAgent(agent: Agent): DrawnAgent {
  const { name, kind, description, instructions, writeInstructions, tools, view, output, canAsk, settings } = agent;
  return {
    name,
    kind,
    description,
    instructions,
    computesInstructions: writeInstructions !== null,
    tools,
    view: drawnView(view),
    output: schemaJson(output),
    canAsk,
    settings,
  };
}

function drawnTool(graph: Graph, name: string, tool: Tool<never>): DrawnTool {
  const { description, input, output, writes, guard, approval, approvalExpires, timeout, inDoubt } = tool;
  return {
    name,
    description,
    input: schemaJson(input),
    output: schemaJson(output),
    writes,
    guard: drawnGuard(guard?.node ?? null),
    approval: { kind: approval.kind, guard: drawnGuard(approval.kind === "when" ? approval.node : null) },
    approvalExpires,
    timeout,
    inDoubt,
    agents: agentsOf(graph)
      .filter(({ tools }) => tools.includes(name))
      .map((agent) => agent.name),
  };
}
