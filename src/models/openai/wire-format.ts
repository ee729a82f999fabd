import type { OpenAI } from "openai";
import type { ModelReply, ModelRequest } from "../../runtime/ports.ts";

/** One of the two ways of speaking with a server: what goes out, and what is made of what comes in. */
export interface WireFormat {
  /** The name of the native items that this format makes and takes. */
  readonly provider: string;
  /** Sends a request and gives the events of its answer, unread. */
  readonly open: (client: OpenAI, request: ModelRequest, options: SendOptions) => Promise<AsyncIterable<unknown>>;
  /** Makes a reader for one answer; it hands on each piece of text as it comes. */
  readonly reader: (onDelta: (text: string) => void) => ReplyReader;
}

/** What the `openai` package is told about one request. */
export interface SendOptions {
  readonly signal: AbortSignal;
  /** Retrying is for the machine to decide. */
  readonly maxRetries: 0;
  /** Milliseconds. */
  readonly timeout: number;
}

/** Puts a reply together from its events. */
export interface ReplyReader {
  /**
   * Takes the next event, whatever it is.
   *
   * @throws {@link ModelError} when the event says that there will be no reply.
   */
  take(event: unknown): void;
  /** Whether the reply is whole: what may still come adds at most the usage. */
  readonly complete: boolean;
  /**
   * Gives the reply when the events have ended.
   *
   * @throws {@link ModelError} when they do not make a reply.
   */
  finish(): ModelReply;
}
