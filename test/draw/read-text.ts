import type { DrawnPlace } from "../../src/draw/drawn-place.ts";
import { agentsOf, type Graph } from "../../src/graph/graph.ts";
import type { DeclaredArrow } from "./declared-arrows.ts";

/** Reads the ways off what `drawText` writes, but for returns. The number of a rule is its place. */
export function readWays(text: string, graph: Graph): readonly DeclaredArrow[] {
  const agents = agentsOf(graph);
  const sections = text.trimEnd().split("\n\n").map(readSection);
  const general = sections.slice(0, -agents.length);
  const rowsOf = (title: string) => general.find((section) => section.title === title)?.rows ?? [];
  return [
    ...rowsOf("user messages").flatMap(([mark, to = "", when = ""]): readonly DeclaredArrow[] =>
      mark === "→" && to !== "who spoke last"
        ? [{ ...nothing, kind: "entry", from: { kind: "user" }, to: readPlace(to), guard: guardOf(when) }]
        : [],
    ),
    ...sections.slice(-agents.length).flatMap(({ rows }, index) => rows.flatMap(readWay(agents[index]?.name ?? ""))),
    ...rowsOf("limits").flatMap(([name, outcome = ""]): readonly DeclaredArrow[] => {
      const to = name === "then" ? /^go to (.*), once$/.exec(outcome)?.[1] : undefined;
      return to === undefined ? [] : [{ ...nothing, kind: "limit", to: { kind: "agent", agent: to } }];
    }),
    ...rowsOf("guardrails").flatMap(([name = "", on = "", who = "", then = ""]): readonly DeclaredArrow[] => {
      const isForAll = who === "every agent" || (who.startsWith("every agent:") && (on === "input" || on === "output"));
      if (!isForAll || !then.startsWith("→ ")) return [];
      return [{ ...nothing, kind: "guardrail", to: readPlace(then.slice(2)), label: name }];
    }),
    ...rowsOf("ends").map(
      ([outcome = "", when = ""]): DeclaredArrow => ({
        ...nothing,
        kind: "end",
        to: { kind: "end", outcome },
        guard: guardOf(when),
      }),
    ),
  ];
}

const nothing = { from: { kind: "anyAgent" }, guard: null, label: null, notes: [] } as const;

interface ReadSection {
  readonly title: string;
  readonly rows: readonly (readonly string[])[];
}

/** Cells are parted by two blanks or more; a line that begins further right goes on with the remarks of the last one. */
function readSection(text: string): ReadSection {
  const [title = "", ...lines] = text.split("\n");
  const rows: string[][] = [];
  for (const line of lines) {
    const last = rows.at(-1);
    const cells = line.trim().split(/ {2,}/);
    if (!line.startsWith("   ") || last === undefined) rows.push(cells);
    else if (last.length > 2 && !isCondition(last.at(-1) ?? "")) last.push(`${last.pop()} · ${cells.join("  ")}`);
    else last.push(...cells);
  }
  return { title, rows };
}

/** What stands in the column between the target and the remarks. */
function isCondition(cell: string): boolean {
  return /^(when |delegate|route|after reply|guardrail |end_conversation|return)/.test(cell);
}

function readWay(from: string) {
  return ([mark = "", to = "", ...rest]: readonly string[]): readonly DeclaredArrow[] => {
    const condition = rest.find(isCondition) ?? "";
    const kind = kindOf(mark, condition);
    if (kind === null) return [];
    const label = kind === "guardrail" ? condition.slice("guardrail ".length) : null;
    const notes = rest.filter((cell) => cell !== condition).flatMap((cell) => cell.split(" · "));
    const place = { from: { kind: "agent", agent: from }, to: readPlace(to) } as const;
    return [{ kind, ...place, guard: label === null ? guardOf(condition) : null, label, notes }];
  };
}

function kindOf(mark: string, condition: string): DeclaredArrow["kind"] | null {
  switch (mark) {
    case "→":
      return condition.startsWith("end_conversation") ? "endCall" : "handoff";
    case "⇒":
      return "delegation";
    case "↻":
      return "afterReply";
    case "⇢":
      if (condition.startsWith("guardrail ")) return "guardrail";
      return condition.startsWith("route") ? "route" : "afterReply";
    default:
      return null;
  }
}

function guardOf(condition: string): string | null {
  return /^(?:[a-z_ ]+ )?when (.*)$/.exec(condition)?.[1] ?? null;
}

function readPlace(text: string): DrawnPlace {
  if (text === "the user") return { kind: "user" };
  const outcome = /^the end \((.*)\)$/.exec(text)?.[1];
  return outcome === undefined ? { kind: "agent", agent: text } : { kind: "end", outcome };
}
