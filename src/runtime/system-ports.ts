import type { Clock, IdSource } from "./ports.ts";

/** The time of the machine that runs this, and its timers. */
export const systemClock: Clock = Object.freeze({
  now: () => Date.now(),
  sleep: (milliseconds: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      if (signal.aborted) return resolve();
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      signal.addEventListener("abort", wake);
    }),
});

/** Random names and numbers. */
export const randomIds: IdSource = Object.freeze({
  session: () => crypto.randomUUID(),
  jitter: () => Math.random(),
});
