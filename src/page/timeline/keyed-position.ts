import { headOf, positionOf } from "../store/changes.ts";
import type { PageState } from "../store/page-state.ts";
import { handoffAfter, handoffBefore } from "./neighbour-handoff.ts";

/** By how many entries a page key goes. */
const page = 10;

/** Where a key of the timeline goes to; `null` for any other key. */
export function keyedPosition({ key, shiftKey }: KeyboardEvent): ((state: PageState) => number) | null {
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
      return (state) => (shiftKey ? handoffBefore(state) : positionOf(state) - 1);
    case "ArrowRight":
    case "ArrowUp":
      return (state) => (shiftKey ? handoffAfter(state) : positionOf(state) + 1);
    case "PageUp":
      return (state) => positionOf(state) + page;
    case "PageDown":
      return (state) => positionOf(state) - page;
    case "Home":
      return () => 0;
    case "End":
      return headOf;
    default:
      return null;
  }
}
