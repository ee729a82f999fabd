import type { Possibility, RefinementReport } from "./check-refinement.ts";
import { drawTrace } from "./draw-trace.ts";
import { traceLines } from "./format-trace.ts";
import { headLines, type ReportColor } from "./head-lines.ts";
import { markdownText } from "./markdown-text.ts";
import type { Trace } from "./trace.ts";
import { wrapLine } from "./wrap-text.ts";

/** Writes for a terminal of 100 columns what a graph admits that an old one did not, and what it admits no more. */
export function formatRefinement(
  report: RefinementReport,
  { color = (_, text) => text }: { readonly color?: ReportColor } = {},
): string {
  const { graph, states, oldStates, admits, forbids, unsearched } = report;
  const head = headLines(
    { name: graph, isStrong: true, remark: `${count(states, "state")}, the old one ${count(oldStates, "state")}` },
    color,
  );
  const parts = [
    ...admits.map((one, index) => possibility(one, admits[index - 1], color)),
    ...forbids.map((one) => [forbidden(one, color)]),
    ...(unsearched.length === 0
      ? []
      : [["Changed, and not part of the search:", ...unsearched.flatMap((change) => wrapLine(`· ${change}`, 2))]]),
  ];
  const lines = parts.flatMap((part, index) => {
    const isListed = part.length === 1 && parts[index - 1]?.length === 1;
    return isListed ? part : ["", ...part];
  });
  return [...head, ...lines, "", color(report.verdict, summary(report)), ""].join("\n");
}

/** Steps with which the conversation above begins as well are not told again. */
function possibility(
  { what, trace }: Possibility,
  above: Possibility | undefined,
  color: ReportColor,
): readonly string[] {
  const head = `${color("violated", "+")} ${what}  ${color("faint", `was impossible as step ${trace.steps.length} here`)}`;
  const shared = above === undefined ? 0 : sharedSteps(above.trace, trace);
  if (shared < 2) return [head, ...traceLines(trace, color)];
  return [head, color("faint", `    1 to ${shared} as above`), ...traceLines(trace, color, shared)];
}

/** With how many of the same steps two conversations begin; the last of the second is never among them. */
function sharedSteps({ steps: above }: Trace, { steps }: Trace): number {
  const differing = steps.findIndex((step, index) => JSON.stringify(step) !== JSON.stringify(above[index]));
  return differing === -1 ? steps.length - 1 : Math.min(differing, steps.length - 1);
}

function forbidden({ what, trace }: Possibility, color: ReportColor): string {
  const remark = `is possible no more as step ${trace.steps.length} of a conversation`;
  return `${color("holds", "−")} ${what}  ${color("faint", remark)}`;
}

/**
 * Writes the same as Markdown, as a comment on a change wants it: a table of what is possible now and was not, and the
 * conversations as diagrams, folded.
 */
export function drawRefinement(report: RefinementReport): string {
  const { graph, admits, forbids, unsearched } = report;
  const table = (title: string, found: readonly Possibility[]): readonly string[] =>
    found.length === 0
      ? []
      : [
          [
            `| ${title} | shortest conversation |`,
            "|---|---|",
            ...found.map(({ what, trace }) => `| ${markdownText(what)} | ${count(trace.steps.length, "step")} |`),
          ].join("\n"),
        ];
  const diagrams = admits.map(({ what, trace }) =>
    [
      `<details><summary>${markdownText(what)}</summary>`,
      "",
      "```mermaid",
      drawTrace(trace, { title: what }).trimEnd(),
      "```",
      "",
      "</details>",
    ].join("\n"),
  );
  const changes = unsearched.length === 0 ? [] : [unsearched.map((change) => `- ${markdownText(change)}`).join("\n")];
  return `${[
    `# ${markdownText(graph)}: ${summary(report)}`,
    ...table("possible now, and was not", admits),
    ...diagrams,
    ...table("possible no more", forbids),
    ...(changes.length === 0 ? [] : ["Changed, and not part of the search:", ...changes]),
  ].join("\n\n")}\n`;
}

function summary({ verdict, admits, complete, unsearched }: RefinementReport): string {
  if (verdict === "violated") {
    const things = count(admits.length, "thing is", "things are");
    return `${things} possible that ${admits.length === 1 ? "was" : "were"} not.`;
  }
  if (!complete) return "a budget ended the search before everything was looked at.";
  return unsearched.length > 0
    ? "nothing that the search shows is new, but something was changed that it does not show."
    : "nothing is possible that was not.";
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;
}
