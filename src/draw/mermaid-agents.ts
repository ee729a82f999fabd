import { type Agent, agentsOf, type Graph } from "../graph/graph.ts";
import { guardLabel } from "../graph/guard-label.ts";
import { lookup } from "../json.ts";
import { type DrawnEdge, drawnEdges, unknownTargets } from "./drawn-edge.ts";
import { mermaidNames, mermaidText, mermaidTitle } from "./mermaid-text.ts";

/** Draws the agents of a graph and the ways between them as a Mermaid flowchart. */
export function mermaidAgents(graph: Graph): string {
  const edges = drawnEdges(graph);
  const unknown = unknownTargets(graph);
  const names = mermaidNames("agent", [...agentsOf(graph).map(({ name }) => name), ...unknown]);
  const mesh = isMesh(graph, edges);
  const arrows = joinMutual(mesh ? edges.filter(({ kind }) => kind !== "handoff") : edges);
  const start = "start((start)):::mark";
  const agents = agentsOf(graph).map((agent) => agentNode(graph, agent, names));
  return [
    ...mermaidTitle(graph.id),
    `flowchart ${mesh ? "LR" : "TB"}`,
    ...indent([
      ...(mesh ? boxed([start, ...agents]) : [start, ...agents]),
      ...unknown.map((name) => `${nodeName(name, names)}["${mermaidText(name)}<br/><i>no such agent</i>"]:::unknown`),
      ...(edges.some(({ from }) => from === null) ? ['anyone(["any agent"]):::anyone'] : []),
      ...(edges.some(({ to }) => to === null) ? ['completed((("completed"))):::mark'] : []),
      `start --> ${nodeName(graph.start, names)}`,
      ...arrows.map((edge) => arrow(edge, names)),
      ...linkStyles(arrows),
      ...classes,
    ]),
    "",
  ].join("\n");
}

/** Where every pair of agents has a plain handoff, one sentence says more than so many lines. */
function isMesh(graph: Graph, edges: readonly DrawnEdge[]): boolean {
  const size = agentsOf(graph).length;
  const handoffs = edges.filter(isPlain).length;
  return (
    graph.defaultMesh || (size > 4 && handoffs === size * (size - 1) && edges.filter(isCalled).length === handoffs)
  );
}

function isPlain({ kind, from, to, guard, notes }: DrawnEdge): boolean {
  return kind === "handoff" && from !== to && guard === null && notes.length === 0;
}

function isCalled({ kind }: DrawnEdge): boolean {
  return kind === "handoff" || kind === "delegation";
}

function boxed(nodes: readonly string[]): readonly string[] {
  return ['subgraph mesh ["every agent may hand off to every other"]', ...indent(nodes), "end", "class mesh anyone"];
}

function agentNode(graph: Graph, { name, kind, tools }: Agent, names: ReadonlyMap<string, string>): string {
  const lines = [`<b>${mermaidText(name)}</b>`, ...[...new Set(tools)].flatMap((tool) => toolLines(graph, tool))];
  const node = nodeName(name, names);
  if (kind === "human") return `${node}(["${[...lines, "<i>a person</i>"].join("<br/>")}"]):::human`;
  return `${node}["${lines.join("<br/>")}"]:::agent`;
}

/** A tool's name, and under it when a person must allow a call. */
function toolLines(graph: Graph, name: string): readonly string[] {
  const approval = lookup(graph.tools, name)?.approval;
  if (approval === undefined || approval.kind === "never") return [mermaidText(name)];
  const condition = approval.kind === "when" ? ` when ${guardLabel(approval.node)}` : "";
  return [mermaidText(name), `<i>${mermaidText(`needs approval${condition}`)}</i>`];
}

/** An arrow, or one with two heads. */
interface Arrow extends DrawnEdge {
  readonly mutual: boolean;
}

/** Two plain handoffs there and back become one arrow with two heads. */
function joinMutual(edges: readonly DrawnEdge[]): readonly Arrow[] {
  const way = (from: string | null, to: string | null) => JSON.stringify([from, to]);
  const plain = new Set(edges.filter(isPlain).map(({ from, to }) => way(from, to)));
  const drawn = new Set<string>();
  return edges.flatMap((edge) => {
    const mutual = isPlain(edge) && plain.has(way(edge.to, edge.from));
    if (mutual && drawn.has(way(edge.to, edge.from))) return [];
    drawn.add(way(edge.from, edge.to));
    return [{ ...edge, mutual }];
  });
}

function arrow(edge: Arrow, names: ReadonlyMap<string, string>): string {
  const from = edge.from === null ? "anyone" : nodeName(edge.from, names);
  const to = edge.to === null ? "completed" : nodeName(edge.to, names);
  const label = arrowLabel(edge);
  return `${from} ${edge.mutual ? "<-->" : lines[edge.kind]}${label === "" ? "" : `|"${label}"|`} ${to}`;
}

const lines: Readonly<Record<DrawnEdge["kind"], string>> = {
  handoff: "-->",
  delegation: "==>",
  return: "-.->",
  route: "-.->",
  limit: "-.->",
  end: "-->",
};

function arrowLabel({ kind, guard, notes }: DrawnEdge): string {
  const condition = guard === null ? [] : [guardLabel(guard)];
  switch (kind) {
    case "delegation":
      return textLines(["delegate", ...condition, ...notes]);
    case "return":
      return "return";
    case "route":
      return guard === null ? "route" : `route: ${textLines(condition)}`;
    case "end":
      return textLines([...notes, ...condition]);
    default:
      return textLines([...condition, ...notes]);
  }
}

function textLines(parts: readonly string[]): string {
  return parts.map(mermaidText).join("<br/>");
}

/** Link 0 is the one from the start. */
function linkStyles(edges: readonly DrawnEdge[]): readonly string[] {
  return Object.entries(strokes).flatMap(([kind, stroke]) => {
    const numbers = edges.flatMap((edge, index) => (edge.kind === kind ? [index + 1] : []));
    return numbers.length === 0 ? [] : [`linkStyle ${numbers.join(",")} ${stroke}`];
  });
}

const strokes: Readonly<Partial<Record<DrawnEdge["kind"], string>>> = {
  return: "stroke-dasharray:2 4",
  route: "stroke-dasharray:8 4",
  limit: "stroke:#b4541a,stroke-dasharray:8 4",
};

const classes: readonly string[] = [
  "classDef mark fill:#1f2937,stroke:#1f2937,color:#ffffff",
  "classDef agent fill:#eef4ff,stroke:#3b6fd4,color:#14233f",
  "classDef human fill:#fff4d6,stroke:#b98a1d,color:#3d2d00",
  "classDef anyone fill:none,stroke:#8a8f98,stroke-dasharray:4 3",
  "classDef unknown fill:#fde8e8,stroke:#c0392b,color:#5b1210,stroke-dasharray:4 3",
];

function nodeName(name: string, names: ReadonlyMap<string, string>): string {
  return names.get(name) ?? name;
}

function indent(text: readonly string[]): readonly string[] {
  return text.map((line) => `  ${line}`);
}
