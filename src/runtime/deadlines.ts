import type { SessionContext } from "../machine/context.ts";
import { pendingApprovals } from "../machine/reply.ts";
import type { Clock } from "./ports.ts";

/**
 * Watches the time to decide on the calls that wait for a person. Derived from the context alone, so a session that is
 * opened again watches what was left; it is no work under way, since nobody has to wait for it.
 */
export class Deadlines {
  readonly #clock: Clock;
  readonly #onPassed: (call: string) => void;
  readonly #watchedByCall = new Map<string, AbortController>();

  constructor(clock: Clock, onPassed: (call: string) => void) {
    this.#clock = clock;
    this.#onPassed = onPassed;
  }

  /** Watches exactly the deadlines of this context. */
  keep(context: SessionContext): void {
    if (context.reply === null && this.#watchedByCall.size === 0) return;
    const waiting = new Map(
      pendingApprovals(context).flatMap(({ key, expiresAt }) =>
        expiresAt === null ? [] : [[key, expiresAt] as const],
      ),
    );
    for (const [call, watched] of this.#watchedByCall) {
      if (waiting.has(call)) continue;
      watched.abort();
      this.#watchedByCall.delete(call);
    }
    for (const [call, expiresAt] of waiting) if (!this.#watchedByCall.has(call)) this.#watch(call, expiresAt);
  }

  /** Watches nothing any more. */
  drop(): void {
    for (const watched of this.#watchedByCall.values()) watched.abort();
    this.#watchedByCall.clear();
  }

  #watch(call: string, expiresAt: number): void {
    const watched = new AbortController();
    this.#watchedByCall.set(call, watched);
    const left = Math.max(0, expiresAt - this.#clock.now());
    void this.#clock.sleep(left, watched.signal).then(() => {
      if (watched.signal.aborted) return;
      this.#watchedByCall.delete(call);
      this.#onPassed(call);
    });
  }
}
