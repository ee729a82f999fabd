import { differenceOf } from "../../draw/difference.ts";
import { dotOf } from "../../draw/dot-of.ts";
import { drawDot } from "../../draw/draw-dot.ts";
import { drawJson } from "../../draw/draw-json.ts";
import { drawMermaid } from "../../draw/draw-mermaid.ts";
import { drawStudio } from "../../draw/draw-studio.ts";
import { drawText, type TextOptions } from "../../draw/draw-text.ts";
import { marked } from "../../draw/marked.ts";
import type { Overlay } from "../../draw/overlay.ts";
import type { PictureOptions } from "../../draw/picture-of.ts";
import type { Graph } from "../../graph/graph.ts";
import { drawDifference } from "../../layout/draw-difference.ts";
import { drawSvg } from "../../layout/draw-svg.ts";
import type { DrawWish } from "./draw-wish.ts";

/** What is drawn. */
export interface Drawable {
  readonly graph: Graph;
  /** The older graph that it is compared with, or `null`. */
  readonly old: Graph | null;
  readonly overlay: Overlay | null;
  readonly folding: Pick<PictureOptions, "unfolded">;
  readonly text: TextOptions;
}

/** Draws a graph in the format that is wished. */
export async function drawAs(
  { format, level, theme }: Pick<DrawWish, "format" | "level" | "theme">,
  { graph, old, overlay, folding, text }: Drawable,
): Promise<string> {
  switch (format) {
    case "text":
      return drawText(graph, text);
    case "json":
      return `${JSON.stringify(drawJson(graph), null, 2)}\n`;
    case "mermaid":
      return drawMermaid(graph, { level, overlay });
    case "studio":
      return drawStudio(graph);
    case "dot":
      return old === null ? drawDot(graph, { level, overlay, ...folding }) : differenceDot(old, graph);
    case "svg":
      return old === null
        ? await drawSvg(graph, { level, theme, overlay, ...folding })
        : await drawDifference(old, graph, { theme });
  }
}

function differenceDot(before: Graph, after: Graph): string {
  const { picture, overlay } = differenceOf(before, after);
  return dotOf(marked(picture, overlay), overlay);
}
