import type { JSX } from "preact";
import { CheckPanel } from "../check/check-panel.tsx";
import type { PageState } from "../store/page-state.ts";
import { useDesk, usePage } from "../store/use-page.ts";
import { DetailsPanel } from "./details-panel.tsx";
import { FactsPanel } from "./facts-panel.tsx";

const panels: readonly PageState["panel"][] = ["facts", "details", "check"];

/** The column at the side: the facts at this position, what is chosen in the chart, or the checker. */
export function SidePanel(): JSX.Element {
  const { store } = useDesk();
  const panel = usePage((state) => state.panel);
  return (
    <>
      <div class="tabs" role="tablist" aria-label="Panel">
        {panels.map((name) => (
          <button
            key={name}
            id={`tab-${name}`}
            type="button"
            role="tab"
            aria-selected={name === panel}
            aria-controls="side-panel"
            onClick={() => store.change((state) => ({ ...state, panel: name }))}
          >
            {name}
          </button>
        ))}
      </div>
      <div id="side-panel" class="side-panel" role="tabpanel" aria-labelledby={`tab-${panel}`}>
        {panel === "facts" && <FactsPanel />}
        {panel === "details" && <DetailsPanel />}
        {panel === "check" && <CheckPanel />}
      </div>
    </>
  );
}
