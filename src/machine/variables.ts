import type { Graph } from "../graph/graph.ts";
import type { Variables } from "../graph/guard.ts";
import type { SessionContext } from "./context.ts";

/** The context after variables were written; when one of them changed, the agents may start again to pass the ball. */
export function withVariables(graph: Graph, context: SessionContext, set: Variables): SessionContext {
  const changed = Object.entries(set).some(([name, value]) => !Object.is(context.variables[name], value));
  if (!changed) return context;
  const variables = Object.freeze({ ...context.variables, ...set });
  if (graph.limits.pingPong === null) return { ...context, variables };
  return { ...context, variables, exchange: { ...context.exchange, bounce: null } };
}
