import { type Agent, agentsOf, type Destination, type Graph } from "../graph/graph.ts";
import type { Place } from "./diagnostic.ts";
import { sessionPlaces } from "./session-places.ts";

/** A place that names an agent. */
export interface AgentReference {
  readonly agent: string;
  readonly path: Place;
  /** For messages, up to the name: `Agent "triage" may hand off to`. */
  readonly subject: string;
}

/** Every place that the conversation may be led to an agent from: not the start, which is one of a kind. */
export function* agentTargets(graph: Graph): Generator<AgentReference> {
  for (const agent of agentsOf(graph)) yield* targetsOfAgent(agent);
  if (graph.onLimit.kind === "handoff") {
    yield { agent: graph.onLimit.to, path: ["onLimit", "handoff"], subject: "A spent budget leads to" };
  }
  for (const [index, { agent }] of (graph.entry.kind === "list" ? graph.entry.rules : []).entries()) {
    yield { agent, path: ["entry", String(index), "agent"], subject: "A user message may enter at" };
  }
  for (const { name, onTrip } of graph.guardrails) {
    const path = ["guardrails", name, "onTrip", "to"];
    if (onTrip.kind === "agent") yield { agent: onTrip.agent, path, subject: `The guardrail "${name}" leads to` };
  }
}

function* targetsOfAgent({ name, handoffs, routes, afterReply }: Agent): Generator<AgentReference> {
  const at = ["agents", name];
  for (const to of Object.keys(handoffs)) {
    yield { agent: to, path: [...at, "handoffs", to], subject: `Agent "${name}" may hand off to` };
  }
  yield* ledToBy(routes, [...at, "routes"], `Agent "${name}" routes to`);
  yield* ledToBy(afterReply, [...at, "afterReply"], `After an answer, agent "${name}" leads to`);
}

function* ledToBy(
  rules: readonly { readonly destination: Destination }[],
  at: Place,
  subject: string,
): Generator<AgentReference> {
  for (const [index, { destination }] of rules.entries()) {
    if (destination.kind === "agent") {
      yield { agent: destination.agent, path: [...at, String(index), "to"], subject };
    }
  }
}

/** Every place that names an agent without leading to it. */
export function* agentMentions(graph: Graph): Generator<AgentReference> {
  for (const [index, { outcome, session }] of graph.ends.entries()) {
    if (session === null) continue;
    for (const { node, path } of sessionPlaces(session, ["ends", String(index), "session"])) {
      if (node.kind !== "agent") continue;
      for (const [agent, at] of named(node.agents, path)) {
        yield { agent, path: at, subject: `The end "${outcome}" asks whether the conversation is with` };
      }
    }
  }
  for (const { name, agents } of graph.guardrails) {
    for (const [index, agent] of (agents ?? []).entries()) {
      const path = ["guardrails", name, "agents", String(index)];
      yield { agent, path, subject: `The guardrail "${name}" checks` };
    }
  }
}

/** One name may be written without a list. */
export function named(names: readonly string[], path: Place): readonly (readonly [string, Place])[] {
  return names.map((name, index) => [name, names.length === 1 ? path : [...path, String(index)]]);
}
