import type { ModelErrorCode } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import {
  isScriptedFailure,
  type ScriptedFailure,
  type ScriptedStep,
  type StagedReply,
  stageReply,
} from "../models/scripted-reply.ts";
import { chatWriter } from "./chat-writer.ts";
import { responsesWriter } from "./responses-writer.ts";
import {
  type HttpFailure,
  isHttpFailure,
  isRawBody,
  isStreamFault,
  type ServerApi,
  type ServerReply,
  type StreamFault,
} from "./server-reply.ts";
import type { Ending, Frames } from "./wire-writer.ts";

/** What goes over the wire: status, headers, the frames of the body, and how the body ends. */
export interface Delivery {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly frames: readonly Uint8Array[];
  /** A clean end, a socket that is cut, or silence until the client leaves. */
  readonly end: "clean" | "cut" | "stall";
  /** Milliseconds before each frame. */
  readonly delay: number;
}

/** The request that a delivery answers, and where its ids come from. */
export interface Order {
  readonly api: ServerApi;
  readonly body: JsonObject;
  readonly id: string;
  readonly nextCallId: () => string;
}

/** Prepares an answer in the format, streamed or whole, in which it was asked for. */
export function prepareDelivery(reply: ServerReply, order: Order): Delivery {
  if (isHttpFailure(reply)) return httpDelivery(reply);
  if (isRawBody(reply)) return bodyDelivery([reply.body], order);
  if (isStreamFault(reply)) return breakOff(prepareDelivery(reply.reply, order), reply);
  if (isScriptedFailure(reply)) return failureDelivery(reply, order);
  const staged = stageReply(reply, order.nextCallId);
  const { opening, closing } = write(staged, "completed", order);
  return { ...bodyDelivery([...opening, ...closing], order), delay: staged.delay };
}

/** An error as OpenAI writes it. */
export function httpDelivery({ status, message, code, retryAfter }: HttpFailure): Delivery {
  const error = { message: message ?? `Status ${status}.`, type: errorType(status), param: null, code: code ?? null };
  return {
    ...jsonDelivery({ error }),
    status,
    headers: {
      "content-type": "application/json",
      ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
    },
  };
}

/** A JSON body. */
export function jsonDelivery(body: JsonObject): Delivery {
  const headers = { "content-type": "application/json" };
  return { status: 200, headers, frames: [Buffer.from(JSON.stringify(body))], end: "clean", delay: 0 };
}

function bodyDelivery(frames: readonly (string | Uint8Array)[], { body }: Order): Delivery {
  const type = body.stream === true ? "text/event-stream; charset=utf-8" : "application/json";
  return {
    status: 200,
    headers: { "content-type": type },
    frames: frames.map((frame) => Buffer.from(frame)),
    end: "clean",
    delay: 0,
  };
}

function write(reply: StagedReply, ending: Ending, { api, body, id }: Order): Frames {
  const writer = api === "chat" ? chatWriter : responsesWriter;
  const utterance = { reply, ending, id, model: String(body.model) };
  if (body.stream === true) return writer.stream(utterance, body);
  const text = JSON.stringify(writer.whole(utterance));
  const middle = text.length >> 1;
  return { opening: [text.slice(0, middle)], closing: [text.slice(middle)] };
}

function breakOff(delivery: Delivery, fault: StreamFault): Delivery {
  if ("cutAfter" in fault) return { ...delivery, ...limited(delivery, fault.cutAfter), end: "cut" };
  if ("endAfter" in fault) return { ...delivery, ...limited(delivery, fault.endAfter), end: "clean" };
  return { ...delivery, ...limited(delivery, fault.stallAfter), end: "stall" };
}

function limited({ frames }: Delivery, bytes: number): Pick<Delivery, "frames"> {
  return { frames: [Buffer.concat(frames).subarray(0, bytes)] };
}

function failureDelivery(failure: ScriptedFailure, order: Order): Delivery {
  const status = statuses[failure.error];
  if (status !== undefined) return httpDelivery({ ...describeFailure(failure), status });
  const { opening, closing } = write(stagePartial(failure), endings[failure.error] ?? "completed", order);
  switch (failure.error) {
    case "connection":
      return { ...bodyDelivery(opening, order), end: "cut" };
    case "idle_timeout":
      return { ...bodyDelivery(opening, order), end: "stall" };
    case "truncated_stream":
      return bodyDelivery(opening, order);
    case "malformed_stream":
      return bodyDelivery([...opening, "data: {not JSON}\n\n", ...closing], order);
    default:
      return bodyDelivery([...opening, ...closing], order);
  }
}

/** Failures that come as a status; an error that no server can cause is shown as a request that it rejects. */
const statuses: Partial<Readonly<Record<ModelErrorCode, number>>> = {
  bad_request: 400,
  unauthorized: 401,
  rate_limited: 429,
  server_error: 500,
  aborted: 400,
  script_ended: 400,
  unexpected: 400,
};

const endings: Partial<Readonly<Record<ModelErrorCode, Ending>>> = {
  incomplete_reply: "incomplete",
  refused_by_model: "refused",
};

function describeFailure({ error, message, retryAfter }: ScriptedFailure): Omit<HttpFailure, "status"> {
  return {
    message: message ?? `The script says that the model fails with ${error}.`,
    ...(retryAfter !== undefined && { retryAfter: retryAfter / 1000 }),
  };
}

/** A refusal has to say something to be one. */
function stagePartial({ error, partial, message }: ScriptedFailure): StagedReply {
  const text = partial ?? (error === "refused_by_model" ? (message ?? "I cannot help with that.") : "");
  return stageReply(text satisfies ScriptedStep, () => "");
}

function errorType(status: number): string {
  if (status === 429) return "rate_limit_error";
  return status >= 500 ? "server_error" : "invalid_request_error";
}
