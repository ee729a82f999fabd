import type { Clock } from "../runtime/ports.ts";

/** A clock that stands still until it is told to go on. */
export interface ManualClock extends Clock {
  /** Lets time pass, waking whoever sleeps, in the order of their times. */
  advance(milliseconds: number): void;
  /** When those who sleep want to be woken, soonest first, in milliseconds since the epoch. */
  readonly alarms: readonly number[];
  /** Resolves as soon as somebody sleeps. */
  asleep(): Promise<void>;
}

/**
 * Makes a clock that tests move by hand: timeouts, retry delays and deadlines then take no time and no luck.
 *
 * @example
 * ```ts
 * import { manualClock } from "handoff-machine/testing";
 *
 * const clock = manualClock({ now: 1_000 });
 * const slept = clock.sleep(500, new AbortController().signal);
 * await clock.asleep();
 * clock.advance(500);
 * await slept;
 * clock.now(); // => 1500
 * ```
 */
export function manualClock({ now: start = 0 }: { readonly now?: number } = {}): ManualClock {
  let now = start;
  const sleepers = new Map<() => void, number>();
  const watchers: (() => void)[] = [];
  const byTime = (): [() => void, number][] => [...sleepers].sort(([, one], [, other]) => one - other);
  return {
    now: () => now,
    sleep: (milliseconds, signal) =>
      new Promise<void>((resolve) => {
        const wake = (): void => {
          sleepers.delete(wake);
          signal.removeEventListener("abort", wake);
          resolve();
        };
        if (signal.aborted || milliseconds <= 0) return resolve();
        signal.addEventListener("abort", wake);
        sleepers.set(wake, now + milliseconds);
        for (const notice of watchers.splice(0)) notice();
      }),
    advance(milliseconds) {
      now += milliseconds;
      for (const [wake, time] of byTime()) if (time <= now) wake();
    },
    asleep: () =>
      new Promise<void>((resolve) => {
        if (sleepers.size > 0) resolve();
        else watchers.push(resolve);
      }),
    get alarms() {
      return byTime().map(([, time]) => time);
    },
  };
}
