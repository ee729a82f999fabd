import { agentsOf, type Graph, type Handoff, handoffsOf, ledTo } from "../graph/graph.ts";
import { lookup } from "../json.ts";
import type { Delegation } from "./context.ts";
import { agentOf } from "./state.ts";

/**
 * Tells for each agent to whom it may have to give the conversation back: the callers of all delegations inside
 * which it can be active. A person has no tool to return with, and hands on by the declared edges only.
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
    for (const agent of reachableFrom(graph, to)) {
      if (agent !== from && agentOf(graph, agent).kind === "model") callersByAgent.get(agent)?.add(from);
    }
  }
  return (agent) => [...(callersByAgent.get(agent) ?? [])];
}

function reachableFrom(graph: Graph, start: string): ReadonlySet<string> {
  const reached = new Set([start]);
  const anywhere = [
    ...(graph.onLimit.kind === "handoff" ? [graph.onLimit.to] : []),
    ...graph.guardrails.flatMap(({ onTrip }) => (onTrip.kind === "agent" ? [onTrip.agent] : [])),
  ];
  for (const name of reached) {
    const agent = agentOf(graph, name);
    const led = agent.kind === "human" ? [] : [...ledTo(agent), ...anywhere];
    for (const to of [...Object.keys(agent.handoffs), ...led]) reached.add(to);
  }
  return reached;
}

/** A delegation ends too when its caller gets the conversation back by another way. */
export function unwound(stack: readonly Delegation[], to: string): readonly Delegation[] {
  const place = stack.findIndex(({ caller }) => caller === to);
  return place === -1 ? stack : stack.slice(0, place);
}

/** The edge by which a delegation was made. */
export function delegationEdge(graph: Graph, { caller, to }: Delegation): Handoff | undefined {
  return lookup(agentOf(graph, caller).handoffs, to);
}
