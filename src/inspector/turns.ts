import { setImmediate as afterOthers } from "node:timers/promises";

/** Work of some length, cut into turns so that others need not wait for its end. */
export interface Turns {
  /** Whether this turn has lasted long enough. */
  isOver(): boolean;
  /** Lets everybody else have a turn. */
  next(): Promise<void>;
}

/** How many milliseconds a turn may last. */
const longest = 10;

/** Makes turns. */
export function createTurns(): Turns {
  let since = performance.now();
  return {
    isOver: () => performance.now() - since >= longest,
    async next() {
      await afterOthers();
      since = performance.now();
    },
  };
}
