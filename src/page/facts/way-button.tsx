import type { JSX } from "preact";
import { conditionLabel } from "../../draw/condition-label.ts";
import type { NamedEdge } from "../../draw/edge-of-row.ts";
import { useDesk } from "../store/use-page.ts";
import { placeName } from "./place-name.ts";

/** A way in a list: choosing it shows it in the chart, with where it was taken. */
export function WayButton({ way }: { readonly way: NamedEdge }): JSX.Element {
  const { store } = useDesk();
  const { id, edge } = way;
  const condition = conditionLabel(edge);
  return (
    <li>
      <button
        type="button"
        onClick={() => store.change((state) => ({ ...state, selection: { kind: "arrow", id, stands: [id] } }))}
      >
        {placeName(edge.from)} → {placeName(edge.to)}{" "}
        <span class="remark">
          {edge.kind}
          {condition === null ? "" : ` when ${condition}`}
        </span>
      </button>
    </li>
  );
}
