import { failureText } from "./assert-graph.ts";
import type { GraphReport } from "./check-graph.ts";
import { drawTrace } from "./draw-trace.ts";
import { showsConversation, verdictText } from "./format-report.ts";
import type { GraphResult } from "./graph-result.ts";
import { markdownText } from "./markdown-text.ts";

/** What a report in Markdown shows. */
export interface ReportDrawing {
  /** Whether conversations are drawn for what holds as well. */
  readonly witnesses: boolean;
}

/**
 * Writes a report as Markdown with a diagram for each conversation: every block can be pasted by itself. What is shown
 * by no conversation stands there as text.
 */
export function drawReport({ graph, results }: GraphReport, { witnesses }: ReportDrawing): string {
  const holding = results.filter(({ verdict }) => verdict === "holds").length;
  const head = `# ${markdownText(graph)}: ${holding} of ${results.length} properties hold`;
  const sections = results.filter((result) => isShown(result, witnesses)).map(section);
  return `${[head, ...sections].join("\n\n")}\n`;
}

function isShown(result: GraphResult, witnesses: boolean): boolean {
  return result.verdict !== "holds" || showsConversation(result, witnesses);
}

function section(result: GraphResult): string {
  const { name, verdict, trace } = result;
  const title = `${verdictText[verdict]}: ${name}`;
  const block =
    trace === null || trace.steps.length === 0
      ? ["```text", failureText(result), "```"]
      : ["```mermaid", drawTrace(trace, { title }).trimEnd(), "```"];
  return [`## ${markdownText(title)}`, "", ...block].join("\n");
}
