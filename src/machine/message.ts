import type { JsonValue } from "../json.ts";

/** One entry of a conversation: plain JSON, the same for every provider. */
export type Message = UserMessage | AssistantMessage | ToolMessage | OperatorMessage;

/** What the user said. */
export interface UserMessage {
  readonly role: "user";
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What an agent's model answered: text, calls, or both. */
export interface AssistantMessage {
  readonly role: "assistant";
  readonly agent: string;
  /** Counts the model calls of the session, from 1. */
  readonly turn: number;
  readonly text: string;
  readonly calls: readonly RequestedCall[];
  /** The run was stopped while the model spoke: this is what had arrived. */
  readonly interrupted?: true;
  /** The provider's own output items, kept word for word for the next request to the same provider. */
  readonly native?: NativeItems;
}

/** A call as the model made it. */
export interface RequestedCall {
  /** `<turn>.<index>`: unique within the session. */
  readonly key: string;
  /** The provider's id: it may be missing or doubled, so nothing relies on it. */
  readonly id: string | null;
  /** The tool's name as the model wrote it. */
  readonly name: string;
  /** The arguments as the model wrote them: JSON, or not. */
  readonly arguments: string;
  /** Whether the call concerns who speaks next, not the world. */
  readonly handoff: boolean;
}

/** Output items in the format of one provider. */
export interface NativeItems {
  /** Names the format, as `ModelClient.provider` does. */
  readonly provider: string;
  readonly items: readonly JsonValue[];
}

/** The one result of a call. */
export interface ToolMessage {
  readonly role: "tool";
  readonly agent: string;
  /** The key of the call it answers. */
  readonly call: string;
  /** The provider's id of that call. */
  readonly id: string | null;
  readonly name: string;
  readonly status: CallStatus;
  /** What the model reads. */
  readonly output: JsonValue;
  readonly handoff: boolean;
}

/** What an operator said in the place of a model. */
export interface OperatorMessage {
  readonly role: "operator";
  readonly agent: string;
  readonly text: string;
  readonly at: number;
}

/**
 * How a call ended: the tool `returned` or `failed`; the handoff was `taken`; the machine `refused`; a person
 * `denied`; another call of the same reply `superseded` it; the run was stopped and `interrupted` it.
 */
export type CallStatus = "returned" | "failed" | "taken" | "refused" | "denied" | "superseded" | "interrupted";

/** Tokens that model calls took. */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}
