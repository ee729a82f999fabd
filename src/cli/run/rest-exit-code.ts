import type { Session } from "../../runtime/session.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";

/**
 * How a run where nobody sits at a terminal tells where its session rests, once there are no more lines: in failure, where a
 * person is waited for (a decision about a call, the word of an operator), or where all is well.
 */
export function restExitCode({ state }: Pick<Session, "state">): ExitCode {
  switch (state.status) {
    case "failed":
      return exitCodes.failed;
    case "awaitingApproval":
    case "awaitingOperator":
      return exitCodes.waiting;
    default:
      return exitCodes.fine;
  }
}
