import type { JSX } from "preact";
import { conditionLabel } from "../../draw/condition-label.ts";
import { edgeDetails } from "../../draw/drawn-edge-details.ts";
import { edgesOf } from "../../draw/edge-of-row.ts";
import type { Graph } from "../../graph/graph.ts";
import { Disclosure } from "../controls/disclosure.tsx";
import { JsonView } from "../controls/json-view.tsx";
import { refusedId } from "../record/ids-of-frame.ts";
import type { SessionRecord } from "../record/session-record.ts";
import { FactList } from "./fact-list.tsx";
import { Occurrences } from "./occurrences.tsx";
import { placeName } from "./place-name.ts";

/** What a way between agents asks for, what it carries, and where it was taken or refused. */
export function WayDetails({
  graph,
  record,
  id,
}: {
  readonly graph: Graph;
  readonly record: SessionRecord | null;
  readonly id: string;
}): JSX.Element | null {
  const edge = edgesOf(graph).find((way) => way.id === id)?.edge;
  if (edge === undefined) return null;
  const { call, description, guardrail, rank } = edgeDetails(edge);
  const told = call?.description ?? description ?? "";
  return (
    <>
      <h3 class="details-title">
        {placeName(edge.from)} → {placeName(edge.to)}
      </h3>
      {told !== "" && <p class="details-text">{told}</p>}
      <FactList
        facts={[
          ["kind", edge.kind],
          ["tool", call === undefined ? null : <code>{call.tool}</code>],
          ["guard", conditionLabel(edge) ?? "none: always open"],
          [
            "offered",
            call === undefined ? null : call.offer === "always" ? "also while it is closed" : "while it is open",
          ],
          ["guardrail", guardrail ?? null],
          ["order", rank === null ? null : `${rank}.`],
          ["notes", edge.notes.length === 0 ? null : edge.notes.join(" · ")],
        ]}
      />
      {call?.input != null && (
        <Disclosure name={`payload ${id}`} summary="payload">
          {() => <JsonView value={call.input} />}
        </Disclosure>
      )}
      <Occurrences title="Taken" positions={record?.positionsById.get(id)} />
      <Occurrences title="Refused" positions={record?.positionsById.get(refusedId(id))} />
    </>
  );
}
