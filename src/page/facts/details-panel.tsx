import type { JSX } from "preact";
import { useDesk, usePage } from "../store/use-page.ts";
import { NodeDetails } from "./node-details.tsx";
import { RowDetails } from "./row-details.tsx";
import { WayDetails } from "./way-details.tsx";

/** What is known of the agent or the way that is chosen in the chart. */
export function DetailsPanel(): JSX.Element {
  const { store } = useDesk();
  const selection = usePage((state) => state.selection);
  const graph = usePage((state) => state.graph?.graph ?? null);
  const record = usePage((state) => state.record);
  if (selection === null || graph === null) return <p class="empty">Choose an agent or a way in the chart.</p>;
  return (
    <>
      {selection.kind === "node" ? (
        <NodeDetails graph={graph} record={record} id={selection.id} />
      ) : (
        selection.stands.map((id) => (
          <section key={id} class="facts-section">
            <WayDetails graph={graph} record={record} id={id} />
            <RowDetails graph={graph} record={record} id={id} />
          </section>
        ))
      )}
      <p class="details-foot">
        <button type="button" class="quiet" onClick={() => store.change((state) => ({ ...state, selection: null }))}>
          Clear the choice
        </button>
      </p>
    </>
  );
}
