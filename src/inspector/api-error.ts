import { GraphMismatchError, HandoffError, JournalConflictError, UsageError } from "../errors.ts";
import type { ApiProblem } from "../inspect/wire.ts";

/** A refusal of the inspector's server itself. */
export class ApiError extends HandoffError {
  readonly status: ApiStatus;

  constructor(status: ApiStatus, { code, message, hint }: ApiProblem) {
    super(code, hint === undefined ? { message } : { message, hint });
    this.status = status;
  }
}

/** With what status something is refused. */
export type ApiStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 500 | 503;

/** What went wrong, as it is answered. */
export function problemOf(error: unknown): { readonly status: ApiStatus; readonly problem: ApiProblem } {
  if (!(error instanceof HandoffError)) {
    const message = error instanceof Error ? error.message : String(error);
    return { status: 500, problem: { code: "unexpected", message } };
  }
  const { code, hint } = error;
  const message = hint === undefined ? error.message : error.message.slice(0, -hint.length).trimEnd();
  return { status: statusOf(error), problem: hint === undefined ? { code, message } : { code, message, hint } };
}

function statusOf(error: HandoffError): ApiStatus {
  if (error instanceof ApiError) return error.status;
  if (error instanceof JournalConflictError || error instanceof GraphMismatchError) return 409;
  if (!(error instanceof UsageError)) return 500;
  switch (error.code) {
    case "session_ended":
    case "session_closed":
    case "no_such_call":
    case "no_human_agent":
      return 409;
    case "too_large":
      return 413;
    default:
      return 400;
  }
}
