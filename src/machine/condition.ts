import type { Graph } from "../graph/graph.ts";
import { lookup } from "../json.ts";
import { isProposed } from "./change.ts";
import type { SessionContext } from "./context.ts";
import { closureOf, evaluate } from "./edge.ts";
import type { DecodedCall, MachineEvent } from "./event.ts";
import { limitReached, metEnd } from "./limit.ts";
import { dueHandoff, pendingApprovals, pendingTools, unsettledCall } from "./reply.ts";
import { agentOf } from "./state.ts";

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
  /** Which of the agent's routes, or of the graph's ends, the row is for; -1 for none. */
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
  | "notProposed"
  | "openWithApproval"
  | "open"
  | "topOfStack"
  | "ended"
  | "limitReachedFirst"
  | "limitReached"
  | "routeOpen"
  | "due"
  | "staged"
  | "proposesHandoff";

/** The conditions by name: the names stand in the transition table and on drawings. */
export const conditions: Readonly<Record<ConditionName, Condition>> = {
  /** The answer is to another turn than the one that is awaited, or the failure to another attempt. */
  stale: ({ context, event }) =>
    ("turn" in event && event.turn !== context.turn) ||
    (event.type === "model.failed" && event.attempt !== context.attempt) ||
    context.reply !== null,
  /** The reply has a call that a person must allow. */
  approvalsDue: ({ event }) => asksFor(event, (call) => call.kind === "tool" && call.approval),
  /** The reply has a tool call. */
  toolsDue: ({ event }) => asksFor(event, (call) => call.kind === "tool"),
  /** The reply has no call, and nobody spoke in the meantime. */
  nothingDue: ({ event, context }) =>
    event.type === "model.replied" && event.calls.length === 0 && context.staged.length === 0,
  /** The failure may pass, and the model may be asked again. */
  attemptsLeft: ({ context, event }, _row, graph) =>
    event.type === "model.failed" &&
    event.error.retryable &&
    context.retries < graph.retry.attempts &&
    (event.error.retryAfter ?? 0) <= longestWait(graph),

  /** The session stands still because a budget was spent. */
  haltedByLimit: ({ context }) => context.halt?.kind === "limitReached",

  /** No such call waits for a person. */
  notAsked: ({ context, event }) => !pendingApprovals(context).some((call) => call.key === callOf(event)),
  /** Another call waits for a person. */
  moreApprovals: ({ context, event }) => pendingApprovals(context).some((call) => call.key !== callOf(event)),
  /** After this decision there are tools to run. */
  toolsPending: ({ context, event }) =>
    pendingTools(context).some((call) => call.key !== callOf(event) || event.type === "approval.granted"),

  /** No such tool call is unfinished. */
  notRunning: ({ context, event }) => !pendingTools(context).some((call) => call.key === callOf(event)),
  /** Another tool call is unfinished. */
  moreTools: ({ context, event }) => pendingTools(context).some((call) => call.key !== callOf(event)),

  /** This handoff or return is not the one that is due. */
  notProposed: ({ context, event }, { to }) => {
    const call = dueHandoff(context);
    if (call === undefined || call.key !== callOf(event) || !isProposed(event)) return true;
    const kind = event.type.startsWith("handoff.") ? "handoff" : "return";
    return call.request.kind !== kind || call.request.to !== to;
  },
  /** The handoff is open, but a person has not allowed it yet. */
  openWithApproval: ({ context, event }, row, graph) =>
    isOpen(context, row, graph) &&
    lookup(agentOf(graph, row.agent).handoffs, row.to)?.approval === true &&
    unsettledCall(context, callOf(event) ?? "")?.approval !== "granted",
  /** The handoff is open. */
  open: ({ context }, row, graph) => isOpen(context, row, graph),
  /** This agent delegated the conversation last. */
  topOfStack: ({ context }, { to }) => context.stack.at(-1) === to,

  /** This end condition is the first that holds. */
  ended: ({ context }, { index }, graph) => {
    const end = metEnd(graph, context);
    return end !== null && end === graph.ends[index];
  },
  /** A budget is spent, for the first time in this exchange. */
  limitReachedFirst: ({ context }, { agent }, graph) =>
    !context.exchange.escalated && limitReached(graph, agent, context) !== null,
  /** A budget is spent. */
  limitReached: ({ context }, { agent }, graph) => limitReached(graph, agent, context) !== null,
  /** This route is the first whose guard holds. */
  routeOpen: ({ context }, { agent, index }, graph) => {
    if (!context.due) return false;
    const route = agentOf(graph, agent).routes[index];
    return route !== undefined && evaluate(route.guard, context).holds;
  },
  /** A model call is owed. */
  due: ({ context }) => context.due,
  /** A user message waits to be delivered. */
  staged: ({ context }) => context.staged.length > 0,

  /** The operator proposes a handoff. */
  proposesHandoff: ({ event }) => event.type === "operator.message" && event.handoff !== undefined,
};

/** Whoever asks to wait longer than this, in milliseconds, is not waited for: the session rests, and can be resumed. */
function longestWait({ retry }: Graph): number {
  return Math.max(retry.maxDelay, 60_000);
}

function isOpen(context: SessionContext, { agent, to }: RowPlace, graph: Graph): boolean {
  const handoff = lookup(agentOf(graph, agent).handoffs, to);
  return handoff !== undefined && closureOf(graph, handoff, context) === null;
}

function callOf(event: MachineEvent): string | undefined {
  return "call" in event ? event.call : undefined;
}

function asksFor(event: MachineEvent, selects: (call: DecodedCall) => boolean): boolean {
  return event.type === "model.replied" && event.calls.some(selects);
}
