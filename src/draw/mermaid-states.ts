import type { Graph } from "../graph/graph.ts";
import type { Row, Rows, Target } from "../machine/row.ts";
import { innerStates } from "../machine/state.ts";
import type { TransitionTable } from "../machine/table.ts";
import { tableOf } from "../machine/taken-row.ts";
import { refuseInvalidGraph } from "../validate/assert-valid-graph.ts";
import { markOf, markTexts } from "./mark-of.ts";
import { markedNodes } from "./mermaid-marks.ts";
import { mermaidLine, mermaidNames, mermaidText, mermaidTitle } from "./mermaid-text.ts";
import type { Mark, Overlay } from "./overlay.ts";
import { rowLabel } from "./row-label.ts";
import { type LiveState, listedRow, stateText } from "./table-row.ts";

/**
 * Draws every state of the compiled machine, and every transition between them, as a Mermaid state diagram.
 * Rows that drop an event are left out; `else` is the last row of an event that has several.
 *
 * @throws {GraphError} `invalid_graph` when the graph has errors, since it has no machine then.
 */
export function mermaidStates(graph: Graph, overlay: Overlay | null = null): string {
  refuseInvalidGraph(graph);
  const table = tableOf(graph);
  const names = mermaidNames("agent", Object.keys(table.agents));
  const nameOf = (agent: string): string => names.get(agent) ?? agent;
  const nodeOf = (target: Target): string =>
    target.kind === "completed" ? "completed" : `${target.inner}_of_${nameOf(target.agent)}`;

  const markAt = (from: LiveState, row: Row, event: string): Mark | null =>
    markOf(overlay, [listedRow(graph, row, { from, event })?.id ?? ""]);
  const arrows = [
    ...stateArrows({ graph, from: "opened", node: "opened", rows: table.opened, nodeOf, markAt }),
    ...Object.entries(table.agents).flatMap(([agent, states]) =>
      innerStates.flatMap((inner) =>
        stateArrows({
          graph,
          from: { agent, inner },
          node: nodeOf({ kind: "agent", agent, inner }),
          rows: states[inner],
          nodeOf,
          markAt,
        }),
      ),
    ),
  ];
  return [
    ...mermaidTitle(graph.id),
    "stateDiagram-v2",
    "  [*] --> opened",
    ...Object.keys(table.agents).flatMap((agent) => [
      `  state "${mermaidText(agent)}" as ${nameOf(agent)} {`,
      ...innerStates.map((inner) => `    state "${inner}" as ${nodeOf({ kind: "agent", agent, inner })}`),
      "  }",
    ]),
    ...joinLabels(arrows).map(({ from, to, labels }) => `  ${from} --> ${to} : ${labels.join("<br/>")}`),
    ...(arrows.some(({ to }) => to === "completed") ? ["  completed --> [*]"] : []),
    "  cancelled --> [*]",
    "  note right of cancelled : session.cancelled leads here from every state",
    ...markedNodes(overlay, stateNodes(table, nodeOf)).map((line) => `  ${line}`),
    "",
  ].join("\n");
}

/** The nodes of states by the ids that overlays know. */
function stateNodes({ agents }: TransitionTable, nodeOf: (target: Target) => string): ReadonlyMap<string, string> {
  const inner = Object.keys(agents).flatMap((agent) =>
    innerStates.map(
      (name) => [`state:${stateText({ agent, inner: name })}`, nodeOf({ kind: "agent", agent, inner: name })] as const,
    ),
  );
  return new Map([...inner, ...["opened", "completed", "cancelled"].map((name) => [`state:${name}`, name] as const)]);
}

interface StateRows {
  readonly graph: Graph;
  readonly from: LiveState;
  readonly node: string;
  readonly rows: Rows;
  readonly nodeOf: (target: Target) => string;
  readonly markAt: (from: LiveState, row: Row, event: string) => Mark | null;
}

interface StateArrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

function stateArrows({ graph, from, node, rows, nodeOf, markAt }: StateRows): readonly StateArrow[] {
  const agent = from === "opened" ? null : from.agent;
  return Object.entries(rows).flatMap(([event, cases]) =>
    cases.flatMap((row, index) => {
      if (row.change === null) return [];
      const condition = rowLabel(graph, { agent, event, row, isElse: index > 0 });
      const marks = markTexts(markAt(from, row, event)).map((text) => ` — ${text}`);
      const label = mermaidLine([condition === "" ? event : `${event} [${condition}]`, ...marks].join(""));
      return [{ from: node, to: row.goTo === null ? node : nodeOf(row.goTo), label }];
    }),
  );
}

interface JoinedArrow {
  readonly from: string;
  readonly to: string;
  readonly labels: readonly string[];
}

/** One arrow for all transitions between the same two states: drawings have no room for more. */
function joinLabels(arrows: readonly StateArrow[]): readonly JoinedArrow[] {
  return [...Map.groupBy(arrows, ({ from, to }) => `${from} ${to}`).values()].map((group) => ({
    from: group[0]?.from ?? "",
    to: group[0]?.to ?? "",
    labels: group.map(({ label }) => label),
  }));
}
