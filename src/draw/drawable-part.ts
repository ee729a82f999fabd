import { agentsOf, type Destination, type Graph } from "../graph/graph.ts";

/** A graph without the ways that lead to no agent, since no way goes on behind them: what can be searched. */
export function drawablePart(graph: Graph): Graph {
  const isKnown = (name: string): boolean => Object.hasOwn(graph.agents, name);
  const isPossible = ({ destination }: { readonly destination: Destination }): boolean =>
    destination.kind !== "agent" || isKnown(destination.agent);
  const agents = agentsOf(graph).map((agent) => ({
    ...agent,
    handoffs: Object.fromEntries(Object.entries(agent.handoffs).filter(([to]) => isKnown(to))),
    routes: agent.routes.filter(isPossible),
    afterReply: agent.afterReply.filter(isPossible),
  }));
  const { onLimit, entry, guardrails } = graph;
  return {
    ...graph,
    agents: Object.fromEntries(agents.map((agent) => [agent.name, agent])),
    onLimit: onLimit.kind === "handoff" && !isKnown(onLimit.to) ? { kind: "askUser" } : onLimit,
    entry: entry.kind === "list" ? { ...entry, rules: entry.rules.filter(({ agent }) => isKnown(agent)) } : entry,
    guardrails: guardrails.filter(({ onTrip }) => onTrip.kind !== "agent" || isKnown(onTrip.agent)),
  };
}
