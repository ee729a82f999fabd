import type { JsonValue } from "../json.ts";
import type { Variables } from "./guard.ts";
import type { MaybePromise } from "./maybe-promise.ts";

/** What a function of a graph is told about the session. */
export interface SessionFacts<Values = Variables> {
  readonly session: string;
  /** The agent that has the conversation. */
  readonly agent: string;
  readonly variables: Readonly<Values>;
}

/** How the active agent got the conversation. */
export interface Takeover {
  /** The agent that gave it, or the one whose guardrail or limit did. */
  readonly from: string;
  readonly by: "handoff" | "return" | "route" | "afterReply" | "limit" | "guardrail";
  /** What the giving agent told the receiving one. */
  readonly input: JsonValue;
}

/** Writes the instructions of one model call. What it gave is journaled; when it throws, the model call fails. */
export type InstructionsWriter<Values = Variables> = (
  facts: SessionFacts<Values> & {
    /** `null` for the agent that began, or that has gone on since the user came back to it. */
    readonly received: Takeover | null;
  },
) => MaybePromise<string>;

/** What {@link OnHandoff} is told. */
export interface HandoffFacts<Values = Variables> extends SessionFacts<Values> {
  readonly from: string;
  readonly to: string;
  /** `<turn>.<index>`: names the call within its session. */
  readonly call: string;
  /** The same for every attempt, over retries and restarts: hand it to whatever must not happen twice. */
  readonly idempotencyKey: string;
  readonly attempt: number;
  /** Aborted when the run is stopped or the session is cancelled. */
  readonly signal: AbortSignal;
}

/**
 * Called with the payload when a handoff is open and approved, before it is taken. It may refuse with a reason, which
 * the model is told; when it throws, that refuses too (a `ToolError` with its own message).
 */
export type OnHandoff<Values = Variables> = (
  input: JsonValue,
  facts: HandoffFacts<Values>,
  // biome-ignore lint/suspicious/noConfusingVoidType: a callback that has nothing to say returns nothing
) => MaybePromise<void | undefined | { readonly refuse: string }>;
