import type { Graph } from "../graph/graph.ts";
import { lookup } from "../json.ts";
import type { SessionContext } from "./context.ts";
import { evaluate } from "./edge.ts";
import type { Proposal } from "./event.ts";
import { dueTransfer } from "./reply.ts";
import { agentOf } from "./state.ts";

/** What is due in `deciding`: the next of the reply's wishes about who speaks next, in its order, and after them the turn. */
export function propose(graph: Graph, agent: string, context: SessionContext): Proposal {
  const due = dueTransfer(context);
  if (due === undefined) return { type: "turn.due", turn: context.turn };
  const { key: call, request } = due;
  switch (request.kind) {
    case "handoff": {
      const { to, input } = request;
      const handoff = lookup(agentOf(graph, agent).handoffs, to);
      return { type: `handoff.${to}`, call, input, guard: evaluate(handoff?.guard ?? null, context) };
    }
    case "return":
      return { type: `return.${request.to}`, call, input: request.input };
    case "end": {
      const { canEnd } = agentOf(graph, agent);
      return { type: "end.due", call, input: request.input, guard: evaluate(canEnd?.guard ?? null, context) };
    }
    case "question":
      return { type: "question.due", call, question: request.question };
  }
}
