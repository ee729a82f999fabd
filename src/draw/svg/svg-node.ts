import { hasFigure, iconWidth, nodePadding, nodeSize, titleFont, titleHeight } from "../node-size.ts";
import type { Mark } from "../overlay.ts";
import type { PlacedNode } from "../placed-picture.ts";
import { setLines } from "../set-lines.ts";
import type { SvgElement } from "../svg-element.ts";
import { textWidth } from "../text-width.ts";
import { badge } from "./badge.ts";
import { element } from "./element.ts";
import { textLines } from "./text-lines.ts";

/** What is drawn of a node besides what it is. */
export interface NodeLook {
  readonly mark: Mark | null;
  /** Whether it holds others. */
  readonly isGroup: boolean;
}

/** Draws a node: its box, its title, and what else stands in it. */
export function svgNode(node: PlacedNode, { mark, isGroup }: NodeLook): SvgElement {
  const classes = ["node", node.kind, ...(isGroup ? ["group"] : []), ...(mark === null ? [] : [mark.tone])];
  // Half beside the box: what leads into it from above stays in sight.
  const corner = { x: node.x + node.width - 12, y: node.y + (isGroup ? 18 : 0) };
  const isTold = node.kind === "start" || node.lines.some(({ style }) => style === "mark");
  return element("g", { class: classes.join(" "), "data-node": node.id, "data-kind": node.kind }, [
    element("title", {}, [nodeTitle(node, mark)]),
    ...(node.kind === "start" ? [dot(node)] : shape(node, isGroup)),
    ...(mark === null || isTold ? [] : badge(mark, corner, isGroup ? "right" : "middle")),
  ]);
}

function nodeTitle({ kind, title, lines }: PlacedNode, mark: Mark | null): string {
  const what = { human: "a person", user: "user", end: "end", state: "state" }[String(kind)];
  const head = what === undefined || what === title ? title : `${title} (${what})`;
  const rest = lines.filter(({ text, style }) => text !== what && style !== "mark").map(({ text }) => text);
  return [[head, ...rest].join("; "), ...(mark?.note === undefined ? [] : [mark.note])].join(" — ");
}

function dot({ x, y, width, height }: PlacedNode): SvgElement {
  return element("circle", { class: "dot", cx: x + width / 2, cy: y + height / 2, r: width / 2 });
}

function shape(node: PlacedNode, isGroup: boolean): readonly SvgElement[] {
  const { x, y, width, height, kind } = node;
  const round = isGroup
    ? 12
    : kind === "user" || kind === "human"
      ? Math.min(22, height / 2)
      : kind === "state"
        ? 7
        : 9;
  const box = { x, y, width, height, rx: round };
  return [
    element("rect", { class: "halo", ...inset(box, -4) }),
    element("rect", { class: "box", ...box }),
    ...(kind === "end" ? [element("rect", { class: "inner", ...inset(box, 3.5) })] : []),
    ...(isGroup ? [] : words(node)),
  ];
}

/** The title of a node that holds others: drawn over what leads into it. */
export function groupHeading(node: PlacedNode): SvgElement {
  const { x, y, width, height, kind, title } = node;
  const figure = hasFigure(node) ? iconWidth : 0;
  const left = x + nodePadding.x;
  const middle = kind === "mesh" ? y + height - nodePadding.y - titleHeight / 2 : y + nodePadding.y + titleHeight / 2;
  const back = { x: left - 4, y: middle - 10, height: 20, rx: 4 };
  return element("g", { class: `node heading-of ${kind}` }, [
    element("rect", {
      class: "back inside",
      ...back,
      width: Math.min(width - 20, textWidth(title, titleFont(node)) + figure + 8),
    }),
    ...(figure > 0 ? [person(left, middle)] : []),
    element("text", { class: "title", x: left + figure, y: middle + titleFont(node).size * 0.35 }, [title]),
  ]);
}

/** A title, and lines below it where there are some; in the middle of a box that is higher than they are. */
function words(node: PlacedNode): readonly SvgElement[] {
  const { x, width, title, isFolded } = node;
  const text = setLines(node.lines);
  const isCard = text.lines.length > 0 && node.kind !== "end";
  const figure = hasFigure(node) ? iconWidth : 0;
  const titleWidth = textWidth(title, titleFont(node)) + figure + (isFolded ? iconWidth : 0);
  const left = isCard ? x + nodePadding.x : x + (width - titleWidth) / 2;
  const top = node.y + (isCard ? 0 : (node.height - nodeSize(node).height) / 2) + nodePadding.y - 2;
  const titleY = top + titleHeight / 2;
  const linesY = top + titleHeight + 8;
  const middle = x + width / 2;
  const isAtLeft = isCard || figure > 0 || isFolded;
  const titlePlace = isAtLeft ? { x: left + figure } : { x: middle, "text-anchor": "middle" };
  return [
    ...(figure > 0 ? [person(left, titleY)] : []),
    element("text", { class: "title", ...titlePlace, y: titleY + titleFont(node).size * 0.35 }, [title]),
    ...(isFolded ? [plus(isCard ? x + width - nodePadding.x - 11 : left + titleWidth - 11, titleY)] : []),
    ...(isCard ? [divider(node, linesY - 4)] : []),
    ...textLines(text, isCard ? { x: left, y: linesY, align: "left" } : { x: middle, y: linesY - 6, align: "middle" }),
  ];
}

function divider({ x, width }: PlacedNode, y: number): SvgElement {
  return element("line", { class: "divider", x1: x + 1, x2: x + width - 1, y1: y, y2: y });
}

function person(x: number, y: number): SvgElement {
  return element("path", {
    class: "icon",
    transform: `translate(${Math.round(x)} ${Math.round(y - 7)})`,
    d: "M7 6.6a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6M1.8 13.4c.4-3 2.4-4.6 5.2-4.6s4.8 1.6 5.2 4.6",
  });
}

/** Here is more to be seen. */
function plus(x: number, y: number): SvgElement {
  return element("path", {
    class: "icon",
    transform: `translate(${Math.round(x)} ${Math.round(y - 5.5)})`,
    d: "M.5 .5h10v10h-10zM5.5 3v5M3 5.5h5",
  });
}

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly rx: number;
}

function inset({ x, y, width, height, rx }: Rectangle, by: number): Rectangle {
  return { x: x + by, y: y + by, width: width - 2 * by, height: height - 2 * by, rx: Math.max(2, rx - by) };
}
