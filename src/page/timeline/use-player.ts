import { useEffect } from "preact/hooks";
import { goTo, headOf, positionOf } from "../store/changes.ts";
import { useDesk, usePage } from "../store/use-page.ts";

/** Goes forward by itself while it is asked to, to the head; at rest nothing runs. */
export function usePlayer(): void {
  const { store } = useDesk();
  const speed = usePage((state) => (state.isPlaying ? state.speed : null));
  useEffect(() => {
    if (speed === null) return;
    const timer = setInterval(() => {
      store.change((state) => {
        const next = positionOf(state) + 1;
        return next >= headOf(state) ? { ...goTo(state, next), isPlaying: false } : goTo(state, next);
      });
    }, 1000 / speed);
    return () => clearInterval(timer);
  }, [speed, store]);
}
