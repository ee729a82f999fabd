import type { Graph, Limits } from "../graph/graph.ts";
import type { Variables } from "../graph/guard.ts";
import type { CallStatus, Usage, UserMessage } from "../graph/message.ts";
import type { Takeover } from "../graph/written.ts";
import type { JsonValue } from "../json.ts";
import type { CallRequest, CallText } from "./call-request.ts";
import { Conversation } from "./conversation.ts";
import type { FailureFacts } from "./event.ts";

/** Everything a session knows besides which agent is in which state. JSON, but for the conversation's storage. */
export interface SessionContext<Values = Variables> {
  readonly conversation: Conversation;
  readonly variables: Readonly<Values>;
  /** Counts the replies of models and operators from 1; names the one that is awaited or came last. */
  readonly turn: number;
  /** How many replies models and operators have given. */
  readonly replies: number;
  /** Counts attempts at this turn from 1. */
  readonly attempt: number;
  /** How often this turn's model call was tried again because it had failed. */
  readonly retries: number;
  /** Milliseconds to wait before the next attempt. */
  readonly delay: number;
  /** The reply whose calls are not all settled yet. */
  readonly reply: Reply | null;
  /**
   * What is owed: a model call, since the user spoke or a call was answered; or what follows an answer; or nothing.
   */
  readonly due: "model" | "afterReply" | null;
  /** The delegations that are open, the newest last. */
  readonly stack: readonly Delegation[];
  /** How the active agent got the conversation: part of its instructions. */
  readonly received: Received | null;
  /** Where the newest user message stands in the conversation; -1 before the first. */
  readonly heard: number;
  /** Which user message each agent's input guardrails saw last, by its place in the conversation. */
  readonly checked: Readonly<Record<string, number>>;
  /** Whether the active agent has asked the user something, and waits for the answer. */
  readonly asking: boolean;
  /** The guardrail that tripped, until what follows from it has been done. */
  readonly tripped: Tripped | null;
  /** How often the active agent has gone on by itself. */
  readonly autonomous: number;
  /** Which of the agent's models is asked in this turn, from 0. */
  readonly fallback: number;
  /** User messages that came while something was pending. */
  readonly staged: readonly UserMessage[];
  /** What was spent since the user spoke. */
  readonly exchange: Exchange;
  /** How often each handoff with `maxTimes` was taken, by `from → to`. */
  readonly taken: Readonly<Record<string, number>>;
  /** Tokens of all model calls. */
  readonly usage: Usage;
  /** What they cost, by the graph's prices. */
  readonly cost: number;
  /** What people decided for the rest of the session, by {@link decisionKey}. */
  readonly decisions: Readonly<Record<string, "granted" | "denied">>;
  /** The summaries that views show, by agent or edge. */
  readonly summaries: Readonly<Record<string, Summary>>;
  /** The hash of the instructions that each agent was sent last, where the graph computes them. */
  readonly instructed: Readonly<Record<string, string>>;
  /** When the first message came; `null` before. */
  readonly startedAt: number | null;
  /** Why the session is in `failed`, or rests although something was due. */
  readonly halt: Halt | null;
  /** How the session ended. */
  readonly outcome: string | null;
  /** The result that ended the session, or the last answer in the form that an agent's `output` asks for. */
  readonly result: JsonValue;
}

/** A delegation that is open. */
export interface Delegation {
  /** Who gets the conversation back. */
  readonly caller: string;
  /** Whom it was delegated to. */
  readonly to: string;
  /** Model calls since then, where the edge limits them. */
  readonly turns: number;
}

/** What was said until some message, in short. */
export interface Summary {
  readonly text: string;
  /** How many messages it covers, from the first. */
  readonly covers: number;
}

/** A guardrail that tripped. */
export interface Tripped {
  readonly guardrail: string;
  readonly reason: string;
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
  /** When the person was asked, and when the time to decide is over; `null` where nobody is asked, or it never is. */
  readonly askedAt: number | null;
  readonly expiresAt: number | null;
  /** Whether the handoff's `onHandoff` is being called, or has agreed. */
  readonly hook: "none" | "pending" | "done";
  /** Whether a person put these arguments in the place of the model's. */
  readonly edited: boolean;
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
  readonly by: Takeover["by"];
  /** What the giving agent told the receiving one. */
  readonly input: JsonValue;
  /** How many messages the conversation had then. */
  readonly since: number;
}

/** Counters of one exchange. */
export interface Exchange {
  readonly modelCalls: number;
  readonly toolCalls: number;
  readonly handoffs: number;
  readonly refusals: number;
  readonly repairs: number;
  readonly tokens: number;
  readonly cost: number;
  /** When the user spoke, moved on by the time in which persons were asked for approval. */
  readonly startedAt: number;
  /** Between which two agents the last handoffs went, and how many in a row since a variable changed. */
  readonly bounce: { readonly pair: string; readonly inARow: number } | null;
  /** How often each handoff with `maxTimes` per exchange was taken, by `from → to`. */
  readonly taken: Readonly<Record<string, number>>;
  /** A handoff was refused because this budget was spent. */
  readonly spent: LimitName | null;
  /** The limit's agent has already been called in. */
  readonly escalated: boolean;
}

/** Why a session stands still. */
export type Halt =
  | { readonly kind: "modelFailed"; readonly error: FailureFacts }
  | { readonly kind: "limitReached"; readonly limit: LimitName };

/** The budgets of an exchange. */
export type LimitName = keyof Limits;

/** An exchange in which nothing was spent. */
export const freshExchange: Exchange = Object.freeze({
  modelCalls: 0,
  toolCalls: 0,
  handoffs: 0,
  refusals: 0,
  repairs: 0,
  tokens: 0,
  cost: 0,
  startedAt: 0,
  bounce: null,
  taken: Object.freeze({}),
  spent: null,
  escalated: false,
});

/** The context of a session in which nothing was said. */
export function initialContext(graph: Graph): SessionContext {
  return {
    conversation: Conversation.empty,
    variables: graph.variables.initial,
    turn: 0,
    replies: 0,
    attempt: 1,
    retries: 0,
    delay: 0,
    reply: null,
    due: null,
    stack: [],
    received: null,
    heard: -1,
    checked: {},
    asking: false,
    tripped: null,
    autonomous: 0,
    fallback: 0,
    staged: [],
    exchange: freshExchange,
    taken: {},
    usage: { inputTokens: 0, outputTokens: 0 },
    cost: 0,
    decisions: {},
    summaries: {},
    instructed: {},
    startedAt: null,
    halt: null,
    outcome: null,
    result: null,
  };
}
