import type { SessionStatus } from "../../runtime/update.ts";
import type { StandingStatus } from "../store/standing.ts";

/** Says in a word or two where a session is. */
export function statusLabel(status: StandingStatus): string {
  return labels[status];
}

const labels: Readonly<Record<StandingStatus, string>> = {
  opened: "just opened",
  running: "running",
  asked: "waits for you as the model",
  awaitingUser: "waits for the user",
  awaitingOperator: "waits for an operator",
  awaitingApproval: "waits for approval",
  interrupted: "interrupted",
  failed: "failed",
  completed: "completed",
  cancelled: "cancelled",
};

/** All that a session can be, in the order in which it is chosen from. */
export const statuses: readonly SessionStatus[] = [
  "running",
  "awaitingApproval",
  "awaitingUser",
  "awaitingOperator",
  "interrupted",
  "failed",
  "completed",
  "cancelled",
  "opened",
];
