import type { Graph } from "../graph/graph.ts";
import type { Row, Rows } from "../machine/row.ts";
import { type InnerState, innerStates, type StateName } from "../machine/state.ts";
import { tableOf } from "../machine/taken-row.ts";
import { toldApart } from "./told-apart.ts";

/** A row of the transition table, where it stands, and its name. */
export interface TableRow {
  /** `triage.deciding handoff.refunds open`: no two of a graph are alike. */
  readonly id: string;
  readonly from: LiveState;
  readonly event: string;
  readonly row: Row;
  /** Whether other rows of the event are tried before it. */
  readonly isElse: boolean;
  readonly to: StateName;
}

/** A state that events lead away from. */
export type LiveState = "opened" | { readonly agent: string; readonly inner: InnerState };

/** Lists the rows of a valid graph's transition table in their order, without those that drop an event. */
export function tableRows(graph: Graph): readonly TableRow[] {
  const known = rowsByGraph.get(graph) ?? listRows(graph);
  rowsByGraph.set(graph, known);
  return known;
}

/** Names the rows of a valid graph's transition table, in the order of {@link tableRows}. */
export function rowIds(graph: Graph): readonly string[] {
  return tableRows(graph).map(({ id }) => id);
}

/** The row as it is listed, by the state and the event that it is for: several of them can share one row. */
export function listedRow(graph: Graph, row: Row, { from, event }: Pick<TableRow, "from" | "event">): TableRow | null {
  const name = stateText(from);
  const listed = listedByRow.get(graph) ?? Map.groupBy(tableRows(graph), (one) => one.row);
  listedByRow.set(graph, listed);
  return listed.get(row)?.find((one) => one.event === event && stateText(one.from) === name) ?? null;
}

const listedByRow = new WeakMap<Graph, ReadonlyMap<Row, readonly TableRow[]>>();

/** `triage.deciding`, `opened`. */
export function stateText(state: StateName): string {
  return typeof state === "string" ? state : `${state.agent}.${state.inner}`;
}

const rowsByGraph = new WeakMap<Graph, readonly TableRow[]>();

function listRows(graph: Graph): readonly TableRow[] {
  const { opened, agents } = tableOf(graph);
  const rows = [
    ...rowsOf("opened", opened),
    ...Object.entries(agents).flatMap(([agent, states]) =>
      innerStates.flatMap((inner) => rowsOf({ agent, inner }, states[inner])),
    ),
  ];
  const ids = toldApart(rows.map(idOf));
  return rows.map((row, index) => ({ ...row, id: ids[index] ?? "" }));
}

function rowsOf(from: LiveState, rows: Rows): readonly Omit<TableRow, "id">[] {
  return Object.entries(rows).flatMap(([event, cases]) =>
    cases.flatMap((row, index) =>
      row.change === null ? [] : [{ from, event, row, isElse: index > 0, to: targetOf(from, row) }],
    ),
  );
}

function targetOf(from: LiveState, { goTo }: Row): StateName {
  if (goTo === null) return from;
  return goTo.kind === "completed" ? "completed" : { agent: goTo.agent, inner: goTo.inner };
}

function idOf({ from, event, row: { when, index } }: Omit<TableRow, "id">): string {
  const condition = when === null ? "" : ` ${when}`;
  return `${stateText(from)} ${event}${condition}${index === undefined ? "" : ` ${index + 1}`}`;
}
