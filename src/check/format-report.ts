import type { GraphReport } from "./check-graph.ts";
import type { Verdict } from "./engine/result.ts";
import type { GraphResult } from "./judge-graph.ts";
import type { Trace, TraceStep } from "./trace.ts";

/** How a report is written. */
export interface ReportFormat {
  /** Colours a part of the text; left out, the text is plain. */
  readonly color?: (style: Verdict | "faint" | "strong", text: string) => string;
  /** Whether traces are written for what holds as well: witnesses of what can be reached. Left out: no. */
  readonly witnesses?: boolean;
}

/** Writes a report for a terminal: one line for each property, and the shortest conversation for each violation. */
export function formatReport(
  report: GraphReport,
  { color = (_, text) => text, witnesses = false }: ReportFormat = {},
): string {
  const { states, transitions, complete, stoppedBy } = report;
  const paint = (style: Parameters<Color>[0], text: string): string => (text === "" ? "" : color(style, text));
  const search = complete ? "search complete" : `search ended by the budget of ${stoppedBy}`;
  const own = report.results.filter(({ isDefault }) => !isDefault);
  const asked = report.results.filter(({ isDefault }) => isDefault);
  const broken = asked.filter(({ verdict }) => verdict !== "holds");
  const shown = [...own, ...(witnesses ? asked : broken)];
  const width = Math.max(...shown.map(({ name }) => name.length), 0);
  const line = (result: GraphResult): string => {
    const mark = paint(result.verdict, verdictText[result.verdict].padEnd(9));
    return [mark, result.name.padEnd(width), "", paint("faint", summary(result))].join(" ").trimEnd();
  };
  const traces = shown
    .filter(({ trace, verdict }) => trace !== null && (verdict === "violated" || (witnesses && verdict === "holds")))
    .map((result) => formatResult(result, { color }));
  const holding = report.results.filter(({ verdict }) => verdict === "holds").length;
  const rest = asked.length - broken.length;
  return [
    `${paint("strong", report.graph)}  ${paint("faint", `${number(states)} states, ${number(transitions)} transitions, ${search}`)}`,
    "",
    ...own.map(line),
    ...(witnesses ? asked : broken).map(line),
    ...(witnesses || rest === 0
      ? []
      : [paint("faint", `${verdictText.holds.padEnd(9)} ${propertyCount(rest)} that every graph is asked`)]),
    ...traces.flatMap((trace) => ["", trace]),
    "",
    paint(
      report.verdict,
      `${holding} of ${propertyCount(report.results.length)} ${report.results.length === 1 ? "holds" : "hold"}.`,
    ),
    "",
  ].join("\n");
}

type Color = NonNullable<ReportFormat["color"]>;

/** Writes one result with its conversation. */
export function formatResult(
  result: GraphResult,
  { color = (_, text) => text }: Pick<ReportFormat, "color"> = {},
): string {
  const { name, verdict, trace, replayed, blame } = result;
  const steps = trace?.steps.length ?? 0;
  return [
    `${color(verdict, verdictText[verdict])}  ${color("strong", name)}${trace === null ? "" : color("faint", `  ${lengthText(result, steps)}`)}`,
    ...(trace === null ? [] : traceLines(trace, color)),
    ...strategyLines(result),
    ...(blame.length === 0
      ? []
      : [
          `  Blame: without ${blame.map(({ from, to }) => `${from} → ${to}`).join(", or without ")} it is not violated.`,
        ]),
    ...(result.counted.length === 0 ? [] : [`  Counted for this: ${result.counted.join(", ")}.`]),
    ...(replayed === null || steps === 0 ? [] : [`  Replayed on the compiled machine: ${replayText[replayed]}.`]),
  ].join("\n");
}

const verdictText: Readonly<Record<Verdict, string>> = {
  holds: "holds",
  violated: "VIOLATED",
  vacuous: "vacuous",
  unknown: "unknown",
};

const replayText: Readonly<Record<"real" | "assumes" | "spurious", string>> = {
  real: "real",
  assumes: "it rests on what the model does not count",
  spurious: "spurious; please report it",
};

function summary({ verdict, finding, trace, kind }: GraphResult): string {
  if (finding?.kind === "supremum") return finding.value === "unbounded" ? "no bound" : `at most ${finding.value}`;
  if (finding?.kind === "trap" && verdict === "violated") return `${finding.doomed} states from which there is no way`;
  if (verdict === "vacuous") return "what it speaks of never happens";
  if (kind === "reachable" && verdict === "violated") return "no conversation comes to it";
  return kind === "reachable" && trace !== null ? `in ${counted(trace.steps.length)}` : "";
}

/** How the others keep the goal away, whatever those do who want it. */
function strategyLines({ strategy }: GraphResult): readonly string[] {
  if (strategy === null) return [];
  const shown = strategy
    .slice(0, mostMoves)
    .map(({ place, what }) => `    at ${place}: ${what ?? "nothing is done, for ever"}`);
  const distinct = [...new Set(shown)];
  const more = strategy.length > mostMoves ? [`    and so on in ${strategy.length - mostMoves} more states`] : [];
  return ["  From there on the others keep it away so:", ...distinct, ...more];
}

const mostMoves = 6;

function traceLines({ steps, loopStart }: Trace, color: NonNullable<ReportFormat["color"]>): readonly string[] {
  const actors = Math.max(...steps.map(({ actor }) => actor.length), 0);
  const whats = Math.min(48, Math.max(...steps.map(({ what }) => what.length), 0));
  const digits = String(steps.length).length;
  return steps.flatMap((step, index) => [
    ...(loopStart === index ? [color("faint", "     and this repeats for ever:")] : []),
    stepLine(step, { index, actors, whats, digits, color }),
  ]);
}

interface Columns {
  readonly index: number;
  readonly actors: number;
  readonly whats: number;
  readonly digits: number;
  readonly color: NonNullable<ReportFormat["color"]>;
}

function stepLine(
  { actor, what, notes, isMarked }: TraceStep,
  { index, actors, whats, digits, color }: Columns,
): string {
  const mark = isMarked ? "›" : " ";
  const text = `${mark} ${String(index + 1).padStart(digits)}  ${actor.padEnd(actors)}  ${what.padEnd(whats)}`;
  return `  ${text}  ${color("faint", notes.join(" · "))}`.trimEnd();
}

/** Of runs that never end, and of worst ones, not every shorter one was looked at. */
function lengthText({ trace, kind }: GraphResult, steps: number): string {
  if (steps === 0) return "already at the beginning";
  const isShortest = trace?.loopStart === null && kind !== "worst" && kind !== "canForce";
  return isShortest ? `shortest of all conversations: ${counted(steps)}` : counted(steps);
}

function propertyCount(count: number): string {
  return count === 1 ? "1 property" : `${count} properties`;
}

function counted(steps: number): string {
  return steps === 1 ? "1 step" : `${steps} steps`;
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
