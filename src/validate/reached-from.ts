import { ledTo } from "../graph/graph.ts";
import { lookup } from "../json.ts";
import type { GraphFacts } from "./graph-facts.ts";

/**
 * The agents that handoffs, routes and what follows answers lead to, whatever their guards say, the given ones
 * included. A misspelt target counts as the agent that was probably meant, so that one mistake is not found twice.
 */
export function reachedFrom(starts: readonly string[], { graph, meantAgent }: GraphFacts): ReadonlySet<string> {
  const reached = new Set(starts.map(meantAgent).filter((name) => name !== null));
  for (const name of reached) {
    const agent = lookup(graph.agents, name);
    if (agent === undefined) continue;
    for (const to of [...Object.keys(agent.handoffs), ...ledTo(agent)]) {
      const meant = meantAgent(to);
      if (meant !== null) reached.add(meant);
    }
  }
  return reached;
}
