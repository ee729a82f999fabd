import { markOf, markTexts } from "./mark-of.ts";
import type { Overlay } from "./overlay.ts";
import type { Picture, PictureLine } from "./picture.ts";

/**
 * Writes what an overlay says into the nodes and labels that it speaks of, so that there is room for it when they are laid
 * out. What holds others, and where a session opens, have no lines.
 */
export function marked(picture: Picture, overlay: Overlay | null): Picture {
  if (overlay === null) return picture;
  const parents = new Set(picture.nodes.map(({ parent }) => parent));
  return {
    ...picture,
    nodes: picture.nodes.map((node) => {
      const hasLines = node.kind !== "start" && !parents.has(node.id);
      return hasLines ? { ...node, lines: [...node.lines, ...markLines([node.id], overlay)] } : node;
    }),
    arrows: picture.arrows.map((arrow) => ({
      ...arrow,
      lines: [...arrow.lines, ...markLines([arrow.id, ...arrow.stands], overlay)],
    })),
  };
}

function markLines(ids: readonly string[], overlay: Overlay): readonly PictureLine[] {
  return markTexts(markOf(overlay, ids)).map((text) => ({ text, style: "mark" }));
}
