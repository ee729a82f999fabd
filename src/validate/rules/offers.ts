import type { Finding } from "../diagnostic.ts";
import type { GraphFacts } from "../graph-facts.ts";

/** Tells how handoffs are offered where that may surprise: to everyone by default, and always without a guard. */
export function* offerRules({ graph, agents, handoffs }: GraphFacts): Generator<Finding> {
  if (graph.defaultMesh) {
    yield {
      code: "default-mesh",
      path: ["agents"],
      message: `No agent declares a handoff, so each of the ${agents.length} agents may hand off to every other.`,
      hint: "Write `handoffs` to say who may hand off to whom; `handoffs: {}` is none.",
    };
  }
  for (const { from, to, offer, guard, maxTimes } of handoffs) {
    if (offer !== "always" || guard !== null || maxTimes !== null) continue;
    yield {
      code: "offer-without-guard",
      path: ["agents", from, "handoffs", to, "offer"],
      message: `The handoff from "${from}" to "${to}" is offered always, as any handoff without a guard is.`,
      hint: "Remove `offer`, or give the handoff a guard.",
    };
  }
}
