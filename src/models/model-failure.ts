import { type ErrorFacts, ModelError, type ModelErrorCode } from "../errors.ts";

/** The codes after which the same request may succeed. */
const retryableCodes: ReadonlySet<ModelErrorCode> = new Set<ModelErrorCode>([
  "rate_limited",
  "server_error",
  "connection",
  "idle_timeout",
  "truncated_stream",
  "malformed_stream",
  "empty_reply",
]);

/** The facts of a failure; without `retryable` its code tells. */
export interface ModelFailureFacts extends ErrorFacts {
  readonly retryable?: boolean | undefined;
  /** Milliseconds. */
  readonly retryAfter?: number | undefined;
}

/** Makes a ModelError that is retryable when its code usually is. */
export function modelFailure(code: ModelErrorCode, facts: ModelFailureFacts): ModelError {
  return new ModelError(code, { ...facts, retryable: facts.retryable ?? retryableCodes.has(code) });
}
