import type { Graph } from "../graph/graph.ts";
import { lookup } from "../json.ts";
import { acceptable } from "./acceptable.ts";
import { bindingOf } from "./approval-binding.ts";
import type { DecodedCall } from "./call-request.ts";
import { isProposed, proposedKind } from "./change.ts";
import type { Call, SessionContext } from "./context.ts";
import { delegationEdge } from "./delegation.ts";
import { doubtOf } from "./doubt.ts";
import { closureOf, evaluate } from "./edge.ts";
import type { MachineEvent } from "./event.ts";
import { followHolds, goesOn, limitReached, metEnd } from "./limit.ts";
import { approvalOf } from "./open-calls.ts";
import { dueTransfer, pendingApprovals, pendingTools, unsettledCall } from "./reply.ts";
import { agentOf } from "./state.ts";
import { inputDue, stopping } from "./trip.ts";

/** Whether a row of the transition table applies: pure, reads the context as it was before the event. */
export type Condition = (moment: Moment, row: RowPlace, graph: Graph) => boolean;

/** When a row is tried. */
export interface Moment {
  readonly context: SessionContext;
  readonly event: MachineEvent;
}

/** Which row is tried. */
export interface RowPlace {
  readonly agent: string;
  /** The agent that the row leads to, or speaks of. */
  readonly to: string;
  /** Which of the routes, ends, guardrails or rules the row is for; -1 for none. */
  readonly index: number;
}

/** The names of {@link conditions}. */
export type ConditionName =
  | "stale"
  | "approvalsDue"
  | "toolsDue"
  | "nothingDue"
  | "attemptsLeft"
  | "haltedByLimit"
  | "notAsked"
  | "moreApprovals"
  | "toolsPending"
  | "notRunning"
  | "moreTools"
  | "doubtsAsk"
  | "rerunsLeft"
  | "notProposed"
  | "openWithApproval"
  | "openWithHook"
  | "open"
  | "topOfStack"
  | "endOpen"
  | "ended"
  | "limitReachedFirst"
  | "limitReached"
  | "tripped"
  | "delegationSpent"
  | "routeOpen"
  | "due"
  | "answersQuestion"
  | "entryOpen"
  | "staged"
  | "followOpen"
  | "proposesHandoff";

