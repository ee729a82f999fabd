import type { GuardEvaluation } from "../graph/evaluate-guard.ts";
import type { Scalar } from "../graph/guard.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import type { NativeItems, Usage } from "./message.ts";

/**
 * The facts that a machine is driven by: JSON, with the time in `at` (milliseconds since the epoch). Whatever
 * was decoded or validated was so before the event was made; stepping runs no schema.
 */
export type MachineEvent =
  | UserSpoke
  | OperatorSpoke
  | ModelReplied
  | ModelFailed
  | ToolReturned
  | ToolFailed
  | ApprovalGranted
  | ApprovalDenied
  | DeadlinePassed
  | HandoffProposed
  | ReturnProposed
  | TurnDue
  | RunStopped
  | RunResumed
  | SessionCancelled;

/** What the machine proposes to itself: events without a time, made while it decides. */
export type Proposal = Untimed<HandoffProposed> | Untimed<ReturnProposed> | Untimed<TurnDue>;

type Untimed<Event> = Omit<Event, "at">;

interface Timed {
  readonly at: number;
}

export interface UserSpoke extends Timed {
  readonly type: "user.message";
  readonly text: string;
}

/** A person answers in the place of a model, hands the conversation on, or both. */
export interface OperatorSpoke extends Timed {
  readonly type: "operator.message";
  readonly text: string;
  readonly handoff?: { readonly to: string; readonly input: JsonValue };
}

export interface ModelReplied extends Timed {
  readonly type: "model.replied";
  readonly turn: number;
  readonly attempt: number;
  readonly model: string;
  readonly text: string;
  /** In the order of the reply. */
  readonly calls: readonly DecodedCall[];
  readonly usage: Usage;
  /** The handoffs that were offered or withheld when the model was asked, with the values their guards read. */
  readonly offers: readonly Offer[];
  readonly native?: NativeItems;
}

export interface ModelFailed extends Timed {
  readonly type: "model.failed";
  readonly turn: number;
  readonly attempt: number;
  readonly error: FailureFacts;
  /** Text that had been streamed and is discarded. */
  readonly partial: string;
  /** In [0, 1): spreads the delay of the next attempt. */
  readonly jitter: number;
}

/** An error as data. */
export interface FailureFacts {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  /** Milliseconds that the provider asked to wait for. */
  readonly retryAfter?: number;
}

export interface ToolReturned extends Timed {
  readonly type: "tool.returned";
  readonly call: string;
  readonly attempt: number;
  readonly output: JsonValue;
  /** The variables that the tool writes; only declared ones, validated. */
  readonly set: Readonly<Record<string, unknown>>;
}

export interface ToolFailed extends Timed {
  readonly type: "tool.failed";
  readonly call: string;
  readonly attempt: number;
  readonly code: "threw" | "timeout" | "bad_output" | "undeclared_write" | "too_large";
  /** What the model reads: short. */
  readonly message: string;
  /** What an engineer reads: the whole cause. Never part of a prompt. */
  readonly cause?: JsonValue;
}

export interface ApprovalGranted extends Timed {
  readonly type: "approval.granted";
  readonly call: string;
  /** Who decided. */
  readonly by?: string;
}

export interface ApprovalDenied extends Timed {
  readonly type: "approval.denied";
  readonly call: string;
  readonly by?: string;
  /** What the model is told. */
  readonly reason?: string;
}

/** The time to decide on a call is over. */
export interface DeadlinePassed extends Timed {
  readonly type: "deadline.passed";
  readonly call: string;
}

/** A handoff call of the reply is due; the machine's guards decide. One event type per target. */
export interface HandoffProposed extends Timed {
  readonly type: `handoff.${string}`;
  readonly call: string;
  readonly input: JsonValue;
  /** What the guard said when the machine proposed, and the values that it read. */
  readonly guard: GuardEvaluation;
}

/** A delegate's way back is due. One event type per caller. */
export interface ReturnProposed extends Timed {
  readonly type: `return.${string}`;
  readonly call: string;
  readonly input: JsonValue;
}

/** The reply is settled: what comes next is due. */
export interface TurnDue extends Timed {
  readonly type: "turn.due";
  readonly turn: number;
}

/** The run is aborted: what had been streamed is kept. */
export interface RunStopped extends Timed {
  readonly type: "run.stopped";
  readonly partial: string;
}

/** Whoever drives the session goes on with it: unfinished effects are issued again. */
export interface RunResumed extends Timed {
  readonly type: "run.resumed";
}

export interface SessionCancelled extends Timed {
  readonly type: "session.cancelled";
  readonly reason?: string;
}

/** A call of a reply after it was decoded: what it asks for, or why it cannot be. */
export type DecodedCall = CallText & CallRequest;

/** A call as the model transmitted it. */
export interface CallText {
  readonly id: string | null;
  readonly name: string;
  readonly arguments: string;
}

/** What a call asks for. */
export type CallRequest =
  | {
      readonly kind: "tool";
      readonly tool: string;
      /** The arguments as the tool's schema took them, as JSON. */
      readonly input: JsonObject;
      readonly approval: boolean;
      /** The schema makes of the arguments what JSON cannot carry: it is run on them again for the tool. */
      readonly lossy?: true;
    }
  | { readonly kind: "handoff"; readonly to: string; readonly input: JsonValue }
  | { readonly kind: "return"; readonly to: string; readonly input: JsonValue }
  | {
      readonly kind: "rejected";
      readonly code: RejectionCode;
      readonly message: string;
      /** Whether it asked for another agent. */
      readonly handoff: boolean;
      /** The agent it asked for, where that is known. */
      readonly to: string | null;
    };

/** Why a call was refused before the machine was asked. */
export type RejectionCode =
  | "unknown_tool"
  | "foreign_tool"
  | "unknown_target"
  | "undeclared_handoff"
  | "self_handoff"
  | "not_delegated"
  | "invalid_json"
  | "invalid_arguments"
  | "too_large"
  | "too_many_calls";

/** A handoff as it stood when a model was asked. */
export interface Offer {
  readonly to: string;
  readonly offered: boolean;
  readonly holds: boolean;
  readonly reads: Readonly<Record<string, Scalar | unknown>>;
}
