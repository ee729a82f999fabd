import { useLayoutEffect, useReducer, useRef } from "preact/hooks";
import type { Store } from "./store.ts";

/** Reads a part of a store's state; the component is drawn again when that part is another. */
export function useStore<State, Part>(store: Store<State>, select: (state: State) => Part): Part {
  const [, again] = useReducer((count: number) => count + 1, 0);
  const part = select(store.get());
  const shown = useRef({ part, select });
  shown.current = { part, select };
  useLayoutEffect(() => {
    const look = (): void => {
      if (!Object.is(shown.current.select(store.get()), shown.current.part)) again(undefined);
    };
    look();
    return store.subscribe(look);
  }, [store]);
  return part;
}
