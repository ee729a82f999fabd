import type { Possibility, RefinementReport } from "./check-refinement.ts";
import { drawTrace } from "./draw-trace.ts";
import { traceLines } from "./format-trace.ts";
import { headLines, type ReportColor } from "./head-lines.ts";
import { markdownText } from "./markdown-text.ts";
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
    ...admits.map((one) => possibility(one, { sign: "+", remark: "was impossible", color })),
    ...forbids.map((one) => [signLine(one, { sign: "−", remark: "is possible no more", color })]),
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

interface Sign {
  readonly sign: string;
  readonly remark: string;
  readonly color: ReportColor;
}

function possibility(one: Possibility, sign: Sign): readonly string[] {
  return [signLine(one, sign), ...traceLines(one.trace, sign.color)];
}

function signLine({ what, trace }: Possibility, { sign, remark, color }: Sign): string {
  const steps = count(trace.steps.length, "step");
  return `${color(sign === "+" ? "violated" : "holds", sign)} ${what}  ${color("faint", `${remark}: ${steps}`)}`;
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
