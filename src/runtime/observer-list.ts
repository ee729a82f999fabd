import type { Observer } from "./ports.ts";

/** Who is told what happens in the sessions of a runtime; what one throws or rejects with is its own affair. */
export class ObserverList {
  /** Replaced, never changed: whoever is removed while all are told does not make another be left out. */
  #observers: readonly Observer[];

  constructor(observers: readonly Observer[] = []) {
    this.#observers = [...observers];
  }

  /** Adds one, and gives what removes it again. */
  add(observer: Observer): () => void {
    /** One of its own for each time that it is added, so that each is removed by itself. */
    const own: Observer = {
      onUpdate: (session, update) => observer.onUpdate?.(session, update),
      onEntry: (session, entry) => observer.onEntry?.(session, entry),
    };
    this.#observers = [...this.#observers, own];
    return () => {
      this.#observers = this.#observers.filter((one) => one !== own);
    };
  }

  /** Tells all of them: they see everything and can change nothing. */
  tell(tellOne: (observer: Observer) => unknown): void {
    for (const observer of this.#observers) {
      try {
        const told = tellOne(observer);
        if (told instanceof Promise) told.catch(() => undefined);
      } catch {
        // swallowed by contract: see Observer
      }
    }
  }
}
