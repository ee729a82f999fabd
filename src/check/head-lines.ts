import type { Verdict } from "./engine/result.ts";
import { widestLine, wrapText } from "./wrap-text.ts";

/** Colours a part of a report. */
export type ReportColor = (style: Verdict | "faint" | "strong", text: string) => string;

/** A name, the mark before it, and what there is to say about it. */
export interface HeadLine {
  readonly mark?: { readonly verdict: Verdict; readonly text: string };
  readonly name: string;
  readonly isStrong?: boolean;
  /** How wide the names are among which it stands. */
  readonly width?: number;
  readonly remark: string;
}

/** Writes them as one line; where that is too long, the name is broken, and the remark stands below it. */
export function headLines(
  { mark, name: given, isStrong = false, width = 0, remark }: HeadLine,
  color: ReportColor,
): readonly string[] {
  const name = given.replaceAll(/\s+/gu, " ");
  const start = mark === undefined ? "" : color(mark.verdict, mark.text);
  const paint = (text: string): string => (isStrong ? color("strong", text) : text);
  const column = mark?.text.length ?? 0;
  if (column + Math.max(name.length, width) + 2 + remark.length <= widestLine) {
    const gap = " ".repeat(Math.max(0, width - name.length) + 2);
    return [remark === "" ? start + paint(name) : start + paint(name) + gap + color("faint", remark)];
  }
  const below = " ".repeat(column);
  const [first = "", ...rest] = wrapText(name, widestLine - column);
  return [
    start + paint(first),
    ...rest.map((line) => below + paint(line)),
    ...wrapText(remark, widestLine - column - 2).map((line) => `${below}  ${color("faint", line)}`),
  ];
}
