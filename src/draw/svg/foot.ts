import { markText } from "../mark-of.ts";
import type { Mark, Tone } from "../overlay.ts";
import type { PictureArrow, PictureLine } from "../picture.ts";
import type { SvgElement } from "../svg-element.ts";
import { type Font, textWidth } from "../text-width.ts";
import { badge, badgeWidth } from "./badge.ts";
import { element } from "./element.ts";
import { strokeOf } from "./stroke.ts";
import { svgArrow } from "./svg-arrow.ts";

/** What stands below a drawing, and how high it is. */
export interface Foot {
  readonly elements: readonly SvgElement[];
  readonly height: number;
}

/** What the foot is made of. */
export interface FootContent {
  readonly arrows: readonly PictureArrow[];
  readonly caption: readonly PictureLine[];
  /** Those of the marks that are shown. */
  readonly tones: readonly Tone[];
}

const font: Font = { size: 11.5, family: "sans", isBold: false };
const rowHeight = 22;

/** Draws the legend, with the kinds of arrows and marks that occur and no other, and below it the caption. */
export function drawFoot(
  { arrows, caption, tones }: FootContent,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): Foot {
  const right = x + width;
  let [left, row] = [x, y + 24];
  const place = (itemWidth: number): { readonly x: number; readonly y: number } => {
    if (left > x && left + itemWidth > right) [left, row] = [x, row + rowHeight];
    const at = { x: left, y: row };
    left += itemWidth + 22;
    return at;
  };
  const kinds = [...new Set(arrows.map(({ kind }) => kind))].filter((kind) => kind !== "start");
  const items = [
    ...kinds.map((kind) => {
      const { meaning } = strokeOf[kind];
      return arrowItem(kind, place(44 + textWidth(meaning, font)));
    }),
    ...tones.map((tone) => toneItem(tone, place(toneWidth(tone) + 8 + textWidth(meanings[tone], font)))),
  ];
  const captionLines = caption.flatMap(({ text }) => wrapped(text, width));
  const captionY = items.length > 0 ? row + rowHeight : y + 22;
  const lines = captionLines.map((text, index) => element("text", { x, y: captionY + index * 17 + 4 }, [text]));
  return {
    elements: [
      element("g", { class: "foot" }, [
        element("line", { class: "rule", x1: x, x2: right, y1: y + 4, y2: y + 4 }),
        ...items,
        ...lines,
      ]),
    ],
    height: captionY - y + captionLines.length * 17,
  };
}

/** What the tones mean, as the legend says it. */
const meanings: Readonly<Record<Tone, string>> = {
  active: "here it is now",
  last: "what happened last",
  visited: "taken, so often",
  never: "not in what was recorded",
  refused: "asked for, and not taken",
  added: "new",
  removed: "gone",
  changed: "differs",
};

function arrowItem(kind: PictureArrow["kind"], { x, y }: { readonly x: number; readonly y: number }): SvgElement {
  const arrow = { id: `legend ${kind}`, kind, from: "", to: "", lines: [], stands: [], isMutual: false, label: null };
  const drawn = svgArrow(
    {
      ...arrow,
      points: [
        { x, y },
        { x: x + 36, y },
      ],
    },
    { from: "", to: "" },
    null,
  );
  const { class: classes = "" } = drawn.attributes;
  return element("g", { class: "sample" }, [
    element("g", { class: classes }, drawn.children.slice(1)),
    element("text", { x: x + 44, y: y + 4 }, [strokeOf[kind].meaning]),
  ]);
}

function toneItem(tone: Tone, { x, y }: { readonly x: number; readonly y: number }): SvgElement {
  return element("g", { class: "sample" }, [
    ...badge(sampleMark(tone), { x, y }, "left"),
    element("text", { x: x + toneWidth(tone) + 8, y: y + 4 }, [meanings[tone]]),
  ]);
}

function toneWidth(tone: Tone): number {
  return badgeWidth(markText(sampleMark(tone)) ?? "");
}

function sampleMark(tone: Tone): Mark {
  return { tone, ...(tone === "visited" || tone === "last" ? { count: 2 } : {}) };
}

/** Fills lines with as many remarks as there is room for. */
function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const remark of text.split(" · ")) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(`${last} · ${remark}`, font) <= width)
      lines[lines.length - 1] = `${last} · ${remark}`;
    else lines.push(remark);
  }
  return lines;
}
