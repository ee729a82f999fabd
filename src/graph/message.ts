import type { JsonValue } from "../json.ts";

/** One entry of a conversation: plain JSON, the same for every provider. */
export type Message = UserMessage | AssistantMessage | ToolMessage | OperatorMessage | PromptMessage;

/** What the user said. */
export interface UserMessage extends UserInput {
  readonly role: "user";
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The guardrail that rewrote it; the journal has what the user wrote. */
  readonly rewrittenBy?: string;
}

/** What a user says at once. */
export interface UserInput {
  /** All that is text in it. */
  readonly text: string;
  /** Text, images and files in their order, when there is more than the text. */
  readonly parts?: readonly ContentPart[];
  /** Who says it, where several users share a session. */
  readonly by?: string;
}

/** A piece of what a user says. */
export type ContentPart =
  | { readonly type: "text"; readonly text: string }
  | ({ readonly type: "image"; readonly detail?: "auto" | "low" | "high" } & MediaSource)
  | ({ readonly type: "file"; readonly name?: string } & MediaSource);

/** Where the bytes of an image or a file are: at a URL, or here in base64. */
export type MediaSource =
  | { readonly url: string; readonly mediaType?: string }
  | { readonly data: string; readonly mediaType: string };

/** What the machine tells a model in the place of a user. */
export interface PromptMessage {
  readonly role: "prompt";
  /** The agent that is told. */
  readonly agent: string;
  readonly text: string;
  /** Why: an agent that goes on by itself, an answer of the wrong form, an answer that a guardrail sent back, a summary. */
  readonly reason: "autonomous" | "output" | "guardrail" | "summary";
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
  /** The answer in the form that the agent's `output` asks for. */
  readonly output?: JsonValue;
  /** No model said it, or not so: a route of the graph, or the guardrail of that name. */
  readonly fixedBy?: { readonly kind: "route" | "guardrail"; readonly name: string };
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
  /** The arguments that a person put in the place of the model's before the call ran. */
  readonly edited?: JsonValue;
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
