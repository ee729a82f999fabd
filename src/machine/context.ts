import type { Graph } from "../graph/graph.ts";
import type { Variables } from "../graph/guard.ts";
import type { JsonValue } from "../json.ts";
import { Conversation } from "./conversation.ts";
import type { CallRequest, CallText, FailureFacts } from "./event.ts";
import type { CallStatus, Usage, UserMessage } from "./message.ts";

/** Everything a session knows besides which agent is in which state. JSON, but for the conversation's storage. */
export interface SessionContext<Values = Variables> {
  readonly conversation: Conversation;
  readonly variables: Readonly<Values>;
  /** Counts the replies of models and operators from 1; names the one that is awaited or came last. */
  readonly turn: number;
  /** Counts attempts at this turn from 1. */
  readonly attempt: number;
  /** How often this turn's model call was tried again because it had failed. */
  readonly retries: number;
  /** Milliseconds to wait before the next attempt. */
  readonly delay: number;
  /** The reply whose calls are not all settled yet. */
  readonly reply: Reply | null;
  /** Whether a model call is owed: the user spoke, or a call was answered. */
  readonly due: boolean;
  /** The callers of the delegations that are open, the newest last. */
  readonly stack: readonly string[];
  /** How the active agent got the conversation: part of its instructions. */
  readonly received: Received | null;
  /** User messages that came while something was pending. */
  readonly staged: readonly UserMessage[];
  /** What was spent since the user spoke. */
  readonly exchange: Exchange;
  /** How often each handoff with `maxTimes` was taken, by `from → to`. */
  readonly taken: Readonly<Record<string, number>>;
  readonly usage: Usage;
  /** Why the session is in `failed`, or rests although something was due. */
  readonly halt: Halt | null;
  /** How the session ended. */
  readonly outcome: string | null;
}

/** A reply of a model or an operator whose calls are being settled. */
export interface Reply {
  readonly agent: string;
  readonly calls: readonly Call[];
}

/** One call of a reply and what has become of it. */
export interface Call extends CallText {
  /** `<turn>.<index>`. */
  readonly key: string;
  readonly request: CallRequest;
  readonly approval: "none" | "pending" | "granted";
  /** Counts attempts from 1. */
  readonly attempt: number;
  readonly result: CallResult | null;
}

/** The one result of a call. */
export interface CallResult {
  readonly status: CallStatus;
  readonly output: JsonValue;
}

/** A conversation that came by a handoff, a return, a route or a limit. */
export interface Received {
  readonly from: string;
  readonly by: "handoff" | "return" | "route" | "limit";
  /** What the giving agent told the receiving one. */
  readonly input: JsonValue;
}

/** Counters of one exchange. */
export interface Exchange {
  readonly modelCalls: number;
  readonly handoffs: number;
  readonly refusals: number;
  /** A handoff was refused because this budget was spent. */
  readonly spent: "handoffs" | "modelCalls" | null;
  /** The limit's agent has already been called in. */
  readonly escalated: boolean;
}

/** Why a session stands still. */
export type Halt =
  | { readonly kind: "modelFailed"; readonly error: FailureFacts }
  | { readonly kind: "limitReached"; readonly limit: LimitName };

/** The budgets of an exchange. */
export type LimitName = "modelCalls" | "handoffs" | "refusals";

/** An exchange in which nothing was spent. */
export const freshExchange: Exchange = Object.freeze({
  modelCalls: 0,
  handoffs: 0,
  refusals: 0,
  spent: null,
  escalated: false,
});

/** The context of a session in which nothing was said. */
export function initialContext(graph: Graph): SessionContext {
  return {
    conversation: Conversation.empty,
    variables: graph.variables.initial,
    turn: 0,
    attempt: 1,
    retries: 0,
    delay: 0,
    reply: null,
    due: false,
    stack: [],
    received: null,
    staged: [],
    exchange: freshExchange,
    taken: {},
    usage: { inputTokens: 0, outputTokens: 0 },
    halt: null,
    outcome: null,
  };
}
