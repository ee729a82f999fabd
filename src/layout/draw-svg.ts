import { marked } from "../draw/marked.ts";
import { type PictureOptions, pictureOf } from "../draw/picture-of.ts";
import { type SvgOptions, svgOf } from "../draw/svg/svg-of.ts";
import { svgText } from "../draw/svg/svg-text.ts";
import type { Graph } from "../graph/graph.ts";
import { elkLayout } from "./elk-layout.ts";

/** What an SVG drawing shows, and how. */
export type DrawSvgOptions = PictureOptions & SvgOptions;

/**
 * Draws a graph as an SVG document, which needs nothing else to be seen. Agents or, at level `states`, every state of the
 * machine are laid out by ELK; every kind of arrow has its own stroke, and the legend says which ones occur. Whoever cannot
 * see it is told each arrow by a `<title>`.
 *
 * @throws {UsageError} `missing_package` without the package `elkjs`, an optional peer.
 * @throws {GraphError} `invalid_graph` at level `states`, when the graph has errors.
 * @example
 * ```ts
 * import { defineGraph } from "handoff-machine";
 * import { drawSvg } from "handoff-machine/svg";
 *
 * const graph = defineGraph({
 *   id: "desk",
 *   start: "triage",
 *   agents: { triage: { instructions: "Hand off.", handoffs: { billing: {} } }, billing: { instructions: "Answer." } },
 * });
 * (await drawSvg(graph)).includes("handoff: triage → billing"); // => true
 * ```
 */
export async function drawSvg(
  graph: Graph,
  { overlay = null, theme = "auto", ...wish }: DrawSvgOptions = {},
): Promise<string> {
  const picture = marked(pictureOf(graph, { joins: overlay === null, ...wish }), overlay);
  return svgText(svgOf(await elkLayout(picture), { overlay, theme }));
}
