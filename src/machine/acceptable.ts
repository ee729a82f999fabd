import { evaluateGuard } from "../graph/evaluate-guard.ts";
import type { Graph } from "../graph/graph.ts";
import type { Variables } from "../graph/guard.ts";
import { guardLabel } from "../graph/guard-label.ts";
import { lookup } from "../json.ts";
import type { CallRequest, DecodedCall } from "./call-request.ts";
import { returnTargets } from "./delegation.ts";
import { agentOf } from "./state.ts";

/**
 * The call as it can be asked for: a tool that the agent does not have or cannot call now, a handoff, a return, a
 * question or an end for which it has no edge is a rejection, whoever decoded it. So every call that waits in
 * `deciding` has its row in the table.
 */
export function acceptable(graph: Graph, agent: string, { call, variables }: Asked): DecodedCall {
  const rejection = rejectionOf(graph, agent, { call, variables });
  if (rejection === null) return call;
  const { id, name, arguments: text } = call;
  return { id, name, arguments: text, kind: "rejected", ...rejection };
}

/** A call, and the variables that the model knew. */
export interface Asked {
  readonly call: DecodedCall;
  readonly variables: Variables;
}

type Rejection = Omit<Extract<CallRequest, { kind: "rejected" }>, "kind">;

function rejectionOf(graph: Graph, agent: string, { call: request, variables }: Asked): Rejection | null {
  const { tools, handoffs, canEnd, canAsk } = agentOf(graph, agent);
  switch (request.kind) {
    case "tool":
      return tools.includes(request.tool)
        ? closedTool(graph, request.tool, variables)
        : plain("foreign_tool", `${agent} does not have the tool "${request.tool}".`);
    case "handoff":
      return lookup(handoffs, request.to) === undefined ? noEdge(agent, request.to) : null;
    case "return":
      return returnTargets(graph)(agent).includes(request.to) ? null : noEdge(agent, request.to);
    case "end":
      return canEnd !== null ? null : plain("undeclared_end", `${agent} cannot end the conversation.`);
    case "question":
      return canAsk ? null : plain("undeclared_question", `${agent} has no tool to ask the user.`);
    default:
      return null;
  }
}

function closedTool(graph: Graph, name: string, variables: Variables): Rejection | null {
  const guard = lookup(graph.tools, name)?.guard ?? null;
  if (guard === null || evaluateGuard(guard.node, variables).holds) return null;
  return plain("guard", `The tool ${name} requires: ${guardLabel(guard.node)}.`);
}

function plain(code: Rejection["code"], message: string): Rejection {
  return { code, message, handoff: false, to: null };
}

function noEdge(agent: string, to: string): Rejection {
  const message = `${agent} cannot give the conversation to ${to}.`;
  return { code: "undeclared_handoff", message, handoff: true, to };
}
