import { type Agent, agentsOf, type Destination, type Graph } from "../graph/graph.ts";
import type { Place } from "./diagnostic.ts";

/** A place that names how a session ended. */
export interface OutcomePlace {
  readonly outcome: string;
  readonly path: Place;
}

/** Every outcome that a graph names. */
export function* outcomesOf(graph: Graph): Generator<OutcomePlace> {
  for (const agent of agentsOf(graph)) yield* outcomesOfAgent(agent);
  for (const [index, { outcome }] of graph.ends.entries()) {
    yield { outcome, path: ["ends", String(index), "outcome"] };
  }
  for (const { name, onTrip } of graph.guardrails) {
    if (onTrip.kind === "end") yield { outcome: onTrip.outcome, path: ["guardrails", name, "onTrip", "end"] };
  }
}

function* outcomesOfAgent({ name, routes, afterReply, canEnd }: Agent): Generator<OutcomePlace> {
  const at = ["agents", name];
  yield* outcomesOfRules(routes, [...at, "routes"]);
  yield* outcomesOfRules(afterReply, [...at, "afterReply"]);
  if (canEnd !== null) yield { outcome: canEnd.outcome, path: [...at, "canEnd", "outcome"] };
}

function* outcomesOfRules(rules: readonly { readonly destination: Destination }[], at: Place): Generator<OutcomePlace> {
  for (const [index, { destination }] of rules.entries()) {
    if (destination.kind === "end") yield { outcome: destination.outcome, path: [...at, String(index), "end"] };
  }
}
