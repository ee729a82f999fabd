import type { Message, NativeItems, Usage } from "../graph/message.ts";
import type { ModelSettings } from "../graph/model-settings.ts";
import type { Entry } from "../journal/entry.ts";
import type { JsonObject } from "../json.ts";
import type { Update } from "./update.ts";

/** Asks a language model. The one method streams; an adapter keeps no state between calls. */
export interface ModelClient {
  /**
   * Names the wire format that this client speaks, for instance `openai-responses`. The {@link NativeItems} of a reply
   * may name more than that, the model that was asked: items are only given back to where they came from.
   */
  readonly provider: string;
  /**
   * Sends one request and resolves with the whole reply.
   *
   * Rejects with a `ModelError` for everything that is no usable reply; an abort rejects with code `aborted`.
   * A reply is only complete when the provider said so: a stream that just ends is an error.
   */
  generate(request: ModelRequest, options: GenerateOptions): Promise<ModelReply>;
}

/** What surrounds a call to a model. */
export interface GenerateOptions {
  readonly signal: AbortSignal;
  /** Called with each piece of text as it arrives. */
  readonly onDelta: (text: string) => void;
}

/** What a model is asked. */
export interface ModelRequest {
  readonly session: string;
  readonly agent: string;
  readonly turn: number;
  /** 1 on the first attempt at this turn. */
  readonly attempt: number;
  readonly instructions: string;
  /** The conversation as this agent sees it, oldest first; made while it is read, balanced in calls and results. */
  readonly messages: Iterable<ModelMessage>;
  readonly tools: readonly OfferedTool[];
  /** The agent's settings: a client passes on those that its provider knows. */
  readonly settings?: ModelSettings;
  /** The form that the answer must have; a client may hold the model to it. The runtime checks it in any case. */
  readonly output?: { readonly name: string; readonly schema: JsonObject };
}

/** A message as models see it. Calls and results are always balanced. */
export type ModelMessage = Message;

/** A tool or handoff that the model may call. */
export interface OfferedTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema (draft 2020-12) of the arguments, always of type object. */
  readonly parameters: JsonObject;
}

/** What a model answered, before anything of it was judged. */
export interface ModelReply {
  readonly text: string;
  readonly calls: readonly ModelCall[];
  readonly usage: Usage;
  /** The model that answered, as the provider names it. */
  readonly model: string;
  readonly native?: NativeItems;
}

/** A call as the provider transmitted it: nothing about it has been checked. */
export interface ModelCall {
  readonly id: string | null;
  readonly name: string;
  /** The arguments as text, JSON or not. */
  readonly arguments: string;
}

/** The time, and waiting for it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after so many milliseconds, or as soon as the signal aborts. Never rejects. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** Where identifiers and randomness come from. */
export interface IdSource {
  /** A new name for a session. */
  session(): string;
  /** A number in [0, 1): spreads the delays of retries. */
  jitter(): number;
}

/** Sees everything and can change nothing; what it throws is swallowed. */
export interface Observer {
  onUpdate?(session: string, update: Update): void;
  onEntry?(session: string, entry: Entry): void;
}
