import { type Agent, agentsOf, type Graph } from "../graph/graph.ts";
import { guardLabel } from "../graph/guard-label.ts";
import type { Tool } from "../graph/tool.ts";
import type { VariableDomain } from "../graph/variables.ts";
import { lookup } from "../json.ts";
import { alignColumns, type Cell, type DrawingColor } from "./columns.ts";
import { type DrawnEdge, drawnEdges, unknownTargets } from "./drawn-edge.ts";

/** How a graph is drawn for a terminal. */
export interface TextOptions {
  /** Colours a part of the text; left out, the text is plain. */
  readonly color?: DrawingColor;
}

/**
 * Draws a graph for a terminal: variables, limits, and each agent with its tools and the ways that lead on from it.
 * A graph with errors can be drawn: a target that is no agent is marked so.
 *
 * @example
 * ```ts
 * import { defineGraph, drawText } from "handoff-machine";
 *
 * const graph = defineGraph({ id: "one", start: "clerk", agents: { clerk: { instructions: "Answer." } } });
 * drawText(graph).split("\n")[0]; // => "one"
 * ```
 */
export function drawText(graph: Graph, { color = (_, text) => text }: TextOptions = {}): string {
  const edges = drawnEdges(graph);
  const unknown = new Set(unknownTargets(graph));
  const sections = [
    [color("title", graph.id)],
    section("variables", variableRows(graph), color),
    section("limits", limitRows(graph), color),
    section("ends", endRows(edges), color),
    ...agentsOf(graph).map((agent) => agentSection({ graph, agent, edges, unknown, color })),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function section(title: string, rows: readonly (readonly Cell[])[], color: DrawingColor): readonly string[] {
  return rows.length === 0 ? [] : [color("faint", title), ...alignColumns(rows, color).map((line) => `  ${line}`)];
}

function variableRows({ variables }: Graph): readonly (readonly Cell[])[] {
  return Object.entries(variables.domains).map(([name, domain]) => [
    { text: name },
    { text: domainLabel(domain), style: "guard" },
    { text: `initially ${JSON.stringify(lookup(variables.initial, name)) ?? "unset"}`, style: "faint" },
  ]);
}

function domainLabel({ type, nullable, values, minimum, maximum }: VariableDomain): string {
  const bounds = [
    ...(minimum === null ? [] : [`≥ ${minimum}`]),
    ...(maximum === null ? [] : [`≤ ${maximum}`]),
    ...(type === "enum" && values !== null ? [values.map((value) => JSON.stringify(value)).join(" | ")] : []),
  ];
  const kind = type === "enum" ? [] : [type];
  return [...kind, ...bounds, ...(nullable ? ["or null"] : [])].join(" ");
}

function limitRows({ limits, onLimit, retry }: Graph): readonly (readonly Cell[])[] {
  const budgets = [
    ["model calls", limits.modelCalls],
    ["handoffs", limits.handoffs],
    ["refusals", limits.refusals],
  ] as const;
  const outcome = { askUser: "wait for the user", fail: "fail", handoff: "go to another agent" }[onLimit.kind];
  return [
    ...budgets.map(([name, budget]): readonly Cell[] => [
      { text: name },
      { text: budget === null ? "no limit" : `${budget} per exchange`, style: "guard" },
    ]),
    [{ text: "then" }, { text: onLimit.kind === "handoff" ? `go to ${onLimit.to}, once` : outcome, style: "guard" }],
    [{ text: "retries" }, { text: `${retry.attempts} of a failed model call`, style: "guard" }],
  ];
}

function endRows(edges: readonly DrawnEdge[]): readonly (readonly Cell[])[] {
  return edges
    .filter(({ kind }) => kind === "end")
    .map(({ guard, notes }) => [
      { text: notes.join(", ") },
      { text: guard === null ? "" : `when ${guardLabel(guard)}`, style: "guard" },
    ]);
}

interface AgentPlace {
  readonly graph: Graph;
  readonly agent: Agent;
  readonly edges: readonly DrawnEdge[];
  readonly unknown: ReadonlySet<string>;
  readonly color: DrawingColor;
}

function agentSection({ graph, agent, edges, unknown, color }: AgentPlace): readonly string[] {
  const { name, kind, description, tools } = agent;
  const marks = [...(name === graph.start ? ["start"] : []), ...(kind === "human" ? ["a person"] : [])];
  const head = [
    color(kind === "human" ? "human" : "agent", name),
    ...marks.map((mark) => color("faint", `(${mark})`)),
    description,
  ];
  const shown = graph.defaultMesh ? edges.filter(({ kind: way }) => way !== "handoff") : edges;
  const rows = [
    ...tools.map((tool) => toolRow(tool, lookup<Tool<never>>(graph.tools, tool))),
    ...(graph.defaultMesh ? [meshRow] : []),
    ...shown.filter(({ from }) => from === name).map((edge) => edgeRow(edge, unknown)),
  ];
  return [head.filter((part) => part !== "").join(" "), ...alignColumns(rows, color).map((line) => `  ${line}`)];
}

const meshRow: readonly Cell[] = [
  { text: "→", style: "faint" },
  { text: "every other agent", style: "agent" },
];

function toolRow(name: string, tool: Tool<never> | undefined): readonly Cell[] {
  const mark: Cell = { text: "tool", style: "faint" };
  if (tool === undefined) return [mark, { text: name, style: "unknown" }, { text: "no such tool", style: "unknown" }];
  const { writes, approval } = tool;
  const facts = [
    ...(writes.length > 0 ? [`writes ${writes.join(", ")}`] : []),
    ...(approval.kind === "always" ? ["needs approval"] : []),
    ...(approval.kind === "when" ? [`needs approval when ${guardLabel(approval.node)}`] : []),
  ];
  return [mark, { text: name, style: "tool" }, { text: facts.join(" · "), style: "faint" }];
}

function edgeRow({ kind, to, guard, notes }: DrawnEdge, unknown: ReadonlySet<string>): readonly Cell[] {
  const target = to ?? "";
  const conditions = [
    ...(kind === "route" ? ["route"] : []),
    ...(kind === "return" ? ["return, when it delegated"] : []),
    ...(kind === "delegation" ? ["delegate"] : []),
    ...(guard === null ? [] : [`when ${guardLabel(guard)}`]),
  ];
  return [
    { text: arrows[kind], style: "faint" },
    { text: target, style: unknown.has(target) ? "unknown" : "agent" },
    { text: conditions.join(" "), style: "guard" },
    { text: [...(unknown.has(target) ? ["no such agent"] : []), ...notes].join(" · "), style: "faint" },
  ];
}

const arrows: Readonly<Record<DrawnEdge["kind"], string>> = {
  handoff: "→",
  delegation: "⇒",
  return: "⇠",
  route: "⇢",
  limit: "⇢",
  end: "→",
};
