import type { PictureNode } from "./picture.ts";
import { setLines } from "./set-lines.ts";
import { type Font, textWidth } from "./text-width.ts";

/** What a box takes, in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The font of a node's title. */
export function titleFont({ kind }: Pick<PictureNode, "kind">): Font {
  const isSmall = kind === "state" || kind === "end" || kind === "user" || kind === "anyAgent" || kind === "mesh";
  return { size: isSmall ? 12.5 : 14, family: "sans", isBold: kind !== "mesh" };
}

/** What stands around the text of a node, in pixels. */
export const nodePadding = { x: 14, y: 10 } as const;

/** A node's title with the room around it: also of a node that holds others, above them. */
export const titleHeight = 22;

/** What a figure of a person takes before a title, or the mark that a node can be unfolded behind it. */
export const iconWidth = 20;

/** Whether a figure of a person stands before the title. */
export function hasFigure({ kind }: Pick<PictureNode, "kind">): boolean {
  return kind === "human" || kind === "user";
}

/** The size of a node that holds no others. */
export function nodeSize(node: PictureNode): Size {
  if (node.kind === "start") return { width: 18, height: 18 };
  const text = setLines(node.lines);
  const icons = (hasFigure(node) ? iconWidth : 0) + (node.isFolded ? iconWidth : 0);
  const title = textWidth(node.title, titleFont(node)) + icons;
  const rule = text.lines.length === 0 ? 0 : 8;
  return {
    width: Math.ceil(Math.max(72, title, text.width) + 2 * nodePadding.x),
    height: titleHeight + rule + text.height + nodePadding.y * 2 - 4,
  };
}

/** The size of an arrow's label, with a little air around it; `null` where it has none. */
export function labelSize(lines: PictureNode["lines"]): Size | null {
  const text = setLines(lines);
  return text.lines.length === 0 ? null : { width: Math.ceil(text.width) + 10, height: text.height + 4 };
}
