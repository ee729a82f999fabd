/** Holds one state and tells when it is another. */
export interface Store<State> {
  get(): State;
  /** Replaces the state; listeners hear of it only when it is another. */
  change(next: (state: State) => State): void;
  /** Returns what ends the subscription. */
  subscribe(listener: () => void): () => void;
}

/** Makes a store. Listeners are told at once, one after the other. */
export function createStore<State>(initial: State): Store<State> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    change(next) {
      const before = state;
      state = next(state);
      if (state !== before) for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
