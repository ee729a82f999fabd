import type { Call, CallResult, SessionContext } from "./context.ts";
import type { CallRequest, DecodedCall } from "./event.ts";
import type { RequestedCall, ToolMessage } from "./message.ts";

/*
 * The life of a reply's calls. Invariants:
 * R1 A call has one result at most, and keeps the first.
 * R2 `reply` is null exactly when every call of the conversation has its result in it, so the conversation is
 *    balanced whenever a model can be asked.
 * R3 Results enter the conversation together, in the order of the calls.
 */

/** The calls of a reply of a model, as they stand before anything ran. */
export function openCalls(calls: readonly DecodedCall[], turn: number): readonly Call[] {
  return calls.map(({ id, name, arguments: text, ...request }, index) => ({
    key: `${turn}.${index}`,
    id,
    name,
    arguments: text,
    request,
    approval: request.kind === "tool" && request.approval ? "pending" : "none",
    attempt: 1,
    result: request.kind === "rejected" ? refusal(request.code, request.message) : null,
  }));
}

/** The calls as the conversation keeps them. */
export function requestedCalls(calls: readonly Call[]): readonly RequestedCall[] {
  return calls.map(({ key, id, name, arguments: text, request }) => ({
    key,
    id,
    name,
    arguments: text,
    handoff: concernsHandoff(request),
  }));
}

/** Whether a call asks for another agent. */
export function concernsHandoff(request: CallRequest): boolean {
  return request.kind === "handoff" || request.kind === "return" || (request.kind === "rejected" && request.handoff);
}

/** A result that tells the model what was not allowed, and why. */
export function refusal(code: string, message: string): CallResult {
  return { status: "refused", output: { error: code, message } };
}

/** The call of that key which has no result yet. */
export function unsettledCall(context: SessionContext, key: string): Call | undefined {
  return context.reply?.calls.find((call) => call.key === key && call.result === null);
}

/** The tool calls that may run and have no result. */
export function pendingTools(context: SessionContext): readonly Call[] {
  return (context.reply?.calls ?? []).filter((call) => call.request.kind === "tool" && call.result === null);
}

/** The calls that wait for a person. */
export function pendingApprovals(context: SessionContext): readonly Call[] {
  return (context.reply?.calls ?? []).filter((call) => call.approval === "pending" && call.result === null);
}

/** The handoff or return that is due: the first without a result. */
export function dueHandoff(context: SessionContext): Call | undefined {
  return context.reply?.calls.find(({ request, result }) => result === null && isTransfer(request));
}

/** Whether a call can be performed as a handoff or a return. */
export function isTransfer(request: CallRequest): request is Extract<CallRequest, { kind: "handoff" | "return" }> {
  return request.kind === "handoff" || request.kind === "return";
}

/** Gives a call its result (R1). */
export function settle(context: SessionContext, key: string, result: CallResult): SessionContext {
  return mapCalls(context, (call) => (call.key === key && call.result === null ? { ...call, result } : call));
}

/** Gives every call that has none, and that the condition selects, the same result (R1). */
export function settleAll(
  context: SessionContext,
  result: CallResult,
  selects: (call: Call) => boolean,
): SessionContext {
  return mapCalls(context, (call) => (call.result === null && selects(call) ? { ...call, result } : call));
}

/** Changes the calls of the open reply. */
export function mapCalls(context: SessionContext, change: (call: Call) => Call): SessionContext {
  if (context.reply === null) return context;
  return { ...context, reply: { agent: context.reply.agent, calls: context.reply.calls.map(change) } };
}

/** Moves the results of a settled reply into the conversation (R2, R3); a reply that is not settled stays open. */
export function closeIfSettled(context: SessionContext): SessionContext {
  if (context.reply === null || context.reply.calls.some((call) => call.result === null)) return context;
  const { agent, calls } = context.reply;
  const conversation = calls.reduce(
    (messages, call) => messages.append(toolMessage(call, agent)),
    context.conversation,
  );
  return { ...context, conversation, reply: null };
}

function toolMessage({ key, id, name, request, result }: Call, agent: string): ToolMessage {
  const { status, output } = result ?? { status: "interrupted", output: null };
  return { role: "tool", agent, call: key, id, name, status, output, handoff: concernsHandoff(request) };
}
