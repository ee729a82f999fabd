import type { Graph } from "../graph/graph.ts";
import type { Rows, Target } from "../machine/row.ts";
import { innerStates } from "../machine/state.ts";
import { transitionTable } from "../machine/table.ts";
import { assertValidGraph } from "../validate/assert-valid-graph.ts";
import { mermaidLine, mermaidNames, mermaidText, mermaidTitle } from "./mermaid-text.ts";
import { rowLabel } from "./row-label.ts";

/**
 * Draws every state of the compiled machine, and every transition between them, as a Mermaid state diagram.
 * Rows that drop an event are left out; `else` is the last row of an event that has several.
 *
 * @throws {GraphError} `invalid_graph` when the graph has errors, since it has no machine then.
 */
export function mermaidStates(graph: Graph): string {
  assertValidGraph(graph);
  const table = transitionTable(graph);
  const names = mermaidNames("agent", Object.keys(table.agents));
  const nameOf = (agent: string): string => names.get(agent) ?? agent;
  const nodeOf = (target: Target): string =>
    target.kind === "completed" ? "completed" : `${target.inner}_of_${nameOf(target.agent)}`;

  const arrows = [
    ...stateArrows({ graph, agent: null, node: "opened", rows: table.opened, nodeOf }),
    ...Object.entries(table.agents).flatMap(([agent, states]) =>
      innerStates.flatMap((inner) =>
        stateArrows({ graph, agent, node: nodeOf({ kind: "agent", agent, inner }), rows: states[inner], nodeOf }),
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
    "",
  ].join("\n");
}

interface StateRows {
  readonly graph: Graph;
  /** `null`: the state before the first message. */
  readonly agent: string | null;
  readonly node: string;
  readonly rows: Rows;
  readonly nodeOf: (target: Target) => string;
}

interface StateArrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

function stateArrows({ graph, agent, node, rows, nodeOf }: StateRows): readonly StateArrow[] {
  return Object.entries(rows).flatMap(([event, cases]) =>
    cases.flatMap((row, index) => {
      if (row.change === null) return [];
      const condition = rowLabel(graph, { agent, event, row, isElse: index > 0 });
      const label = mermaidLine(condition === "" ? event : `${event} [${condition}]`);
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
