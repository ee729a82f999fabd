import type { JSX } from "preact";
import { positionOf } from "../store/changes.ts";
import { usePage } from "../store/use-page.ts";
import { Budgets } from "./budgets.tsx";
import { Standing } from "./standing.tsx";
import { Variables } from "./variables.tsx";

/** What stands at the position that is shown. */
export function FactsPanel(): JSX.Element {
  const record = usePage((state) => state.record);
  const position = usePage(positionOf);
  if (record === null || record.length === 0) return <p class="empty">No session is shown.</p>;
  const folded = record.timeline.at(position);
  return (
    <>
      <Variables record={record} position={position} folded={folded} />
      <Standing folded={folded} />
      <Budgets record={record} position={position} folded={folded} />
    </>
  );
}
