import type { Observer } from "./ports.ts";

/** Tells observers; what one throws or rejects with is its own affair: it sees everything and can change nothing. */
export function notify(observers: readonly Observer[], tellOne: (observer: Observer) => unknown): void {
  for (const observer of observers) {
    try {
      const told = tellOne(observer);
      if (told instanceof Promise) told.catch(() => undefined);
    } catch {
      // swallowed by contract: see Observer
    }
  }
}
