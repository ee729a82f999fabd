import type { SessionStatus } from "../../runtime/update.ts";
import { headOf, positionOf } from "./changes.ts";
import type { PageState } from "./page-state.ts";

/** Where a session is; `asked`: it waits for whoever looks to answer in the place of the model. */
export type StandingStatus = SessionStatus | "asked";

/**
 * Where the session that is shown is, at the position that is shown. Entries alone do not tell whether anybody works on
 * what is under way: the server does, of the head. `null`: nothing is shown.
 */
export function standingOf(state: PageState): StandingStatus | null {
  const { record, question, sessions, session, streaming, example } = state;
  if (record === null || record.length === 0) return null;
  const { status } = record.timeline.at(positionOf(state));
  if (example !== null || positionOf(state) < headOf(state)) return status;
  if (question !== null) return "asked";
  if (status !== "running" || streaming !== null) return status;
  return sessions.find(({ id }) => id === session)?.status === "interrupted" ? "interrupted" : status;
}
