import type { Run } from "../../runtime/run.ts";
import type { Session } from "../../runtime/session.ts";
import type { Update } from "../../runtime/update.ts";
import type { Interrupts } from "./interrupts.ts";

/** How a run came to its end: by itself, by Ctrl-C, or by a second Ctrl-C that did not wait for it. */
export type RunEnding = "rested" | "stopped" | "abandoned";

/** Who follows a run. */
export interface Follower {
  readonly session: Session;
  readonly interrupts: Interrupts;
  readonly onUpdate: (update: Update) => void;
}

/** Follows a run to its end. Ctrl-C stops it, which keeps what was said; a second one abandons it. */
export async function followRun(run: Run, { session, interrupts, onUpdate }: Follower): Promise<RunEnding> {
  const abandoned = Promise.withResolvers<RunEnding>();
  let stopping = false;
  let closed = false;

  async function follow(): Promise<RunEnding> {
    for await (const update of run) if (!closed) onUpdate(update);
    return stopping ? "stopped" : "rested";
  }

  function interrupt(): void {
    if (stopping) {
      closed = true;
      abandoned.resolve("abandoned");
      session.close();
      return;
    }
    stopping = true;
    session.stop();
  }

  const alive = setInterval(() => undefined, longestInterval); // a tool may wait for nothing that keeps a process alive
  try {
    return await interrupts.during(interrupt, () => Promise.race([abandoned.promise, follow()]));
  } finally {
    clearInterval(alive);
  }
}

/** Timers cannot wait for longer, in milliseconds. */
const longestInterval = 2_147_483_647;
