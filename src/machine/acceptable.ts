import type { Graph } from "../graph/graph.ts";
import { lookup } from "../json.ts";
import { returnTargets } from "./delegation.ts";
import type { CallRequest, DecodedCall } from "./event.ts";
import { agentOf } from "./state.ts";

/**
 * The call as it can be asked for: a handoff or a return for which the agent has no edge is a rejection, whoever
 * decoded it. So every call that waits in `deciding` has its row in the table.
 */
export function acceptable(graph: Graph, agent: string, call: DecodedCall): DecodedCall {
  if (hasEdge(graph, agent, call)) return call;
  const { id, name, arguments: text } = call;
  const to = "to" in call ? call.to : null;
  const message = `${agent} cannot give the conversation to ${to}.`;
  return { id, name, arguments: text, kind: "rejected", code: "undeclared_handoff", message, handoff: true, to };
}

function hasEdge(graph: Graph, agent: string, request: CallRequest): boolean {
  switch (request.kind) {
    case "handoff":
      return lookup(agentOf(graph, agent).handoffs, request.to) !== undefined;
    case "return":
      return returnTargets(graph)(agent).includes(request.to);
    default:
      return true;
  }
}
