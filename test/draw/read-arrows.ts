import type { DrawnPlace } from "../../src/draw/drawn-place.ts";
import type { DeclaredArrow } from "./declared-arrows.ts";
import type { ReadArrow, ReadFlowchart } from "./read-mermaid.ts";

/** An arrow as a person reads it off a flowchart. */
export type SeenArrow = Omit<DeclaredArrow, "kind"> & { readonly kind: DeclaredArrow["kind"] | "return" };

/** Reads the arrows of a flowchart as what they mean; a box, and an arrow with two heads, stand for several. */
export function readArrows({ arrows, nodes, mesh }: ReadFlowchart, agents: readonly string[]): readonly SeenArrow[] {
  return [
    ...(mesh ? agents.flatMap((from) => agents.filter((to) => to !== from).map((to) => plain(from, to))) : []),
    ...arrows.slice(1).flatMap((arrow): readonly SeenArrow[] => {
      const [from, to] = [placeOf(arrow.from, nodes), placeOf(arrow.to, nodes)];
      if (arrow.line !== "<-->")
        return labelsOf(arrow).map((label) => ({ from, to, ...meaningOf({ ...arrow, label }) }));
      return from.kind === "agent" && to.kind === "agent"
        ? [plain(from.agent, to.agent), plain(to.agent, from.agent)]
        : [];
    }),
  ];
}

function plain(from: string, to: string): SeenArrow {
  const [source, target] = [from, to].map((agent) => ({ kind: "agent", agent }) as const);
  if (source === undefined || target === undefined) throw new Error("Two names give two places.");
  return { kind: "handoff", from: source, to: target, guard: null, label: null, notes: [] };
}

function placeOf(node: string, nodes: ReadonlyMap<string, string>): DrawnPlace {
  if (node === "anyone") return { kind: "anyAgent" };
  if (node === "user" || node === "message") return { kind: "user" };
  const text = nodes.get(node) ?? `no node ${node}`;
  if (node.startsWith("end_")) return { kind: "end", outcome: text.replace(/^the end: /, "") };
  return { kind: "agent", agent: text };
}

/** A loop tells of every rule that leads back; each begins with its title. */
function labelsOf({ label, from, to }: ReadArrow): readonly (readonly string[])[] {
  if (from !== to) return [label];
  const labels: string[][] = [];
  for (const line of label) {
    const last = labels.at(-1);
    if (last === undefined || titles.afterReply.test(line)) labels.push([line]);
    else last.push(line);
  }
  return labels.length === 0 ? [[]] : labels;
}

const notesOnly = /^(needs approval|at most \d |\{ |sets |calls onHandoff$|sees |returns |says |told )/;

/** The notes are known by their wording; what is left of a label, its title aside, is the guard. */
function meaningOf(arrow: ReadArrow): Omit<SeenArrow, "from" | "to"> {
  const kind = kindOf(arrow);
  const [title, ...others] = arrow.label;
  const isTitled = title !== undefined && titles[kind].test(title);
  const [first, ...notes] = isTitled ? others : arrow.label;
  const label = isTitled ? (titles[kind].exec(title)?.[1] ?? null) : null;
  const named = kind === "guardrail" || label === null ? label : Number(label);
  if (first === undefined || notesOnly.test(first)) {
    return { kind, guard: null, label: named, notes: first === undefined ? [] : [first, ...notes] };
  }
  return { kind, guard: first, label: named, notes };
}

function kindOf({ line, from, to, style }: ReadArrow): SeenArrow["kind"] {
  if (from === "message") return "entry";
  if (line === "==>") return "delegation";
  if (line === "-.->") return strokes[style] ?? "handoff";
  if (!to.startsWith("end_")) return "handoff";
  return from === "anyone" ? "end" : "endCall";
}

const strokes: Readonly<Record<string, SeenArrow["kind"]>> = {
  "stroke-dasharray:2 4": "return",
  "stroke-dasharray:8 4": "route",
  "stroke-dasharray:8 4 2 4": "afterReply",
  "stroke:#a65bd0,stroke-dasharray:8 4": "guardrail",
  "stroke:#b4541a,stroke-dasharray:8 4": "limit",
};

const nothing = /^(?!)/;

/** How the first line of a label says what kind of arrow it is, and which. */
const titles: Readonly<Record<SeenArrow["kind"], RegExp>> = {
  handoff: nothing,
  end: nothing,
  delegation: /^delegate$/,
  return: /^return$/,
  route: /^route(?: (\d))?$/,
  afterReply: /^after reply(?: (\d))?$/,
  guardrail: /^guardrail (.*)$/,
  entry: /^rule (\d)$/,
  endCall: /^end_conversation$/,
  limit: /^limit reached$/,
};
