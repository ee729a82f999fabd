import type { Session } from "../../runtime/session.ts";
import { spokenLine } from "./spoken-line.ts";
import type { Transcript } from "./transcript.ts";

/** How many of the last messages are shown. */
const recalled = 2;

/** Shows where a session that goes on stands: what was said last, and what is to be done if it is not the user's turn. */
export function recall({ state }: Session, transcript: Transcript): void {
  const spoken = [...state.conversation].filter((message) => spokenLine(message) !== null);
  for (const message of spoken.slice(-recalled)) transcript.recall(message);
  const { status, agent, halt, outcome, result, approvals } = state;
  switch (status) {
    case "failed":
    case "completed":
    case "cancelled":
      transcript.show({ type: "run.ended", status, agent, halt, outcome, result });
      break;
    case "awaitingApproval":
      transcript.note(
        approvals.length === 1
          ? "A call waits for your decision: y allows it, n forbids it."
          : `${approvals.length} calls wait for your decision: y allows one, n forbids it.`,
      );
      break;
    case "interrupted":
      transcript.note("What was under way when the session was left goes on.");
      break;
    default:
  }
}
