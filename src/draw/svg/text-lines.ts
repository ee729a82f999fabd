import { lineFonts, lineHeight, lockWidth, type SetText } from "../set-lines.ts";
import type { SvgElement } from "../svg-element.ts";
import { element } from "./element.ts";

/** Where text stands: its upper edge, and either its left edge or its middle. */
export interface TextPlace {
  readonly x: number;
  readonly y: number;
  readonly align: "left" | "middle";
}

/** Draws lines of text, one below the other. */
export function textLines({ lines }: SetText, { x, y, align }: TextPlace): readonly SvgElement[] {
  return lines.flatMap(({ text, style, hasLock, width }, index) => {
    const left = align === "left" ? x : x - width / 2;
    const baseline = y + index * lineHeight + lineHeight / 2 + lineFonts[style].size * 0.35;
    const isAtLeft = align === "left" || hasLock;
    const place = isAtLeft ? { x: left + (hasLock ? lockWidth : 0) } : { x, "text-anchor": "middle" };
    return [
      ...(hasLock ? [lock(left, baseline)] : []),
      element("text", { class: `line ${style}`, ...place, y: baseline }, [text]),
    ];
  });
}

/** A closed lock: a person must open it. */
function lock(x: number, baseline: number): SvgElement {
  return element("path", {
    class: "lock",
    transform: `translate(${Math.round(x * 10) / 10} ${Math.round((baseline - 9.5) * 10) / 10})`,
    d: "M2.8 4.6V3a2.2 2.2 0 0 1 4.4 0v1.6M1.4 4.6h7.2v5.6H1.4z",
  });
}
