import { useEffect } from "preact/hooks";
import { goTo, headOf, positionOf } from "../store/changes.ts";
import type { PageState } from "../store/page-state.ts";
import { useDesk } from "../store/use-page.ts";
import { handoffAfter, handoffBefore } from "../timeline/neighbour-handoff.ts";

/** The keys that work wherever the focus is, unless something is being written there. */
export function useKeys(): void {
  const { store } = useDesk();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
      const change = changeOf(event);
      if (change === null || store.get().dialog !== null) return;
      event.preventDefault();
      store.change(change);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [store]);
}

type Change = (state: PageState) => PageState;

function changeOf({ key, shiftKey, target }: KeyboardEvent): Change | null {
  switch (key) {
    case "ArrowLeft":
      return (state) => goTo(state, shiftKey ? handoffBefore(state) : positionOf(state) - 1);
    case "ArrowRight":
      return (state) => goTo(state, shiftKey ? handoffAfter(state) : positionOf(state) + 1);
    case "Home":
      return (state) => goTo(state, 0);
    case "End":
      return (state) => goTo(state, headOf(state));
    case " ":
      return target instanceof HTMLButtonElement || (target instanceof HTMLElement && target.tagName === "SUMMARY")
        ? null
        : playOrPause;
    case "/":
      return (state) => ({ ...state, find: state.find ?? "", view: "conversation" });
    case "?":
      return (state) => ({ ...state, dialog: "keys" });
    case "a":
      return (state) => ({ ...state, level: "agents" });
    case "s":
      return (state) => ({ ...state, level: "states" });
    case "Escape":
      return (state) => (state.find === null ? { ...state, selection: null } : { ...state, find: null });
    default:
      return null;
  }
}

/** Plays on from where it is, or from the beginning where it is at the end. */
export function playOrPause(state: PageState): PageState {
  if (state.isPlaying) return { ...state, isPlaying: false };
  const isAtEnd = positionOf(state) >= headOf(state);
  return { ...state, isPlaying: true, position: isAtEnd ? 0 : state.position };
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName))
  );
}
