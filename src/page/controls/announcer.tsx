import type { JSX } from "preact";
import { positionOf } from "../store/changes.ts";
import { usePage } from "../store/use-page.ts";

/** Tells whoever does not see the chart who has the conversation now. */
export function Announcer(): JSX.Element {
  const text = usePage((state) => {
    const folded = state.record?.timeline.at(positionOf(state));
    if (folded === undefined || folded.length === 0) return "";
    if (folded.agent === null) return folded.outcome === null ? "Nobody has the conversation" : "The session has ended";
    const waiting = folded.approvals.length > 0 ? ", waiting for approval" : "";
    return `${folded.agent} has the conversation${waiting}`;
  });
  return (
    <div class="unseen" aria-live="polite" role="status">
      {text}
    </div>
  );
}
