import { markText } from "../mark-of.ts";
import type { Mark } from "../overlay.ts";
import type { Point } from "../placed-picture.ts";
import { lineFonts } from "../set-lines.ts";
import type { SvgElement } from "../svg-element.ts";
import { textWidth } from "../text-width.ts";
import { element } from "./element.ts";

/** How high a plate is. */
export const badgeHeight = 16;

/** Draws what a mark says on a small plate: around a point, or with its left or right edge there. */
export function badge(mark: Mark, { x, y }: Point, align: "left" | "middle" | "right"): readonly SvgElement[] {
  const text = markText(mark);
  if (text === null) return [];
  const width = badgeWidth(text);
  const left = x - width * { left: 0, middle: 0.5, right: 1 }[align];
  return [
    element("g", { class: `badge ${mark.tone}` }, [
      element("rect", { x: left, y: y - badgeHeight / 2, width, height: badgeHeight, rx: badgeHeight / 2 }),
      element("text", { x: left + width / 2, y: y + 3.8, "text-anchor": "middle" }, [text]),
    ]),
  ];
}

/** How wide the plate of a text is. */
export function badgeWidth(text: string): number {
  return textWidth(text, lineFonts.mark) + 12;
}
