import type { SessionSummary } from "../../inspect/wire.ts";
import { agentIn } from "../record/ids-of-frame.ts";

/** Which sessions are wanted; an empty field wants all. */
export interface SessionFilter {
  readonly text: string;
  readonly status: string;
  readonly agent: string;
}

/** The sessions that a filter wants, the one that changed last first. */
export function chosenSessions(
  sessions: readonly SessionSummary[],
  { text, status, agent }: SessionFilter,
): readonly SessionSummary[] {
  const words = text
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== "");
  return sessions
    .filter((session) => {
      const said = `${session.id} ${session.title} ${session.model ?? ""}`.toLowerCase();
      return (
        words.every((word) => said.includes(word)) &&
        (status === "" || session.status === status) &&
        (agent === "" || agentIn(session.state) === agent)
      );
    })
    .toSorted((one, other) => other.changedAt - one.changedAt);
}
