import type { GuardEvaluation } from "../graph/evaluate-guard.ts";
import type { JsonValue } from "../json.ts";
import type { Halt } from "../machine/context.ts";
import type { FailureFacts } from "../machine/event.ts";
import type { CallStatus, Usage } from "../machine/message.ts";

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
  | MessageStaged
  | LimitReached
  | EventDropped
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
  readonly text: string;
  readonly calls: number;
  readonly usage: Usage;
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
  readonly by: "handoff" | "return" | "route" | "limit";
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
}

/** A person has decided. */
export interface ApprovalSettled {
  readonly type: "approval.settled";
  readonly call: string;
  readonly granted: boolean;
}

/** An operator answered in the place of a model. */
export interface OperatorReplied {
  readonly type: "operator.replied";
  readonly agent: string;
  readonly text: string;
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

/** The run is over: the last update of every run. */
export interface RunEnded {
  readonly type: "run.ended";
  readonly status: RestStatus;
  /** The active agent; `null` before the first message and after the end. */
  readonly agent: string | null;
  /** Why the session stands still, when it is not simply the user's turn. */
  readonly halt: Halt | null;
  readonly outcome: string | null;
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
