import { InternalError } from "../errors.ts";
import { type Agent, type Graph, guardrailsFor, handoffsOf } from "../graph/graph.ts";
import { lookup } from "../json.ts";

/** The states inside each agent. */
export type InnerState =
  | "awaitingUser"
  | "awaitingModel"
  | "awaitingApproval"
  | "awaitingTools"
  | "deciding"
  | "failed";

/** The states inside each agent, in the order in which they are drawn. */
export const innerStates: readonly InnerState[] = [
  "awaitingUser",
  "awaitingModel",
  "awaitingApproval",
  "awaitingTools",
  "deciding",
  "failed",
];

/** The states beside the agents: the first, and the two that are final. */
export type OuterState = "opened" | "completed" | "cancelled";

/** The states beside the agents; no agent can have such a name. */
const outerStates: readonly OuterState[] = ["opened", "completed", "cancelled"];

/** Where a machine is: `"opened"`, or `{ triage: "awaitingModel" }`. */
export type StateValue<AgentName extends string = string> =
  | OuterState
  | { readonly [Name in AgentName]: { readonly [Key in Name]: InnerState } }[AgentName];

/** A state by agent and inner state, or one beside the agents. */
export type StateName = { readonly agent: string; readonly inner: InnerState } | OuterState;

/** Takes a state value apart. */
export function stateName(value: unknown): StateName {
  if (typeof value === "string") {
    const outer = outerStates.find((known) => known === value);
    if (outer !== undefined) return outer;
  } else if (typeof value === "object" && value !== null) {
    for (const agent in value) {
      const inner: unknown = Reflect.get(value, agent);
      const known = innerStates.find((one) => one === inner);
      if (known !== undefined) return { agent, inner: known };
    }
  }
  throw new InternalError(`No state of a handoff machine: ${JSON.stringify(value)}.`);
}

/** The agent that a state value is in, or `null` beside the agents. */
export function activeAgentOf(value: unknown): string | null {
  if (typeof value === "object") for (const agent in value) return agent;
  return null;
}

/** The agent of that name; the graph has been validated. */
export function agentOf(graph: Graph, name: string): Agent {
  const agent = lookup(graph.agents, name);
  if (agent === undefined) throw new InternalError(`Graph "${graph.id}" has no agent "${name}".`);
  return agent;
}

/**
 * Where an agent that gets the conversation begins: a person rests, a model is asked, and where something has to
 * be read first (routes, end conditions, how long a delegation has lasted) the machine decides.
 */
export function entryState(graph: Graph, name: string): InnerState {
  const agent = agentOf(graph, name);
  if (graph.ends.length > 0 || agent.routes.length > 0 || limitsDelegations(graph)) return "deciding";
  return agent.kind === "human" ? "awaitingUser" : "awaitingModel";
}

/** Whether a delegation of the graph goes back by itself; asked for every edge when a graph is compiled. */
function limitsDelegations(graph: Graph): boolean {
  const known = limitsDelegationsByGraph.get(graph);
  if (known !== undefined) return known;
  const found = handoffsOf(graph).some(({ maxTurns }) => maxTurns !== null);
  limitsDelegationsByGraph.set(graph, found);
  return found;
}

const limitsDelegationsByGraph = new WeakMap<Graph, boolean>();

/** Whether something is to be read after an answer without calls, so that the machine decides what follows it. */
export function isReadAfterReply(graph: Graph, name: string): boolean {
  const { afterReply, output } = agentOf(graph, name);
  return (
    graph.ends.length > 0 || afterReply.length > 0 || output !== null || guardrailsFor(graph, name, "output").length > 0
  );
}
