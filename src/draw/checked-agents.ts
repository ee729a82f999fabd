import { agentsOf, type Graph, type Guardrail } from "../graph/graph.ts";

/**
 * Lists the agents that a guardrail checks, `null` where it checks all of them but the one that it leads to. One that
 * is for some tools only checks the agents that have them.
 */
export function checkedAgents(graph: Graph, { on, agents, tools, onTrip }: Guardrail): readonly string[] | null {
  const forTools = on === "arguments" || on === "result" ? tools : null;
  if (agents === null && forTools === null) return null;
  return agentsOf(graph)
    .filter(({ name }) => agents?.includes(name) ?? true)
    .filter((agent) => forTools?.some((tool) => agent.tools.includes(tool)) ?? true)
    .map(({ name }) => name)
    .filter((name) => !(onTrip.kind === "agent" && onTrip.agent === name));
}
