import type { JSX } from "preact";
import { useDesk, usePage } from "../store/use-page.ts";

const views = ["chart", "conversation", "facts"] as const;

/** Which part is shown where there is room for one only. */
export function ViewTabs(): JSX.Element {
  const { store } = useDesk();
  const view = usePage((state) => state.view);
  return (
    <nav class="view-tabs" aria-label="Parts of the page">
      {views.map((name) => (
        <button
          key={name}
          type="button"
          aria-current={name === view ? "page" : undefined}
          onClick={() => store.change((state) => ({ ...state, view: name }))}
        >
          {name}
        </button>
      ))}
    </nav>
  );
}
