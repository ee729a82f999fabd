import type { ModelError } from "../errors.ts";
import { modelFailure } from "./model-failure.ts";

/** How long, and for whom, something is waited for. */
export interface Patience {
  readonly signal: AbortSignal;
  /** Milliseconds, at most 2,147,483,647; for ever when it is left out or `Infinity`. */
  readonly limit?: number;
  /** The error that the end of the limit rejects with. */
  readonly late?: () => ModelError;
}

/**
 * Starts some work and waits for it, but never past an abort or a limit; the work itself goes on unseen.
 *
 * An abort wins over a result that arrives at the same time.
 *
 * @throws {@link ModelError} `aborted` when the signal aborts; what `late` makes when the limit ends.
 */
export async function awaitWithin<Value>(work: () => Promise<Value>, patience: Patience): Promise<Value> {
  const { signal, limit = Number.POSITIVE_INFINITY, late = tooLate } = patience;
  rejectAborted(signal);
  const { promise: interruption, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(aborted(signal));
  signal.addEventListener("abort", onAbort);
  const timer = Number.isFinite(limit) ? setTimeout(() => reject(late()), limit) : undefined;
  try {
    const value = await Promise.race([work(), interruption]);
    rejectAborted(signal);
    return value;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  }
}

function rejectAborted(signal: AbortSignal): void {
  if (signal.aborted) throw aborted(signal);
}

function aborted(signal: AbortSignal): ModelError {
  return modelFailure("aborted", { message: "The call to the model was aborted.", cause: signal.reason });
}

function tooLate(): ModelError {
  return modelFailure("idle_timeout", { message: "The model took too long." });
}
