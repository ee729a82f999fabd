import { UsageError } from "../errors.ts";
import { describeError } from "./report-error.ts";

/** Makes the error for a journal that cannot be used: which file it is, why, and what can be done. */
export function unusableJournal(path: string, cause: unknown): UsageError {
  const { reason, hint } = wordsOf(cause);
  return new UsageError("bad_journal", {
    message: `The journal ${path} cannot be used: ${reason.replace(/[.?!]?$/, ".")}`,
    hint: hint ?? "Give the path of a file that --journal or /export wrote, or of a new one.",
    cause,
  });
}

function wordsOf(cause: unknown): { readonly reason: string; readonly hint: string | null } {
  if (!(cause instanceof UsageError))
    return { reason: cause instanceof Error ? cause.message : String(cause), hint: null };
  const { message, hint } = describeError(cause);
  return { reason: `${message.charAt(0).toLowerCase()}${message.slice(1)}`, hint };
}
