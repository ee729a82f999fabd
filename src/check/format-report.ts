import type { GraphReport } from "./check-graph.ts";
import type { Verdict } from "./engine/result.ts";
import { boundsText } from "./exchange-bounds.ts";
import { strategyLines } from "./format-strategy.ts";
import { traceLines } from "./format-trace.ts";
import type { GraphResult } from "./graph-result.ts";
import { type HeadLine, headLines, type ReportColor } from "./head-lines.ts";
import { wrapLine } from "./wrap-text.ts";

/** How a report is written. */
export interface ReportFormat {
  /** Colours a part of the text; left out, the text is plain. */
  readonly color?: ReportColor;
  /** Whether traces are written for what holds as well: witnesses of what can be reached. Left out: no. */
  readonly witnesses?: boolean;
  /** The module of the graph, for the command that replays a conversation. Left out: `FILE`. */
  readonly file?: string;
}

/**
 * Writes a report for a terminal of 100 columns: one line for each property, and the shortest conversation for each
 * violation.
 */
export function formatReport(
  report: GraphReport,
  { color = (_, text) => text, witnesses = false, ...format }: ReportFormat = {},
): string {
  const { states, transitions, complete, stoppedBy } = report;
  const look = report.parallelCalls === 1 ? ", one call in a reply" : "";
  const search = `${complete ? "search complete" : `search ended by the budget of ${stoppedBy}`}${look}`;
  const own = report.results.filter(({ isDefault }) => !isDefault);
  const asked = report.results.filter(({ isDefault }) => isDefault);
  const broken = asked.filter(({ verdict }) => verdict !== "holds");
  const shown = [...own, ...(witnesses ? asked : broken)];
  const head = (line: HeadLine): readonly string[] => headLines(line, color);
  const width = Math.max(0, ...shown.map(({ name }) => name.length).filter((length) => length <= widestName));
  const conversations = shown.filter((result) => showsConversation(result, witnesses));
  const holding = report.results.filter(({ verdict }) => verdict === "holds").length;
  const rest = asked.length - broken.length;
  return [
    ...head({
      name: report.graph,
      isStrong: true,
      remark: `${number(states)} states, ${number(transitions)} transitions, ${search}`,
    }),
    ...wrapLine(boundsText(report.bounds), 2).flatMap((line) => (line.trim() === "" ? [] : [color("faint", line)])),
    "",
    ...shown.flatMap((result) => {
      const { verdict, name } = result;
      return head({
        mark: { verdict, text: `${verdictText[verdict].padEnd(9)} ` },
        name,
        width,
        remark: summaryText(result, complete),
      });
    }),
    ...(witnesses || rest === 0
      ? []
      : [color("faint", `${verdictText.holds.padEnd(9)} ${propertyCount(rest)} that every graph is asked`)]),
    ...conversations.flatMap((result, index) => {
      const told = conversations.slice(0, index).find((one) => isSameTrace(one, result));
      return ["", formatResult(result, { color, ...format, ...(told === undefined ? {} : { told: told.name }) })];
    }),
    "",
    color(
      report.verdict,
      `${holding} of ${propertyCount(report.results.length)} ${report.results.length === 1 ? "holds" : "hold"}.`,
    ),
    "",
  ].join("\n");
}

/** Names that are longer do not move what stands behind the others. */
const widestName = 60;

/** Whether there is a conversation to be shown: a counterexample, and on demand a witness. */
export function showsConversation({ trace, verdict }: GraphResult, witnesses: boolean): boolean {
  return trace !== null && (verdict === "violated" || (witnesses && verdict === "holds"));
}

type ResultFormat = Pick<ReportFormat, "color" | "file"> & { readonly told?: string };

/** Whether two results are shown by the same conversation, with the same steps marked. */
function isSameTrace(one: GraphResult, other: GraphResult): boolean {
  return JSON.stringify(one.trace) === JSON.stringify(other.trace);
}

/** Writes one result with its conversation, or with the name of the one that was `told` with the same. */
export function formatResult(
  result: GraphResult,
  { color = (_, text) => text, file = "FILE", told }: ResultFormat = {},
): string {
  const { name, verdict, trace, strategy, replayed, replayId, blame, counted } = result;
  const steps = trace?.steps.length ?? 0;
  const mark = { verdict, text: `${verdictText[verdict]}  ` };
  const edges = blame.map(({ from, to }) => `${from} → ${to}`);
  return [
    ...headLines({ mark, name, isStrong: true, remark: trace === null ? "" : lengthText(result, steps) }, color),
    ...(trace === null ? [] : told === undefined ? traceLines(trace, color) : wrapLine(`As for "${told}" above.`, 2)),
    ...(strategy === null ? [] : strategyLines(strategy)),
    ...(edges.length === 0 ? [] : wrapLine(`Blame: without ${edges.join(", or without ")} it is not violated.`, 2)),
    ...(counted.length === 0 ? [] : wrapLine(`Counted for this: ${counted.join(", ")}.`, 2)),
    ...(replayed === null || steps === 0 ? [] : [`  Replayed on the compiled machine: ${replayText[replayed]}.`]),
    ...(replayId === null || steps === 0 ? [] : [`  Replay: handoff replay ${file} ${replayId}`]),
  ].join("\n");
}

/** How a verdict is written: what is violated stands out. */
export const verdictText: Readonly<Record<Verdict, string>> = {
  holds: "holds",
  violated: "VIOLATED",
  vacuous: "vacuous",
  unknown: "unknown",
};

/** How the outcome of a replay is written. */
export const replayText: Readonly<Record<"real" | "assumes" | "spurious", string>> = {
  real: "real",
  assumes: "it rests on what the model does not count",
  spurious: "spurious; please report it",
};

/** What there is to say about a result in a few words, beside its verdict. */
export function summaryText(result: GraphResult, complete: boolean): string {
  const { verdict, finding, trace, kind } = result;
  if (verdict === "unknown") return complete ? openText(result) : "";
  if (finding?.kind === "supremum") return finding.value === "unbounded" ? "no bound" : `at most ${finding.value}`;
  if (finding?.kind === "trap" && verdict === "violated") return `${finding.doomed} states from which there is no way`;
  if (verdict === "vacuous") return "what it speaks of never happens";
  if (kind === "reachable" && verdict === "violated") return "no conversation comes to it";
  return kind === "reachable" && trace !== null ? `in ${stepCount(trace.steps.length)}` : "";
}

/** Why it is not known, though the search came to an end. */
function openText({ counted, replayed }: GraphResult): string {
  if (replayed === "assumes") return replayText.assumes;
  return counted.length === 0
    ? "not known within the budget"
    : `too many states with these budgets counted: ${counted.join(", ")}`;
}

/** How long a conversation is. Of runs that never end, and of worst ones, not every shorter one was looked at. */
export function lengthText({ trace, kind }: GraphResult, steps: number): string {
  if (steps === 0) return "already at the beginning";
  const isShortest = trace?.loopStart === null && kind !== "worst" && kind !== "canForce";
  return isShortest ? `shortest of all conversations: ${stepCount(steps)}` : stepCount(steps);
}

function propertyCount(count: number): string {
  return count === 1 ? "1 property" : `${count} properties`;
}

function stepCount(steps: number): string {
  return steps === 1 ? "1 step" : `${steps} steps`;
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
