import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { InternalError } from "../../errors.ts";
import type { Desk } from "./desk.ts";
import type { PageState } from "./page-state.ts";
import { useStore } from "./use-store.ts";

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
  return useStore(useDesk().store, select);
}
