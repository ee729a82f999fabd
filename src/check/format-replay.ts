import { replayText } from "./format-report.ts";
import { traceLines } from "./format-trace.ts";
import { headLines, type ReportColor } from "./head-lines.ts";
import type { ReplayedTrace } from "./replay-trace.ts";

/** Writes a conversation that was gone through again, for a terminal of 100 columns. */
export function formatReplay(
  { graph, trace, replayed }: ReplayedTrace,
  { color = (_, text) => text }: { readonly color?: ReportColor } = {},
): string {
  const { length } = trace.steps;
  return [
    ...headLines({ name: graph, isStrong: true, remark: length === 1 ? "1 step" : `${length} steps` }, color),
    ...traceLines(trace, color),
    `  Replayed on the compiled machine: ${replayText[replayed]}.`,
    "",
  ].join("\n");
}
