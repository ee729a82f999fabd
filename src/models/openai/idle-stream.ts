import { HandoffError } from "../../errors.ts";
import { awaitWithin } from "../await-within.ts";
import { modelFailure } from "../model-failure.ts";
import { transportFailure } from "./openai-errors.ts";

/** How long a stream may be silent. */
export interface StreamLimits {
  readonly signal: AbortSignal;
  /** Milliseconds until the first event, the sending of the request included. */
  readonly startTimeout: number;
  /** Milliseconds between two events, asked before each. */
  readonly idleTimeout: () => number;
}

/**
 * Opens a stream and gives its events, and turns each way in which it can break into a `ModelError`.
 *
 * The `openai` package raises nothing when a stream is aborted, ends early or falls silent. So the abort is
 * looked for after every read and the silence is timed; an early end is for the reader of the events to see.
 *
 * @throws {@link ModelError} `aborted`, `idle_timeout`, or what the transport's error means.
 */
export async function* idleStream<Event>(
  open: () => Promise<AsyncIterable<Event>>,
  { signal, startTimeout, idleTimeout }: StreamLimits,
): AsyncGenerator<Event, void, undefined> {
  const events = openLazily(open);
  let limit = startTimeout;
  while (true) {
    const late = () => modelFailure("idle_timeout", { message: `The model's server was silent for ${limit} ms.` });
    const next = await awaitWithin(() => events.next(), { signal, limit, late }).catch(rethrow);
    if (next.done === true) return;
    yield next.value;
    limit = idleTimeout();
  }
}

/** One iterator over opening and reading, so that one limit covers both. */
async function* openLazily<Event>(open: () => Promise<AsyncIterable<Event>>): AsyncGenerator<Event, void, undefined> {
  yield* await open();
}

function rethrow(error: unknown): never {
  throw error instanceof HandoffError ? error : transportFailure(error);
}
