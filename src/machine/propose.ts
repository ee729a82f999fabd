import type { Graph } from "../graph/graph.ts";
import { lookup } from "../json.ts";
import type { SessionContext } from "./context.ts";
import { evaluate } from "./edge.ts";
import type { Proposal } from "./event.ts";
import { dueHandoff } from "./reply.ts";
import { agentOf } from "./state.ts";

/** What is due in `deciding`: the next handoff or return of the reply, in its order, and after them the turn. */
export function propose(graph: Graph, agent: string, context: SessionContext): Proposal {
  const call = dueHandoff(context);
  if (call?.request.kind === "handoff") {
    const { to, input } = call.request;
    const handoff = lookup(agentOf(graph, agent).handoffs, to);
    return { type: `handoff.${to}`, call: call.key, input, guard: evaluate(handoff?.guard ?? null, context) };
  }
  if (call?.request.kind === "return") {
    return { type: `return.${call.request.to}`, call: call.key, input: call.request.input };
  }
  return { type: "turn.due", turn: context.turn };
}
