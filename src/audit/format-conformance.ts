import type { Verdict } from "../check/engine/result.ts";
import { verdictText } from "../check/format-report.ts";
import type { ReportColor } from "../check/head-lines.ts";
import { wrapLine } from "../check/wrap-text.ts";
import type { JournalResult } from "./check-journal.ts";
import type { ConformanceReport, SessionConformance } from "./conform-sessions.ts";

/** Writes for a terminal whether sessions conform, what properties say about them, and which handoffs they took. */
export function formatConformance(report: ConformanceReport, color: ReportColor = (_, text) => text): string {
  const { graph, entries, sessions, coverage, strict } = report;
  const conforming = sessions.filter(({ conforms }) => conforms).length;
  const parts = [
    [
      `${color("strong", graph)}  ${color("faint", `${counted(sessions.length, "session")}, ${counted(entries, "entry", "entries")}`)}`,
    ],
    [
      `${color("holds", "conforms ")} ${conforming} of ${counted(sessions.length, "session")}${droppedPart(report)}`,
      ...sessions.flatMap((session) => [...deviation(session, color), ...dropping(session, { strict, color })]),
    ],
    propertyLines(sessions, color),
    edgeLines(coverage, color),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function deviation(
  { session, conforms, followed, entries, mismatch }: SessionConformance,
  color: ReportColor,
): string[] {
  if (conforms || mismatch === null) return [];
  const { position, event, possible, reason } = mismatch;
  const more = possible.length - mostPossible;
  const shown = [...possible.slice(0, mostPossible), ...(more > 0 ? [`${more} more`] : [])];
  return [
    `${color("violated", "DEVIATES ")} ${session}, after ${followed} of ${counted(entries, "entry", "entries")}`,
    `          at ${position}: ${event} is no step of the model there`,
    ...(reason === null ? [] : [`          because ${reason}`]),
    ...wrapLine(`possible: ${shown.join("; ") || "nothing that is known there"}`, 10),
  ];
}

const mostPossible = 6;

/** Whoever reads the first line only shall know that not everything was followed by a step. */
function droppedPart({ dropped, strict }: ConformanceReport): string {
  if (dropped === 0) return "";
  const those = `${counted(dropped, "entry", "entries")} dropped by the machine`;
  return strict ? `, but ${those}: nothing may be, as it is strict` : `, but ${those}: --strict fails on that`;
}

/** What the machine dropped is followed, and changes nothing: much of it is suspicious. */
function dropping(
  { session, followed, dropped }: SessionConformance,
  { strict, color }: { readonly strict: boolean; readonly color: ReportColor },
): string[] {
  if (dropped.length === 0) return [];
  const shown = dropped.slice(0, mostPossible).join(", ");
  const places = dropped.length > mostPossible ? `${shown}, …` : shown;
  const those = `${dropped.length} of ${counted(followed, "entry", "entries")} changed nothing`;
  const head = strict ? color("violated", "DROPPED  ") : color("vacuous", "dropped  ");
  return [`${head} ${session}, ${those}: at ${places}`];
}

/** One line for each property: how many sessions it was decided in, and where it is violated. */
function propertyLines(sessions: readonly SessionConformance[], color: ReportColor): readonly string[] {
  const names = sessions[0]?.results.map(({ name }) => name) ?? [];
  const width = Math.max(0, ...names.map((name) => name.length));
  return names.flatMap((name, index) => {
    const found = sessions.flatMap(({ session, results }) => {
      const result = results[index];
      return result === undefined ? [] : [{ session, result }];
    });
    const broken = found.filter(({ result }) => result.verdict === "violated");
    const verdict = broken.length > 0 ? "violated" : overall(found.map(({ result }) => result));
    const line = `${color(verdict, verdictText[verdict].padEnd(9))} ${name.padEnd(width)}  ${color("faint", summary(found.map(({ result }) => result)))}`;
    return [
      line.trimEnd(),
      ...broken.map(({ session, result }) => `          ${session} at ${result.violations.join(", ")}`),
    ];
  });
}

function overall(results: readonly JournalResult[]): Verdict {
  const order: readonly Verdict[] = ["holds", "vacuous"];
  return order.find((verdict) => results.some((result) => result.verdict === verdict)) ?? "unknown";
}

function summary(results: readonly JournalResult[]): string {
  const count = (verdict: Verdict): number => results.filter((result) => result.verdict === verdict).length;
  const mosts = results.flatMap(({ most }) => (most === null ? [] : [most]));
  if (mosts.length > 0) return `at most ${Math.max(...mosts)}`;
  if (count("violated") > 0) return `in ${count("violated")} of ${counted(results.length, "session")}`;
  if (count("unknown") === results.length) return "recorded sessions cannot tell";
  return count("holds") === results.length ? "" : `it speaks of ${counted(count("holds"), "session")}`;
}

function edgeLines({ taken, never }: ConformanceReport["coverage"], color: ReportColor): readonly string[] {
  const used = Object.entries(taken);
  const width = Math.max(0, ...used.map(([edge]) => edge.length));
  if (used.length + never.length === 0) return [];
  return [
    `${used.length} of ${counted(used.length + never.length, "handoff")} taken`,
    ...used.map(([edge, count]) => `  ${edge.padEnd(width)}  ${count}`),
    ...(never.length === 0 ? [] : [color("faint", `  never: ${never.join(", ")}`)]),
  ];
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}