/** The conditions by name: the names stand in the transition table and on drawings. */
export const conditions: Readonly<Record<ConditionName, Condition>> = {
  /** The answer is to another turn than the one that is awaited, the failure to another attempt, the check of nothing new. */
  stale: ({ context, event }, { agent }, graph) =>
    ("turn" in event && event.turn !== context.turn) ||
    (event.type === "model.failed" && event.attempt !== context.attempt) ||
    (event.type === "guardrail.tripped" && !inputDue(graph, agent, context)) ||
    context.reply !== null,
  /** The reply has a call that a person must allow. */
  approvalsDue: (moment, row, graph) =>
    asksFor(moment, row, { graph, selects: (call) => approvalOf(call, moment.context) === "pending" }),
  /** The reply has a tool call that may run. */
  toolsDue: (moment, row, graph) =>
    asksFor(moment, row, { graph, selects: (call) => approvalOf(call, moment.context) !== "denied" }),
  /** The reply has no call, and nobody spoke in the meantime. */
  nothingDue: ({ event, context }) =>
    event.type === "model.replied" && event.calls.length === 0 && context.staged.length === 0,
  /** The failure may pass, or another model is there, and one may be asked again. */
  attemptsLeft: ({ context, event }, _row, graph) =>
    event.type === "model.failed" && (mayPass(graph, context, event) || event.fallback === true),

  /** The session stands still because a budget was spent. */
  haltedByLimit: ({ context }) => context.halt?.kind === "limitReached",

  /** No such call waits for a person, the person was shown another, or decided too late. */
  notAsked: ({ context, event }) => {
    const call = pendingApprovals(context).find(({ key }) => key === callOf(event));
    if (call === undefined) return true;
    if (event.type === "deadline.passed") return false;
    if (call.expiresAt !== null && event.at >= call.expiresAt) return true;
    return "binding" in event && event.binding !== undefined && event.binding !== bindingOf(call);
  },
  /** Another call waits for a person. */
  moreApprovals: ({ context, event }) => pendingApprovals(context).some((call) => call.key !== callOf(event)),
  /** After this decision there are tools to run. */
  toolsPending: ({ context, event }) =>
    pendingTools(context).some((call) => call.key !== callOf(event) || event.type === "approval.granted"),

  /** No such tool call is unfinished. */
  notRunning: ({ context, event }) => !pendingTools(context).some((call) => call.key === callOf(event)),
  /** Another tool call is unfinished. */
  moreTools: ({ context, event }) => pendingTools(context).some((call) => call.key !== callOf(event)),

  /** A tool whose outcome nobody knows may only run again when a person says so. */
  doubtsAsk: ({ context }, _row, graph) => pendingTools(context).some((call) => doubtOf(graph, call) === "ask"),
  /** A tool whose outcome nobody knows may run again. */
  rerunsLeft: ({ context }, _row, graph) => pendingTools(context).some((call) => doubtOf(graph, call) === "retry"),

  /** This wish is not the one that is due. */
  notProposed: ({ context, event }, { to }) => {
    const call = dueTransfer(context);
    if (call === undefined || call.key !== callOf(event) || !isProposed(event)) return true;
    return call.request.kind !== proposedKind(event) || ("to" in call.request && call.request.to !== to);
  },
  /** The handoff is open, but a person has not allowed it yet. */
  openWithApproval: (moment, row, graph) =>
    isOpen(moment, row, graph) &&
    lookup(agentOf(graph, row.agent).handoffs, row.to)?.approval === true &&
    proposedCall(moment)?.approval !== "granted",
  /** The handoff is open and allowed, and what it calls first has not been called. */
  openWithHook: (moment, row, graph) =>
    isOpen(moment, row, graph) &&
    lookup(agentOf(graph, row.agent).handoffs, row.to)?.onHandoff !== null &&
    proposedCall(moment)?.hook !== "done",
  /** The handoff is open. */
  open: (moment, row, graph) => isOpen(moment, row, graph),
  /** This agent delegated the conversation last. */
  topOfStack: ({ context }, { to }) => context.stack.at(-1)?.caller === to,
  /** The agent may end the session now. */
  endOpen: ({ context }, { agent }, graph) => {
    const { canEnd } = agentOf(graph, agent);
    return canEnd !== null && evaluate(canEnd.guard, context).holds;
  },

  /** This end condition is the first that holds. */
  ended: ({ context, event: { at } }, { agent, index }, graph) => {
    const end = metEnd(graph, agent, { context, at });
    return end !== null && end === graph.ends[index];
  },
  /** A budget is spent, for the first time in this exchange. */
  limitReachedFirst: ({ context, event: { at } }, { agent }, graph) =>
    !context.exchange.escalated && limitReached(graph, agent, { context, at }) !== null,
  /** A budget is spent. */
  limitReached: ({ context, event: { at } }, { agent }, graph) => limitReached(graph, agent, { context, at }) !== null,
  /** This guardrail tripped. */
  tripped: ({ context }, { index }, graph) =>
    context.tripped !== null && graph.guardrails[index]?.name === context.tripped.guardrail,
  /** This agent delegated the conversation last, for no more model calls than there have been. */
  delegationSpent: ({ context }, { agent, to }, graph) => {
    const top = context.stack.at(-1);
    if (top === undefined || top.caller !== to || !goesOn(graph, agent, context)) return false;
    const maxTurns = delegationEdge(graph, top)?.maxTurns ?? null;
    return maxTurns !== null && top.turns >= maxTurns;
  },
  /** This route is the first whose guard holds. */
  routeOpen: ({ context }, { agent, index }, graph) => {
    if (context.due !== "model") return false;
    const route = agentOf(graph, agent).routes[index];
    return route !== undefined && evaluate(route.guard, context).holds;
  },
  /** A model call is owed. */
  due: ({ context }) => context.due === "model",
  /** The user spoke, and had been asked something by this agent. */
  answersQuestion: ({ context, event }) =>
    context.asking && (event.type === "user.message" || context.staged.length > 0),
  /** The user spoke, and this rule of `entry` says to whom. */
  entryOpen: ({ context, event }, { index }, graph) => {
    if (event.type !== "user.message" && context.staged.length === 0) return false;
    const rule = graph.entry.kind === "list" ? graph.entry.rules[index] : undefined;
    return rule !== undefined && evaluate(rule.guard, context).holds;
  },
  /** A user message waits to be delivered. */
  staged: ({ context }) => context.staged.length > 0,
  /** The agent has answered, and this rule says what follows. */
  followOpen: ({ context }, { agent, index }, graph) => {
    const rule = agentOf(graph, agent).afterReply[index];
    return context.due === "afterReply" && rule !== undefined && followHolds(rule, context);
  },

  /** The operator proposes a handoff. */
  proposesHandoff: ({ event }) => event.type === "operator.message" && event.handoff !== undefined,
};

/** Whether the same model is asked again after a failure. */
export function mayPass(
  graph: Graph,
  context: SessionContext,
  { error }: Pick<Extract<MachineEvent, { type: "model.failed" }>, "error">,
): boolean {
  return error.retryable && context.retries < graph.retry.attempts && (error.retryAfter ?? 0) <= longestWait(graph);
}

/** Whoever asks to wait longer than this, in milliseconds, is not waited for: the session rests, and can be resumed. */
function longestWait({ retry }: Graph): number {
  return Math.max(retry.maxDelay, 60_000);
}

function isOpen({ context, event: { at } }: Moment, { agent, to }: RowPlace, graph: Graph): boolean {
  const handoff = lookup(agentOf(graph, agent).handoffs, to);
  return handoff !== undefined && closureOf(graph, handoff, { context, at }) === null;
}

function proposedCall({ context, event }: Moment): Call | undefined {
  return unsettledCall(context, callOf(event) ?? "");
}

function callOf(event: MachineEvent): string | undefined {
  return "call" in event ? event.call : undefined;
}

function asksFor(
  { context, event }: Moment,
  { agent }: RowPlace,
  { graph, selects }: { readonly graph: Graph; readonly selects: (call: DecodedCall) => boolean },
): boolean {
  if (event.type !== "model.replied" || event.calls.length === 0 || stopping(graph, event.verdicts) !== null)
    return false;
  const { variables } = context;
  return event.calls.some((call) => {
    const taken = acceptable(graph, agent, { call, variables });
    return taken.kind === "tool" && selects(taken);
  });
}
