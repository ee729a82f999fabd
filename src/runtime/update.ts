import type { GuardEvaluation } from "../graph/evaluate-guard.ts";
import type { GuardrailPlace } from "../graph/guardrail.ts";
import type { CallStatus, Usage } from "../graph/message.ts";
import type { Takeover } from "../graph/written.ts";
import type { JsonValue } from "../json.ts";
import type { Halt } from "../machine/context.ts";
import type { FailureFacts } from "../machine/event.ts";

/** What a run tells while it happens: observations, in order. Nothing depends on anybody reading them. */
export type Update =
  | TurnStarted
  | TextDelta
  | TextDiscarded
  | TurnEnded
  | ToolStarted
  | ToolSettled
  | HandoffMade
  | HandoffRefused
  | ApprovalRequested
  | ApprovalSettled
  | OperatorReplied
  | UserAsked
  | ReplyFixed
  | GuardrailActed
  | ConversationSummarized
  | MessageStaged
  | LimitReached
  | EventDropped
  | UpdatesDropped
  | RunEnded;

/** A model is being asked. */
export interface TurnStarted {
  readonly type: "turn.started";
  readonly agent: string;
  readonly turn: number;
  readonly attempt: number;
}

/** A piece of the agent's text, as it arrives. */
export interface TextDelta {
  readonly type: "text.delta";
  readonly agent: string;
  readonly turn: number;
  readonly text: string;
}

/** The model call failed: forget the text of this turn so far. */
export interface TextDiscarded {
  readonly type: "text.discarded";
  readonly agent: string;
  readonly turn: number;
  readonly error: FailureFacts;
  /** Milliseconds until the next attempt; `null` when there is none. */
  readonly delay: number | null;
}

/** The model answered. */
export interface TurnEnded {
  readonly type: "turn.ended";
  readonly agent: string;
  readonly turn: number;
  /** What the user may read: of a text that a guardrail withheld or rewrote, what stands in its place. */
  readonly text: string;
  readonly calls: number;
  readonly usage: Usage;
  /** The answer in the form that the agent's `output` asks for. */
  readonly output?: JsonValue;
}

/** A tool is being run. */
export interface ToolStarted {
  readonly type: "tool.started";
  readonly agent: string;
  readonly call: string;
  readonly tool: string;
  readonly input: JsonValue;
}

/** A tool call has its result, whatever kind it is. */
export interface ToolSettled {
  readonly type: "tool.settled";
  readonly agent: string;
  readonly call: string;
  readonly tool: string;
  readonly status: CallStatus;
  readonly output: JsonValue;
}

/** The conversation went to another agent. */
export interface HandoffMade {
  readonly type: "handoff.made";
  readonly by: Takeover["by"];
  readonly from: string;
  readonly to: string;
  readonly input: JsonValue;
  /** What the guard said and read; absent where there is none to ask. */
  readonly guard?: GuardEvaluation;
}

/** The conversation did not go to the agent that was asked for. */
export interface HandoffRefused {
  readonly type: "handoff.refused";
  readonly from: string;
  /** The target, or the tool's name when there is no such agent. */
  readonly to: string;
  readonly call: string;
  readonly status: CallStatus;
  /** What the model was told. */
  readonly reason: JsonValue;
  readonly guard?: GuardEvaluation;
}

/** A person has to decide on a call. */
export interface ApprovalRequested {
  readonly type: "approval.requested";
  readonly agent: string;
  readonly call: string;
  readonly kind: "tool" | "handoff";
  /** The tool, or the target. */
  readonly name: string;
  readonly input: JsonValue;
  /** When the time to decide is over, in milliseconds since the epoch, or `null`. */
  readonly expiresAt: number | null;
  /** The digest of all of this: give it back with the decision, so that it cannot be about anything else. */
  readonly binding: string;
  /** It was under way when its process died, and nobody knows whether it had an effect. */
  readonly inDoubt: boolean;
}

/** A person has decided, or the time to decide is over. */
export interface ApprovalSettled {
  readonly type: "approval.settled";
  readonly call: string;
  readonly granted: boolean;
  readonly by?: string;
  /** What the person put in the place of the model's arguments. */
  readonly input?: JsonValue;
  readonly expired?: true;
}

/** An operator answered in the place of a model. */
export interface OperatorReplied {
  readonly type: "operator.replied";
  readonly agent: string;
  readonly text: string;
}

/** An agent asked the user something and waits for the answer. */
export interface UserAsked {
  readonly type: "user.asked";
  readonly agent: string;
  readonly call: string;
  readonly question: string;
}

/** The machine said something in the place of a model: the text of a route, or of a guardrail that refused. */
export interface ReplyFixed {
  readonly type: "reply.fixed";
  readonly agent: string;
  readonly text: string;
  readonly by: { readonly kind: "route" | "guardrail"; readonly name: string };
}

/** A guardrail did not let something through as it was. */
export interface GuardrailActed {
  readonly type: "guardrail.tripped" | "guardrail.rewrote";
  readonly agent: string;
  readonly guardrail: string;
  readonly on: GuardrailPlace;
  /** Why it tripped. */
  readonly reason: string | null;
  /** The key of the call, of `arguments` and `result`. */
  readonly call: string | null;
}

/** What was said is shown to an agent in short. */
export interface ConversationSummarized {
  readonly type: "conversation.summarized";
  /** The agent, or the edge `from → to`. */
  readonly for: string;
  /** How many messages it covers. */
  readonly covers: number;
}

/** A user message came while something was pending: it is delivered afterwards. */
export interface MessageStaged {
  readonly type: "message.staged";
  readonly text: string;
}

/** A budget of the exchange is spent. */
export interface LimitReached {
  readonly type: "limit.reached";
  readonly agent: string;
  readonly limit: string;
}

/** A fact came too late, or concerned nothing that is open: it is in the journal, and changed nothing. */
export interface EventDropped {
  readonly type: "event.dropped";
  readonly event: string;
}

/** Nobody read the run while it went on: so many of its first updates are gone. The journal has all that happened. */
export interface UpdatesDropped {
  readonly type: "updates.dropped";
  readonly count: number;
}

/** The run is over: the last update of every run. */
export interface RunEnded {
  readonly type: "run.ended";
  readonly status: RestStatus;
  /** The active agent; `null` before the first message and after the end. */
  readonly agent: string | null;
  /** Why the session stands still, when it is not simply the user's turn. */
  readonly halt: Halt | null;
  readonly outcome: string | null;
  /** What `end_conversation` gave, or the last answer in the form that an agent's `output` asks for. */
  readonly result: JsonValue;
}

/** Where a session can rest; `interrupted`: something is unfinished, and nobody works on it. */
export type RestStatus =
  | "opened"
  | "awaitingUser"
  | "awaitingOperator"
  | "awaitingApproval"
  | "interrupted"
  | "failed"
  | "completed"
  | "cancelled";

/** Where a session can be: at rest, or `running`. */
export type SessionStatus = RestStatus | "running";
