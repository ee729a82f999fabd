import { isRecord } from "../json.ts";
import type { ScriptedStep } from "../models/scripted-reply.ts";

/** The wire format in which a server was asked. */
export type ServerApi = "responses" | "chat";

/** A request that a model server got. */
export interface ServerRequest {
  readonly api: ServerApi;
  /** Counts the server's requests from 0. */
  readonly index: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The parsed body. */
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * What a model server answers: a step of a script, in the wire format in which it was asked, or a fault.
 *
 * A scripted failure becomes what causes it: `rate_limited` is status 429, `connection` a socket that is cut
 * behind the partial text, `idle_timeout` a stream that falls silent, and so on.
 */
export type ServerReply = ScriptedStep | HttpFailure | StreamFault | RawBody;

/** An answer without a reply. */
export interface HttpFailure {
  readonly status: number;
  readonly message?: string;
  /** The provider's code of the error, for instance `insufficient_quota`. */
  readonly code?: string;
  /** Seconds, or an HTTP date. */
  readonly retryAfter?: number | string;
}

/** A reply, or a body of its own, that breaks off behind so many bytes: exactly one of the three says how. */
export type StreamFault = { readonly reply: ScriptedStep | RawBody } & (
  | { readonly cutAfter: number }
  | { readonly endAfter: number }
  | { readonly stallAfter: number }
);

/** A body sent as it is, with status 200. */
export interface RawBody {
  readonly body: string | Uint8Array;
}

/** Whether a server answers with a status and no reply. */
export function isHttpFailure(reply: ServerReply): reply is HttpFailure {
  return isRecord(reply) && "status" in reply;
}

/** Whether a server breaks a reply off. */
export function isStreamFault(reply: ServerReply): reply is StreamFault {
  return isRecord(reply) && "reply" in reply;
}

/** Whether a server sends a body as it is. */
export function isRawBody(reply: ServerReply): reply is RawBody {
  return isRecord(reply) && "body" in reply;
}
