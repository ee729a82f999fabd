import type { End, Graph, Route } from "../graph/graph.ts";
import type { LimitName, SessionContext } from "./context.ts";
import { evaluate } from "./edge.ts";
import { agentOf } from "./state.ts";

/** The budget that stands in the way of what is due, or `null`. A user message that waits to be delivered renews all. */
export function limitReached(graph: Graph, agent: string, context: SessionContext): LimitName | null {
  if (!context.due || context.staged.length > 0) return null;
  const { modelCalls, handoffs, refusals, spent } = context.exchange;
  if (spent !== null) return spent;
  if (isSpent(modelCalls, graph.limits.modelCalls)) return "modelCalls";
  if (isSpent(refusals, graph.limits.refusals)) return "refusals";
  return isSpent(handoffs, graph.limits.handoffs) && openRoute(graph, agent, context) !== null ? "handoffs" : null;
}

/** The first route of an agent whose guard holds, or `null`. */
export function openRoute(graph: Graph, agent: string, context: SessionContext): Route | null {
  return agentOf(graph, agent).routes.find(({ guard }) => evaluate(guard, context).holds) ?? null;
}

/** The first end condition that holds, or `null`. */
export function metEnd(graph: Graph, context: SessionContext): End | null {
  return graph.ends.find(({ guard }) => evaluate(guard, context).holds) ?? null;
}

function isSpent(count: number, limit: number | null): boolean {
  return limit !== null && count >= limit;
}
