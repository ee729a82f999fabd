import type { Agent } from "../graph/graph.ts";
import type { Tool } from "../graph/tool.ts";
import { lookup } from "../json.ts";
import { agentFacts } from "./agent-facts.ts";
import { alignColumns, type Cell, separator } from "./columns.ts";
import { conditionLabel } from "./condition-label.ts";
import type { DrawnEdge } from "./drawn-edge.ts";
import { agentAt } from "./drawn-place.ts";
import { edgeTitle } from "./edge-title.ts";
import { placeCell, type TextMaterial } from "./text-place.ts";
import { toolNotes } from "./tool-notes.ts";

/** Draws one agent: what its model is told and sees, its tools, and the ways that lead on from it. */
export function agentSection(agent: Agent, { graph, edges, unknown, color }: TextMaterial): readonly string[] {
  const { name, kind, description, tools, canAsk } = agent;
  const marks = [...(name === graph.start ? ["start"] : []), ...(kind === "human" ? ["a person"] : [])];
  const head = [
    color(kind === "human" ? "human" : "agent", name),
    ...marks.map((mark) => color("faint", `(${mark})`)),
    description,
  ];
  const shown = graph.defaultMesh ? edges.filter(({ kind: way }) => way !== "handoff") : edges;
  const facts = agentFacts(agent).map((fact): readonly Cell[] => [
    { text: fact.name, style: "faint" },
    { text: fact.text, style: "guard" },
  ]);
  const rows = [
    ...tools.map((tool) => toolRow(tool, lookup<Tool<never>>(graph.tools, tool))),
    ...(canAsk ? [askRow] : []),
    ...(graph.defaultMesh ? [meshRow] : []),
    ...shown.filter(({ from }) => agentAt(from) === name).map((edge) => edgeRow(edge, unknown)),
  ];
  return [
    head.filter((part) => part !== "").join(" "),
    ...[...alignColumns(facts, color), ...alignColumns(rows, color)].map((line) => `  ${line}`),
  ];
}

const meshRow: readonly Cell[] = [
  { text: "→", style: "faint" },
  { text: "every other agent", style: "agent" },
];

const askRow: readonly Cell[] = [
  { text: "tool", style: "faint" },
  { text: "ask_user", style: "tool" },
  { text: "waits for the answer", style: "faint" },
];

function toolRow(name: string, tool: Tool<never> | undefined): readonly Cell[] {
  const mark: Cell = { text: "tool", style: "faint" };
  if (tool === undefined) return [mark, { text: name, style: "unknown" }, { text: "no such tool", style: "unknown" }];
  const notes = [...(tool.writes.length > 0 ? [`writes ${tool.writes.join(", ")}`] : []), ...toolNotes(tool)];
  return [mark, { text: name, style: "tool" }, { text: notes.join(separator), style: "faint" }];
}

function edgeRow(edge: DrawnEdge, unknown: ReadonlySet<string>): readonly Cell[] {
  const target = placeCell(edge.to, unknown);
  const notes = [...(target.style === "unknown" ? ["no such agent"] : []), ...edge.notes];
  return [
    { text: staysHere(edge) ? "↻" : arrows[edge.kind], style: "faint" },
    target,
    { text: conditionText(edge), style: "guard" },
    { text: notes.join(separator), style: "faint" },
  ];
}

function conditionText(edge: DrawnEdge): string {
  const title = edge.kind === "return" ? "return, when it delegated" : edgeTitle(edge);
  const condition = conditionLabel(edge);
  return [...(title === "" ? [] : [title]), ...(condition === null ? [] : [`when ${condition}`])].join(" ");
}

function staysHere(edge: DrawnEdge): boolean {
  return edge.kind === "afterReply" && edge.destination.kind === "same";
}

const arrows: Readonly<Record<DrawnEdge["kind"], string>> = {
  handoff: "→",
  delegation: "⇒",
  return: "⇠",
  route: "⇢",
  afterReply: "⇢",
  guardrail: "⇢",
  entry: "→",
  endCall: "→",
  limit: "⇢",
  end: "→",
};
