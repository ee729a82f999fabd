import type { GuardEvaluation } from "../graph/evaluate-guard.ts";
import type { GuardrailPlace } from "../graph/guardrail.ts";
import type { NativeItems, Usage, UserInput } from "../graph/message.ts";
import type { JsonValue } from "../json.ts";
import type { DecodedCall, Offer } from "./call-request.ts";

/**
 * The facts that a machine is driven by: JSON, with the time in `at` (milliseconds since the epoch). Whatever
 * was decoded or validated was so before the event was made; stepping runs no schema.
 */
export type MachineEvent =
  | UserSpoke
  | OperatorSpoke
  | ModelReplied
  | ModelFailed
  | GuardrailTripped
  | ToolReturned
  | ToolFailed
  | ApprovalGranted
  | ApprovalDenied
  | DeadlinePassed
  | HandoffProposed
  | ReturnProposed
  | EndProposed
  | QuestionProposed
  | TurnDue
  | RunStopped
  | RunResumed
  | SessionCancelled;

/** What the machine proposes to itself: events without a time, made while it decides. */
export type Proposal =
  | Untimed<HandoffProposed>
  | Untimed<ReturnProposed>
  | Untimed<EndProposed>
  | Untimed<QuestionProposed>
  | Untimed<TurnDue>;

type Untimed<Event> = Omit<Event, "at">;

interface Timed {
  readonly at: number;
}

export interface UserSpoke extends Timed, UserInput {
  readonly type: "user.message";
  /** What was said in the same breath, behind this: by the same user or by others. */
  readonly also?: readonly UserInput[];
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
  /** The text in the form that the agent's `output` asks for, or why it has not that form. */
  readonly output?: { readonly value: JsonValue } | { readonly problems: readonly string[] };
  /** What the guardrails said of the input, the text and the calls' arguments. */
  readonly verdicts?: readonly Verdict[];
  /** The instructions that were sent, where the graph computes them. */
  readonly instructions?: SentInstructions;
  /** The summary that was made for this call. */
  readonly summary?: Summarized;
}

/** What a guardrail said. */
export interface Verdict {
  readonly guardrail: string;
  readonly on: GuardrailPlace;
  readonly outcome: "passed" | "tripped" | "rewritten";
  /** Why it tripped; or why the check itself failed. */
  readonly reason?: string;
  /** What stands there now: of `rewritten`. */
  readonly value?: JsonValue;
  /** The key of the call, of `arguments` and `result`, and of `output` that is a question to the user. */
  readonly call?: string;
  /** Where the user message stands in the conversation, of `input`. */
  readonly message?: number;
}

/** Instructions that were computed: their text only when it is not the one that this agent was sent last. */
export interface SentInstructions {
  /** SHA-256, in hexadecimal. */
  readonly hash: string;
  readonly text?: string;
}

/** What was said, in short. */
export interface Summarized {
  /**
   * The agent, or the edge `from → to`, that it is made for; `agent since from → to` for an agent's own view of what was
   * said since a handoff that has a view.
   */
  readonly for: string;
  readonly text: string;
  /** How many messages of the conversation it covers, from the first. */
  readonly covers: number;
  readonly model: string;
  readonly usage: Usage;
}

/** A guardrail on the input tripped, before the model had answered or while it was answering. */
export interface GuardrailTripped extends Timed {
  readonly type: "guardrail.tripped";
  readonly turn: number;
  readonly attempt: number;
  readonly guardrail: string;
  readonly reason: string;
  readonly verdicts: readonly Verdict[];
  /** Text that had been streamed and is discarded. */
  readonly partial: string;
  /** The summary that was made for this call: it need not be made again. */
  readonly summary?: Summarized;
  /** What an answer took that was there before the guardrail had tripped. */
  readonly spent?: { readonly model: string; readonly usage: Usage };
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
  /** There is another model for this agent that has not been asked in this turn. */
  readonly fallback?: true;
  /** What the guardrails said of the input. */
  readonly verdicts?: readonly Verdict[];
  /** All of them have passed: the next attempt need not run them again. */
  readonly inputChecked?: true;
  /** The summary that was made for this call: it need not be made again. */
  readonly summary?: Summarized;
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
  /** What the guardrails said of the result. */
  readonly verdicts?: readonly Verdict[];
}

export interface ToolFailed extends Timed {
  readonly type: "tool.failed";
  readonly call: string;
  readonly attempt: number;
  readonly code: "threw" | "timeout" | "bad_output" | "undeclared_write" | "too_large" | "guardrail" | "refused";
  /** What the model reads: short. */
  readonly message: string;
  /** What an engineer reads: the whole cause. Never part of a prompt. */
  readonly cause?: JsonValue;
  /** What the guardrails said of the result. */
  readonly verdicts?: readonly Verdict[];
}

export interface ApprovalGranted extends Timed, Decision {
  readonly type: "approval.granted";
  readonly edited?: EditedArguments;
}

/** The arguments that a person put in the place of the model's. */
export interface EditedArguments {
  /** As the person wrote them. */
  readonly arguments: string;
  /** As the schema took them, as JSON. */
  readonly input: JsonValue;
  /** See `CallRequest`. */
  readonly lossy?: true;
}

export interface ApprovalDenied extends Timed, Decision {
  readonly type: "approval.denied";
  /** What the model is told. */
  readonly reason?: string;
}

/** What a person decided about. */
export interface Decision {
  readonly call: string;
  /** Who decided. */
  readonly by?: string;
  /** The digest of what was shown to the person: where it is another than the call's, the decision is dropped. */
  readonly binding?: string;
  /** Decide so from now on in this session: about this tool, or about this tool with these arguments. */
  readonly remember?: "tool" | "arguments";
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

/** The model's wish to end the session is due; the machine's guards decide. */
export interface EndProposed extends Timed {
  readonly type: "end.due";
  readonly call: string;
  readonly input: JsonValue;
  readonly guard: GuardEvaluation;
}

/** The model's question to the user is due. */
export interface QuestionProposed extends Timed {
  readonly type: "question.due";
  readonly call: string;
  readonly question: string;
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
