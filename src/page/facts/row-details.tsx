import type { JSX } from "preact";
import { stateText, tableRows } from "../../draw/table-row.ts";
import type { Graph } from "../../graph/graph.ts";
import type { SessionRecord } from "../record/session-record.ts";
import { usePage } from "../store/use-page.ts";
import { FactList } from "./fact-list.tsx";
import { Occurrences } from "./occurrences.tsx";

/** A row of the transition table, and where it was taken. */
export function RowDetails({
  graph,
  record,
  id,
}: {
  readonly graph: Graph;
  readonly record: SessionRecord | null;
  readonly id: string;
}): JSX.Element | null {
  const level = usePage((state) => state.level);
  const row = level === "states" ? tableRows(graph).find((one) => one.id === id) : undefined;
  if (row === undefined) return null;
  return (
    <>
      <h3 class="details-title">{row.event}</h3>
      <FactList
        facts={[
          ["from", stateText(row.from)],
          ["to", stateText(row.to)],
          ["condition", row.row.when ?? (row.isElse ? "else" : "always")],
          ["change", row.row.change],
        ]}
      />
      <Occurrences title="Taken" positions={record?.positionsById.get(id)} />
    </>
  );
}
