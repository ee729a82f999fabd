import { markOf } from "../mark-of.ts";
import type { Overlay, Tone } from "../overlay.ts";
import type { Box, PlacedNode, PlacedPicture } from "../placed-picture.ts";
import type { SvgElement } from "../svg-element.ts";
import { textWidth } from "../text-width.ts";
import { element } from "./element.ts";
import { drawFoot } from "./foot.ts";
import { drawingRules } from "./rules.ts";
import { svgArrow, svgLabel } from "./svg-arrow.ts";
import { groupHeading, svgNode } from "./svg-node.ts";
import type { Theme } from "./theme.ts";

/** How a picture is drawn as SVG. */
export interface SvgOptions {
  /** What is shown on top of it. */
  readonly overlay?: Overlay | null;
  /** `auto` unless given: light or dark as whoever looks prefers. */
  readonly theme?: Theme;
}

/**
 * Draws what lies between the edges of a placed picture, without a frame: groups, strokes, nodes, labels, in the order in
 * which they cover each other. Nodes carry their id as `data-node`, arrows theirs as `data-arrow`, labels as `data-label`.
 */
export function svgContent({ nodes, arrows }: PlacedPicture, overlay: Overlay | null): readonly SvgElement[] {
  const parents = new Set(nodes.map(({ parent }) => parent));
  const [groups, boxes] = [nodes.filter(({ id }) => parents.has(id)), nodes.filter(({ id }) => !parents.has(id))];
  const shapes = (some: readonly PlacedNode[], isGroup: boolean): readonly SvgElement[] =>
    some.map((node) => svgNode(node, { isGroup, mark: markOf(overlay, [node.id]) }));
  const marked = arrows.map((arrow) => ({ arrow, mark: markOf(overlay, [arrow.id, ...arrow.stands]) }));
  const named = arrowNames(nodes);
  return [
    element("g", { class: "groups" }, shapes(groups, true)),
    element(
      "g",
      { class: "arrows" },
      marked.map(({ arrow, mark }) => svgArrow(arrow, { from: named(arrow.from), to: named(arrow.to) }, mark)),
    ),
    element("g", { class: "headings" }, groups.map(groupHeading)),
    element("g", { class: "nodes" }, shapes(boxes, false)),
    element(
      "g",
      { class: "labels" },
      marked.flatMap(({ arrow, mark }) =>
        svgLabel(arrow, { mark, isInside: groups.some((group) => arrow.label !== null && holds(group, arrow.label)) }),
      ),
    ),
  ];
}

/** How nodes are called in words: a state together with its agent. */
export function arrowNames(nodes: readonly PlacedNode[]): (id: string) => string {
  const names = nodes.map(
    ({ id, kind, agent, title }) => [id, kind === "state" && agent !== null ? `${agent}.${title}` : title] as const,
  );
  const known = new Map(names);
  return (id) => known.get(id) ?? id;
}

/** Whether a box lies in another as a whole. */
export function holds(outer: Box, inner: Box): boolean {
  const [across, down] = [inner.x - outer.x, inner.y - outer.y];
  return across >= 0 && down >= 0 && across + inner.width <= outer.width && down + inner.height <= outer.height;
}

/** Draws a placed picture as a whole: with its title, a legend of what occurs in it, and its caption. */
export function svgOf(picture: PlacedPicture, { overlay = null, theme = "auto" }: SvgOptions = {}): SvgElement {
  const heading = overlay === null ? "" : oneLine(overlay.title);
  const width = Math.ceil(
    Math.max(picture.width, 440, textWidth(heading, subheadingFont), textWidth(picture.title, headingFont)),
  );
  const top = heading === "" ? 34 : 52;
  const shift = (width - picture.width) / 2;
  const footTop = margin + top + picture.height + 12;
  const foot = drawFoot({ ...picture, tones: tonesIn(picture, overlay) }, { x: margin, y: footTop, width });
  const [fullWidth, fullHeight] = [width + 2 * margin, footTop + foot.height + margin];
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: "handoff-drawing",
      viewBox: `0 0 ${fullWidth} ${fullHeight}`,
      width: fullWidth,
      height: fullHeight,
      role: "img",
      "aria-label": ariaLabel(picture, overlay?.title ?? ""),
    },
    [
      element("style", {}, [drawingRules(theme, { hasMarks: overlay !== null })]),
      element("rect", { class: "paper", width: fullWidth, height: fullHeight }),
      element("text", { class: "heading", x: margin, y: margin + 14 }, [picture.title]),
      ...(heading === "" ? [] : [element("text", { class: "subheading", x: margin, y: margin + 34 }, [heading])]),
      element("g", { transform: `translate(${margin + shift} ${margin + top})` }, svgContent(picture, overlay)),
      ...foot.elements,
    ],
  );
}

/** Sessions may be called anything: a name must not make the drawing broader than it is. */
function oneLine(text: string): string {
  const letters = [...text.replaceAll(/\s+/gu, " ").trim()];
  return letters.length <= longestHeading ? letters.join("") : `${letters.slice(0, longestHeading - 1).join("")}…`;
}

const longestHeading = 140;

/** The tones of what is marked in a picture: an overlay speaks of both levels. */
function tonesIn({ nodes, arrows }: PlacedPicture, overlay: Overlay | null): readonly Tone[] {
  const named = [...nodes.map(({ id }) => [id]), ...arrows.map(({ id, stands }) => [id, ...stands])];
  return [...new Set(named.flatMap((ids) => markOf(overlay, ids)?.tone ?? []))];
}

const margin = 20;
const headingFont = { size: 16, family: "sans", isBold: true } as const;
const subheadingFont = { size: 11.5, family: "sans", isBold: false } as const;

function ariaLabel({ title, level, nodes, arrows }: PlacedPicture, heading: string): string {
  const agents = nodes.filter(({ kind }) => kind === "agent" || kind === "human").length;
  const what = level === "states" ? "every state" : "the ways between agents";
  const size = `${agents} ${agents === 1 ? "agent" : "agents"}, ${arrows.length} ${arrows.length === 1 ? "arrow" : "arrows"}`;
  return [`${title}: ${what}, ${size}`, ...(heading === "" ? [] : [heading])].join("; ");
}
