import { createContext } from "preact";
import { useContext, useLayoutEffect, useReducer, useRef } from "preact/hooks";
import { InternalError } from "../../errors.ts";
import type { Desk } from "./desk.ts";
import type { PageState } from "./page-state.ts";

/** Where components find what they act on. */
export const DeskContext = createContext<Desk | null>(null);

/** All that a component can do. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new InternalError("A component of the page stands outside of it.");
  return desk;
}

/** Reads a part of the state; the component is drawn again when that part is another. */
export function usePage<Part>(select: (state: PageState) => Part): Part {
  const { store } = useDesk();
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
