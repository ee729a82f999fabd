import { differenceOf } from "../draw/difference.ts";
import { marked } from "../draw/marked.ts";
import { svgOf } from "../draw/svg/svg-of.ts";
import { svgText } from "../draw/svg/svg-text.ts";
import type { Theme } from "../draw/svg/theme.ts";
import type { Graph } from "../graph/graph.ts";
import { elkLayout } from "./elk-layout.ts";

/**
 * Draws what differs between two versions of a graph as an SVG document: agents and ways that are new, gone, or read
 * otherwise now, with what they said before. What is gone is drawn too.
 *
 * @throws {UsageError} `missing_package` without the package `elkjs`, an optional peer.
 * @example
 * ```ts
 * import { defineGraph } from "handoff-machine";
 * import { drawDifference } from "handoff-machine/svg";
 *
 * const billing = { instructions: "Answer." };
 * const before = defineGraph({ id: "desk", start: "triage", agents: { triage: { handoffs: { billing: {} } }, billing } });
 * const after = defineGraph({ id: "desk", start: "triage", agents: { triage: {}, billing: { ...billing, handoffs: { triage: {} } } } });
 * (await drawDifference(before, after)).includes("1 added, 1 removed"); // => true
 * ```
 */
export async function drawDifference(
  before: Graph,
  after: Graph,
  { theme = "auto" }: { readonly theme?: Theme } = {},
): Promise<string> {
  const { picture, overlay } = differenceOf(before, after);
  return svgText(svgOf(await elkLayout(marked(picture, overlay)), { overlay, theme }));
}
