import { lookup } from "../json.ts";
import type { GraphFacts } from "./graph-facts.ts";

/**
 * The agents that handoffs and routes lead to, whatever their guards say, the given ones included. A misspelt
 * target counts as the agent that was probably meant, so that one mistake is not found twice.
 */
export function reachedFrom(starts: readonly string[], { graph, meantAgent }: GraphFacts): ReadonlySet<string> {
  const reached = new Set(starts.map(meantAgent).filter((name) => name !== null));
  for (const name of reached) {
    const agent = lookup(graph.agents, name);
    for (const to of Object.keys(agent?.handoffs ?? {})) add(meantAgent(to), reached);
    for (const { to } of agent?.routes ?? []) add(meantAgent(to), reached);
  }
  return reached;
}

function add(name: string | null, reached: Set<string>): void {
  if (name !== null) reached.add(name);
}
