import type { Graph } from "../graph/graph.ts";
import { digest } from "../graph/graph-hash.ts";
import { lookup } from "../json.ts";
import { acceptable } from "./acceptable.ts";
import type { CallRequest, DecodedCall } from "./call-request.ts";
import type { Call, SessionContext } from "./context.ts";
import { denial, refusal } from "./reply.ts";

/** Whose reply is opened, and when. */
export interface Opening {
  readonly agent: string;
  readonly turn: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The calls of a reply as they stand before anything ran: what cannot be asked for is refused already. */
export function openCalls(
  graph: Graph,
  context: SessionContext,
  { calls, agent, turn, at }: Opening & { readonly calls: readonly DecodedCall[] },
): readonly Call[] {
  return calls.map((decoded, index) => {
    const {
      id,
      name,
      arguments: text,
      ...request
    } = acceptable(graph, agent, { call: decoded, variables: context.variables });
    const approval = approvalOf(request, context);
    const call: Call = {
      key: `${turn}.${index}`,
      id,
      name,
      arguments: text,
      request,
      approval: approval === "denied" ? "none" : approval,
      askedAt: null,
      expiresAt: null,
      hook: "none",
      edited: false,
      attempt: 1,
      result:
        request.kind === "rejected"
          ? refusal(request.code, request.message)
          : approval === "denied"
            ? denial("a person decided so for this session")
            : null,
    };
    return approval === "pending" ? askedFor(graph, agent, { call, at }) : call;
  });
}

/** The call while a person is asked about it. */
export function askedFor(
  graph: Graph,
  agent: string,
  { call, at }: { readonly call: Call; readonly at: number },
): Call {
  const { request } = call;
  const expires =
    request.kind === "tool"
      ? lookup(graph.tools, request.tool)?.approvalExpires
      : request.kind === "handoff"
        ? lookup(graph.agents, agent)?.handoffs[request.to]?.approvalExpires
        : null;
  return { ...call, approval: "pending", askedAt: at, expiresAt: typeof expires === "number" ? at + expires : null };
}

/** Whether a person must decide about a tool call first, or has done so for the whole session. */
export function approvalOf(
  request: CallRequest,
  { decisions }: Pick<SessionContext, "decisions">,
): "none" | "pending" | "granted" | "denied" {
  if (request.kind !== "tool" || !request.approval) return "none";
  if (Object.keys(decisions).length === 0) return "pending";
  const [exact, tool] = [decisionKey(request, "arguments"), decisionKey(request, "tool")];
  return lookup(decisions, exact) ?? lookup(decisions, tool) ?? "pending";
}

/** Under which name a decision for the rest of the session is kept. */
export function decisionKey(
  { tool, input }: Extract<CallRequest, { kind: "tool" }>,
  scope: "tool" | "arguments",
): string {
  return scope === "tool" ? tool : `${tool} ${digest(input)}`;
}
