import type { Run } from "../../runtime/run.ts";
import type { Session } from "../../runtime/session.ts";
import type { Update } from "../../runtime/update.ts";
import { isExpiry } from "./watch.ts";

/** What happens while somebody is asked about a call and does not answer in time. */
export interface Expiry {
  /** Aborted when the time to decide about a call that waits is over: whoever is asked is asked no more. */
  readonly signal: AbortSignal;
  /** What happened until a run could be joined. */
  readonly seen: readonly Update[];
  /** What the session does by itself since nothing waits any more; `null` where something does. */
  readonly run: Run | null;
  onUpdate(update: Update): void;
}

/** Waits for the times to decide of a session that nobody drives. A run is joined at once: none of its updates is missed. */
export function createExpiry(session: Session): Expiry {
  const expired = new AbortController();
  const seen: Update[] = [];
  let run: Run | null = null;
  return {
    signal: expired.signal,
    seen,
    get run() {
      return run;
    },
    onUpdate(update) {
      if (run !== null) return;
      seen.push(update);
      if (!isExpiry(update)) return;
      if (session.state.approvals.length === 0) run = session.follow();
      expired.abort();
    },
  };
}
