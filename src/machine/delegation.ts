import { agentsOf, type Graph, handoffsOf } from "../graph/graph.ts";
import { agentOf } from "./state.ts";

/**
 * Tells for each agent to whom it may have to give the conversation back: the callers of all delegations inside
 * which it can be active.
 */
export function returnTargets(graph: Graph): (agent: string) => readonly string[] {
  const known = targetsByGraph.get(graph);
  if (known !== undefined) return known;
  const targets = findReturnTargets(graph);
  targetsByGraph.set(graph, targets);
  return targets;
}

const targetsByGraph = new WeakMap<Graph, (agent: string) => readonly string[]>();

function findReturnTargets(graph: Graph): (agent: string) => readonly string[] {
  const callersByAgent = new Map<string, Set<string>>(agentsOf(graph).map(({ name }) => [name, new Set()]));
  for (const { from, to, mode } of handoffsOf(graph)) {
    if (mode !== "delegate") continue;
    for (const agent of reachableFrom(graph, to)) if (agent !== from) callersByAgent.get(agent)?.add(from);
  }
  return (agent) => [...(callersByAgent.get(agent) ?? [])];
}

function reachableFrom(graph: Graph, start: string): ReadonlySet<string> {
  const reached = new Set([start]);
  for (const name of reached) {
    const { handoffs, routes } = agentOf(graph, name);
    for (const { to } of [...Object.values(handoffs), ...routes]) reached.add(to);
    if (graph.onLimit.kind === "handoff") reached.add(graph.onLimit.to);
  }
  return reached;
}

/** A delegation ends too when its caller gets the conversation back by another way. */
export function unwound(stack: readonly string[], to: string): readonly string[] {
  const place = stack.indexOf(to);
  return place === -1 ? stack : stack.slice(0, place);
}
