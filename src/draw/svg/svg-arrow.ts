import type { Mark } from "../overlay.ts";
import type { PlacedArrow, Point } from "../placed-picture.ts";
import { setLines } from "../set-lines.ts";
import type { SvgElement } from "../svg-element.ts";
import { bentPath, headPath, middleOf, shortened, towards } from "./arrow-path.ts";
import { badge } from "./badge.ts";
import { element } from "./element.ts";
import { strokeOf } from "./stroke.ts";
import { textLines } from "./text-lines.ts";

/** What an arrow is called: from where it leads to where. */
export interface ArrowEnds {
  readonly from: string;
  readonly to: string;
}

/** Draws the stroke of an arrow, with its heads. */
export function svgArrow(arrow: PlacedArrow, ends: ArrowEnds, mark: Mark | null): SvgElement {
  const { id, kind, points, isMutual } = arrow;
  const classes = ["arrow", kind, ...(mark === null ? [] : [mark.tone])];
  const first = points[0];
  const last = points.at(-1);
  const facts = { "data-arrow": id, "data-kind": kind, "data-from": arrow.from, "data-to": arrow.to };
  return element("g", { class: classes.join(" "), ...facts, "data-stands": JSON.stringify(arrow.stands) }, [
    element("title", {}, [arrowTitle(arrow, ends, mark)]),
    element("path", { class: "stroke", d: bentPath(shortened(points, { start: isMutual ? 8 : 0, end: 8 })) }),
    ...(last === undefined ? [] : heads(kind, last, points.at(-2) ?? last)),
    ...(isMutual && first !== undefined ? heads(kind, first, points[1] ?? first) : []),
    ...(first === undefined || isMutual ? [] : tails(kind, first, points[1] ?? first)),
  ]);
}

/** How far the middle of a badge lies above the label that it belongs to. */
export const badgeRise = 6;

/** What is drawn of a label besides its text. */
export interface LabelLook {
  readonly mark: Mark | null;
  /** Whether it stands in a node that holds others. */
  readonly isInside: boolean;
}

/** Draws the label of an arrow, over all strokes; without one, only what a mark says. */
export function svgLabel(arrow: PlacedArrow, { mark, isInside }: LabelLook): readonly SvgElement[] {
  const { id, kind, label, lines, points } = arrow;
  const hasMark = lines.some(({ style }) => style === "mark");
  // On the stroke above its label: there it hides no text, and stays within the drawing.
  const place = label === null ? middleOf(points) : { x: label.x + label.width / 2, y: label.y - badgeRise };
  const plates = mark === null || hasMark ? [] : badge(mark, place, "middle");
  if (label === null) return plates;
  const middle = label.x + label.width / 2;
  const classes = ["label", kind, ...(mark === null ? [] : [mark.tone])];
  return [
    element("g", { class: classes.join(" "), "data-label": id }, [
      element("rect", {
        class: isInside ? "back inside" : "back",
        x: label.x,
        y: label.y,
        width: label.width,
        height: label.height,
        rx: 4,
      }),
      ...textLines(setLines(lines), { x: middle, y: label.y + 2, align: "middle" }),
    ]),
    ...plates,
  ];
}

/** Says an arrow in words, for whoever does not see it. */
function arrowTitle({ kind, lines, isMutual }: PlacedArrow, { from, to }: ArrowEnds, mark: Mark | null): string {
  const notes = lines
    .filter(({ style }) => style !== "mark")
    .map(({ text, style }) => (style === "guard" ? `when ${text}` : text));
  const way = `${strokeOf[kind].meaning}: ${from} ${isMutual ? "↔" : "→"} ${to}`;
  return [[way, ...notes].join("; "), ...(mark?.note === undefined ? [] : [mark.note])].join(" — ");
}

function heads(kind: PlacedArrow["kind"], tip: Point, from: Point): readonly SvgElement[] {
  const { head, width } = strokeOf[kind];
  const size = { length: 9 + width / 2, width: 7.5 + width };
  const triangle = (at: Point): SvgElement =>
    element("path", { class: head === "open" ? "head open" : "head", d: headPath(at, from, size) });
  return head === "double" ? [triangle(towards(tip, from, 7)), triangle(tip)] : [triangle(tip)];
}

function tails(kind: PlacedArrow["kind"], { x, y }: Point, next: Point): readonly SvgElement[] {
  const from = { x, y };
  switch (strokeOf[kind].tail) {
    case "none":
      return [];
    case "dot": {
      const middle = towards(from, next, 5);
      return [element("circle", { class: "tail", cx: middle.x, cy: middle.y, r: 3.5 })];
    }
    case "diamond": {
      const [near, far] = [from, towards(from, next, 10)];
      return [
        element("path", {
          class: "tail",
          d: `${headPath(near, far, { length: 5, width: 7 })}${headPath(far, near, { length: 5, width: 7 })}`,
        }),
      ];
    }
    case "bar": {
      const at = towards(from, next, 5);
      const across = next.x === x ? { x: 4.5, y: 0 } : { x: 0, y: 4.5 };
      return [
        element("line", {
          class: "tail",
          x1: at.x - across.x,
          y1: at.y - across.y,
          x2: at.x + across.x,
          y2: at.y + across.y,
        }),
      ];
    }
  }
}
