import { rankedTitle } from "./arrow-lines.ts";
import { breakLines } from "./break-lines.ts";
import { conditionLabel } from "./condition-label.ts";
import type { DrawnEdge } from "./drawn-edge.ts";
import type { Arrow } from "./join-arrows.ts";
import { markTexts } from "./mark-of.ts";
import { type NodeNames, nodeName } from "./mermaid-nodes.ts";
import { mermaidText } from "./mermaid-text.ts";
import type { Mark } from "./overlay.ts";

/** Writes an arrow with its label, and what an overlay says about it. */
export function mermaidArrow({ edge, others, mutual }: Arrow, names: NodeNames, mark: Mark | null = null): string {
  const label = [...[edge, ...others].flatMap(labelLines), ...markTexts(mark).map(mermaidText)].join("<br/>");
  const shaft = mutual ? "<-->" : shafts[edge.kind];
  const from = edge.from.kind === "user" ? "message" : nodeName(edge.from, names);
  return `${from} ${shaft}${label === "" ? "" : `|"${label}"|`} ${nodeName(edge.to, names)}`;
}

/** Gives each kind of arrow its stroke; link 0 is the one from the start. */
export function mermaidStrokes(arrows: readonly Arrow[]): readonly string[] {
  return Object.entries(strokes).flatMap(([kind, stroke]) => {
    const numbers = arrows.flatMap(({ edge }, index) => (edge.kind === kind ? [index + 1] : []));
    return numbers.length === 0 ? [] : [`linkStyle ${numbers.join(",")} ${stroke}`];
  });
}

const shafts: Readonly<Record<DrawnEdge["kind"], string>> = {
  handoff: "-->",
  delegation: "==>",
  return: "-.->",
  route: "-.->",
  afterReply: "-.->",
  guardrail: "-.->",
  entry: "-->",
  endCall: "-->",
  limit: "-.->",
  end: "-->",
};

const strokes: Readonly<Partial<Record<DrawnEdge["kind"], string>>> = {
  return: "stroke-dasharray:2 4",
  route: "stroke-dasharray:8 4",
  afterReply: "stroke-dasharray:8 4 2 4",
  guardrail: "stroke:#a65bd0,stroke-dasharray:8 4",
  limit: "stroke:#b4541a,stroke-dasharray:8 4",
};

function labelLines(edge: DrawnEdge): readonly string[] {
  const title = rankedTitle(edge);
  const condition = conditionLabel(edge);
  const lines = [...(title === "" ? [] : [title]), ...(condition === null ? [] : [condition]), ...edge.notes];
  return lines.map((line) => breakLines(line).map(mermaidText).join(softBreak));
}

/** Mermaid takes it for the same as `<br/>`; so a reader can tell where a line is broken and where one ends. */
const softBreak = "<br>";
