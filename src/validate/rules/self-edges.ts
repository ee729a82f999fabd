import type { Destination } from "../../graph/graph.ts";
import type { Finding } from "../diagnostic.ts";
import type { GraphFacts } from "../graph-facts.ts";

/** Finds edges that lead from an agent to itself. */
export function* selfEdgeRules({ agents }: GraphFacts): Generator<Finding> {
  for (const { name, handoffs, routes, afterReply } of agents) {
    if (Object.hasOwn(handoffs, name)) {
      yield {
        code: "self-handoff",
        path: ["agents", name, "handoffs", name],
        message: `Agent "${name}" may hand off to itself.`,
        hint: "Remove it: without a handoff the agent keeps the conversation.",
      };
    }
    for (const index of leadingTo(name, routes)) {
      yield {
        code: "self-route",
        path: ["agents", name, "routes", String(index), "to"],
        message: `Agent "${name}" routes to itself, and would do so again at once.`,
        hint: "Remove it: without a route the agent's model is called.",
      };
    }
    for (const index of leadingTo(name, afterReply)) {
      yield {
        code: "self-route",
        path: ["agents", name, "afterReply", String(index), "to"],
        message: `After an answer, agent "${name}" leads to itself.`,
        hint: "Write `stay: { maxTurns }` if it is to go on by itself.",
      };
    }
  }
}

function* leadingTo(name: string, rules: readonly { readonly destination: Destination }[]): Generator<number> {
  for (const [index, { destination }] of rules.entries()) {
    if (destination.kind === "agent" && destination.agent === name) yield index;
  }
}
