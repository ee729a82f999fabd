import type { Graph, Handoff, Tool } from "handoff-machine";

/* Graphs with one thing changed: what a reviewer would look for in a diff. */

/** The graph with another handoff in the place of one, or a new one. */
export function withHandoff<Some extends Graph>(
  graph: Some,
  [from, to]: readonly [string, string],
  change: Partial<Handoff>,
): Some {
  const agent = graph.agents[from];
  const like = agent?.handoffs[to] ?? Object.values(agent?.handoffs ?? {})[0];
  if (agent === undefined || like === undefined) throw new RangeError(`${from} has no handoff.`);
  const handoff = { ...like, to, ...change };
  return {
    ...graph,
    agents: { ...graph.agents, [from]: { ...agent, handoffs: { ...agent.handoffs, [to]: handoff } } },
  };
}

/** The graph without a handoff. */
export function withoutHandoff<Some extends Graph>(graph: Some, [from, to]: readonly [string, string]): Some {
  const agent = graph.agents[from];
  if (agent === undefined) throw new RangeError(`There is no ${from}.`);
  const handoffs = Object.fromEntries(Object.entries(agent.handoffs).filter(([name]) => name !== to));
  return { ...graph, agents: { ...graph.agents, [from]: { ...agent, handoffs } } };
}

/** The graph with a tool changed. */
export function withTool<Some extends Graph>(graph: Some, name: string, change: Partial<Tool>): Some {
  const tool = graph.tools[name];
  if (tool === undefined) throw new RangeError(`There is no ${name}.`);
  return { ...graph, tools: { ...graph.tools, [name]: { ...tool, ...change } } };
}
