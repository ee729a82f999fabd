import type { ModelError } from "../../errors.ts";
import type { ModelReply } from "../../runtime/ports.ts";
import { modelFailure } from "../model-failure.ts";

/**
 * Lets a reply pass that says something.
 *
 * @throws {@link ModelError} `empty_reply` when it has neither text nor calls.
 */
export function checkedReply(reply: ModelReply): ModelReply {
  if (reply.text !== "" || reply.calls.length > 0) return reply;
  throw modelFailure("empty_reply", { message: "The model answered with neither text nor calls." });
}

/** The error for a stream that ended before the event that completes a reply. */
export function endedEarly(terminal: string): ModelError {
  return modelFailure("truncated_stream", { message: `The stream ended without ${terminal}.` });
}

/** The error for an event that is JSON but no object. */
export function malformedEvent(event: unknown): ModelError {
  return modelFailure("malformed_stream", {
    message: `The model's server sent ${JSON.stringify(event)?.slice(0, 80)} where an event was expected.`,
  });
}

/** The error for a model that declines to answer. */
export function refusal(text: string): ModelError {
  return modelFailure("refused_by_model", { message: `The model refused to answer: ${text}` });
}

/** A number of tokens; 0 for what is none. */
export function readCount(count: unknown): number {
  return typeof count === "number" && Number.isFinite(count) && count >= 0 ? count : 0;
}
