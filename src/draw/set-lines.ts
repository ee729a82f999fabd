import { breakLines } from "./break-lines.ts";
import type { LineStyle, PictureLine } from "./picture.ts";
import { type Font, textWidth } from "./text-width.ts";

/** Lines of text as they are set: broken where they are long, with the room that they take. */
export interface SetText {
  readonly lines: readonly SetLine[];
  readonly width: number;
  readonly height: number;
}

/** One line as it is set. */
export interface SetLine {
  readonly text: string;
  readonly style: LineStyle;
  /** Whether a lock stands before it. */
  readonly hasLock: boolean;
  readonly width: number;
}

/** From one line to the next, in pixels. */
export const lineHeight = 16;

/** What a lock takes before a line. */
export const lockWidth = 14;

/** How the lines of each style are set. */
export const lineFonts: Readonly<Record<LineStyle, Font>> = {
  plain: { size: 11.5, family: "sans", isBold: true },
  guard: { size: 11, family: "mono", isBold: false },
  approval: { size: 11.5, family: "sans", isBold: false },
  tool: { size: 11, family: "mono", isBold: false },
  payload: { size: 11, family: "mono", isBold: false },
  note: { size: 11, family: "sans", isBold: false },
  event: { size: 10.5, family: "sans", isBold: false },
  mark: { size: 10.5, family: "sans", isBold: true },
};

/** So many characters stand on a line, unless a word has more. */
const longest: Readonly<Record<LineStyle, number>> = {
  plain: 30,
  guard: 30,
  approval: 30,
  tool: 40,
  payload: 30,
  note: 34,
  event: 44,
  mark: 34,
};

/** Sets lines of a picture: what is drawn and what is laid out is the same text. */
export function setLines(lines: readonly PictureLine[]): SetText {
  const set = lines.flatMap(({ text, style }) =>
    breakLines(text, longest[style]).map((part, index): SetLine => {
      const hasLock = style === "approval" && index === 0;
      return { text: part, style, hasLock, width: textWidth(part, lineFonts[style]) + (hasLock ? lockWidth : 0) };
    }),
  );
  return { lines: set, width: Math.max(0, ...set.map(({ width }) => width)), height: set.length * lineHeight };
}
