import type { Clock, IdSource } from "./ports.ts";

/** A timer over this fires at once: 32 bits of milliseconds, in browsers and in Node. */
const longestTimer = 2 ** 31 - 1;

/** The time of the machine that runs this, and its timers. */
export const systemClock: Clock = Object.freeze({
  now: () => Date.now(),
  sleep: (milliseconds: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      if (signal.aborted) return resolve();
      const end = performance.now() + milliseconds;
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      const wait = (): ReturnType<typeof setTimeout> => {
        const left = Math.max(0, end - performance.now());
        return left > longestTimer
          ? setTimeout(() => {
              timer = wait();
            }, longestTimer)
          : setTimeout(wake, left);
      };
      let timer = wait();
      signal.addEventListener("abort", wake);
    }),
});

/** Random names and numbers. */
export const randomIds: IdSource = Object.freeze({
  session: () => crypto.randomUUID(),
  jitter: () => Math.random(),
});
