import type { Finding } from "../diagnostic.ts";
import type { GraphFacts } from "../graph-facts.ts";

/** Finds edges that lead from an agent to itself. */
export function* selfEdgeRules({ agents }: GraphFacts): Generator<Finding> {
  for (const { name, handoffs, routes } of agents) {
    if (Object.hasOwn(handoffs, name)) {
      yield {
        code: "self-handoff",
        path: ["agents", name, "handoffs", name],
        message: `Agent "${name}" may hand off to itself.`,
        hint: "Remove it: without a handoff the agent keeps the conversation.",
      };
    }
    for (const [index, { to }] of routes.entries()) {
      if (to !== name) continue;
      yield {
        code: "self-route",
        path: ["agents", name, "routes", String(index), "to"],
        message: `Agent "${name}" routes to itself, and would do so again at once.`,
        hint: "Remove it: without a route the agent's model is called.",
      };
    }
  }
}
