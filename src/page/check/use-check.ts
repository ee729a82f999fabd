import { useDesk } from "../store/use-page.ts";
import { useStore } from "../store/use-store.ts";
import { type CheckDesk, checkDeskOf } from "./check-desk.ts";
import type { CheckState } from "./check-state.ts";

/** What can be done with the checker. */
export function useCheckDesk(): CheckDesk {
  return checkDeskOf(useDesk());
}

/** Reads a part of what the check panel knows. */
export function useCheck<Part>(select: (state: CheckState) => Part): Part {
  return useStore(useCheckDesk().store, select);
}
