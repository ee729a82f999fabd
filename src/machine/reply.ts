import type { CallStatus, RequestedCall, ToolMessage } from "../graph/message.ts";
import type { JsonValue } from "../json.ts";
import type { CallRequest } from "./call-request.ts";
import type { Call, CallResult, SessionContext } from "./context.ts";

/*
 * The life of a reply's calls. Invariants:
 * R1 A call has one result at most, and keeps the first.
 * R2 `reply` is null exactly when every call of the conversation has its result in it, so the conversation is
 *    balanced whenever a model can be asked.
 * R3 Results enter the conversation together, in the order of the calls.
 */

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

/** Whether a call asks for another agent: a question to the user concerns all agents, as its answer does. */
function concernsHandoff(request: CallRequest): boolean {
  return request.kind === "handoff" || request.kind === "return" || (request.kind === "rejected" && request.handoff);
}

/** A result that tells the model what was not allowed, and why. */
export function refusal(code: string, message: string): CallResult {
  return { status: "refused", output: { error: code, message } };
}

/** A result that tells the model that a person did not allow the call, and why; or not once more. */
export function denial(
  reason: string | undefined,
  { error = "denied", started = false }: { readonly error?: "denied" | "expired"; readonly started?: boolean } = {},
): CallResult {
  const why = reason === undefined ? "." : `: ${sentence(reason)}`;
  const allowed = `A person did not allow this call${started ? " once more" : ""}${why}`;
  const message = started ? `${allowed} It was interrupted before: whether it had an effect is unknown.` : allowed;
  return { status: "denied", output: { error, message } };
}

/** A reason with its full stop, however it was written. */
export function sentence(reason: string): string {
  return /[.!?…]\s*$/.test(reason) ? reason.trimEnd() : `${reason}.`;
}

/** A result that tells the model that a call was not performed because of another. */
export function supersession(message: string): CallResult {
  return { status: "superseded", output: { error: "superseded", message } };
}

/** The call of that key which has no result yet. */
export function unsettledCall(context: SessionContext, key: string): Call | undefined {
  return context.reply?.calls.find((call) => call.key === key && call.result === null);
}

/** The tool calls that may run and have no result, or the handoff whose `onHandoff` is to be called. */
export function pendingTools(context: SessionContext): readonly Call[] {
  return (context.reply?.calls ?? []).filter(
    (call) => call.result === null && (call.request.kind === "tool" || call.hook === "pending"),
  );
}

/** The calls that wait for a person. */
export function pendingApprovals(context: SessionContext): readonly Call[] {
  return (context.reply?.calls ?? []).filter((call) => call.approval === "pending" && call.result === null);
}

/** The wish about who speaks next that is due: the first without a result. */
export function dueTransfer(context: SessionContext): TransferCall | undefined {
  return context.reply?.calls.find((call): call is TransferCall => call.result === null && isTransfer(call.request));
}

type TransferCall = Call & { readonly request: TransferRequest };

/** A wish about who speaks next: another agent, the user, or nobody any more. */
export type TransferRequest = Extract<CallRequest, { kind: "handoff" | "return" | "end" | "question" }>;

/** Whether a call is a wish about who speaks next. */
export function isTransfer(request: CallRequest): request is TransferRequest {
  return request.kind !== "tool" && request.kind !== "rejected";
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

function toolMessage(call: Call, agent: string): ToolMessage {
  const { key, id, name, request, edited } = call;
  const { status, output }: { status: CallStatus; output: JsonValue } = call.result ?? {
    status: "interrupted",
    output: null,
  };
  const message = { role: "tool", agent, call: key, id, name, status, output } as const;
  const handoff = concernsHandoff(request);
  return edited && "input" in request ? { ...message, handoff, edited: request.input } : { ...message, handoff };
}
