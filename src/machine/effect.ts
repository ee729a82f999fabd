import type { JsonValue } from "../json.ts";
import type { Offer } from "./call-request.ts";
import type { Proposal } from "./event.ts";

/**
 * What the machine asks of the world: values, the entry actions of its states. Performing one means to send the
 * event that answers it. Lists carry unfinished calls only.
 */
export type Effect = CallModel | CallTools | RequestApprovals | Proceed;

/** Ask the agent's model; answered by `model.replied` or `model.failed`. */
export interface CallModel {
  readonly type: "callModel";
  readonly params: {
    readonly agent: string;
    readonly turn: number;
    /** 1 on the first attempt at this turn. */
    readonly attempt: number;
    /** Milliseconds to wait before asking. */
    readonly delay: number;
    readonly offers: readonly Offer[];
    /** Which of the agent's models to ask, from 0: another than the first when those before it failed. */
    readonly fallback: number;
    /** Whether something new was said to this agent, which input guardrails have to see first. */
    readonly inputDue: boolean;
  };
}

/** Run tools, side by side; each is answered by `tool.returned` or `tool.failed`. */
export interface CallTools {
  readonly type: "callTools";
  readonly params: { readonly agent: string; readonly calls: readonly ToolTask[] };
}

/** One call of a tool, or of a handoff's `onHandoff`. */
export interface ToolTask {
  readonly call: string;
  readonly kind: "tool" | "onHandoff";
  /** The tool, or the target. */
  readonly tool: string;
  /** The arguments as the model wrote them. */
  readonly arguments: string;
  /** The arguments as the tool's schema took them, as JSON. */
  readonly input: JsonValue;
  /** See the call's request: the tool gets what its schema makes of the arguments, not `input`. */
  readonly lossy: boolean;
  readonly attempt: number;
}

/** Ask a person; each call is answered by `approval.granted`, `approval.denied` or `deadline.passed`. */
export interface RequestApprovals {
  readonly type: "requestApprovals";
  readonly params: { readonly agent: string; readonly calls: readonly ApprovalTask[] };
}

/** One call that waits for a person: a tool with its arguments, or a handoff with its payload. */
export interface ApprovalTask {
  readonly call: string;
  readonly kind: "tool" | "handoff";
  /** The tool, or the target. */
  readonly name: string;
  readonly input: unknown;
  /** When the time to decide is over, in milliseconds since the epoch, or `null`. */
  readonly expiresAt: number | null;
}

/** Send this event back: the machine has decided what is due. */
export interface Proceed {
  readonly type: "proceed";
  readonly params: { readonly event: Proposal };
}
