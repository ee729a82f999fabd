import { UsageError } from "../errors.ts";
import { bindingOf } from "../machine/approval-binding.ts";
import type { Call, SessionContext } from "../machine/context.ts";
import { pendingApprovals } from "../machine/reply.ts";

/** Which call a person means. */
export interface MeantCall {
  /** Without it, the only call that waits. */
  readonly call: string | undefined;
  /** What the person was shown. */
  readonly binding: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * The call that waits for a person, and that he means.
 *
 * @throws {UsageError} `no_such_call` when none does, it is not clear which, the time to decide is over, or the person
 *   was shown another.
 */
export function waitingCall(context: SessionContext, { call, binding, now }: MeantCall): Call {
  const waiting = pendingApprovals(context);
  const found = call === undefined && waiting.length === 1 ? waiting[0] : waiting.find(({ key }) => key === call);
  if (found === undefined) {
    throw new UsageError("no_such_call", {
      message: call === undefined ? "Which call is meant is not clear." : `No call "${call}" waits for approval.`,
      hint: `Waiting: ${waiting.map(({ key }) => key).join(", ") || "none"}.`,
    });
  }
  if (found.expiresAt !== null && now >= found.expiresAt) {
    const message = `The time to decide about call "${found.key}" is over.`;
    throw new UsageError("no_such_call", { message, hint: "The call counts as denied, and the model is told." });
  }
  if (binding === undefined || binding === bindingOf(found)) return found;
  throw new UsageError("no_such_call", {
    message: `Call "${found.key}" is not the one that was decided about: its arguments or its time have changed.`,
    hint: "Show the person what waits now, and decide about that.",
  });
}
