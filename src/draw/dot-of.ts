import { breakLines } from "./break-lines.ts";
import { markOf } from "./mark-of.ts";
import type { Overlay, Tone } from "./overlay.ts";
import type { Picture, PictureArrow, PictureLine, PictureNode } from "./picture.ts";
import { strokeOf } from "./svg/stroke.ts";

/** Writes a picture in DOT. Ids are those of the picture; what an arrow stands for is its comment. */
export function dotOf(picture: Picture, overlay: Overlay | null): string {
  const { title, nodes, arrows, caption } = picture;
  const children = Map.groupBy(nodes, ({ parent }) => parent);
  const captions = [title, ...(overlay === null ? [] : [overlay.title]), ...caption.map(({ text }) => text)];
  return [
    `digraph ${quoted(title)} {`,
    ...indent([
      `graph ${attributes({ label: captions.join("\n"), labelloc: "b", compound: "true", fontname: font })}`,
      `node ${attributes({ shape: "box", style: "rounded", fontname: font })}`,
      `edge ${attributes({ fontname: font, fontsize: "10" })}`,
      ...nodeLines(null),
      ...arrows.map((arrow) => arrowLine(arrow, overlay)),
    ]),
    "}",
    "",
  ].join("\n");

  function nodeLines(parent: string | null): readonly string[] {
    return (children.get(parent) ?? []).flatMap((node) => {
      if (!children.has(node.id)) return [`${quoted(node.id)} ${attributes(nodeAttributes(node, overlay))}`];
      return [
        `subgraph ${quoted(`cluster ${node.id}`)} {`,
        ...indent([
          `graph ${attributes({ label: node.title, labelloc: "t", style: "rounded", ...toneColor(node.id, overlay) })}`,
          ...nodeLines(node.id),
        ]),
        "}",
      ];
    });
  }
}

const font = "Helvetica,Arial,sans-serif";

type Attributes = Readonly<Record<string, string>>;

function nodeAttributes({ id, kind, title, lines }: PictureNode, overlay: Overlay | null): Attributes {
  const label = kind === "start" ? "" : [title, ...linesOf(lines)].join("\n");
  return { label, ...shapes[kind], ...toneColor(id, overlay) };
}

const shapes: Readonly<Record<PictureNode["kind"], Attributes>> = {
  agent: { color: "#3566c9" },
  human: { color: "#9a6d0b", style: "rounded,diagonals" },
  unknown: { color: "#b3261e", style: "rounded,dashed" },
  anyAgent: { style: "rounded,dashed" },
  user: { shape: "ellipse", style: "solid", color: "#237a48" },
  start: { shape: "point", style: "solid", width: "0.2" },
  end: { peripheries: "2" },
  state: {},
  mesh: { style: "rounded,dashed" },
};

function arrowLine({ id, kind, from, to, lines, stands, isMutual }: PictureArrow, overlay: Overlay | null): string {
  const { width, dash, color, head, tail } = strokeOf[kind];
  const label = linesOf(lines).join("\n");
  const line = {
    ...(label === "" ? {} : { label }),
    ...(dash === null ? {} : { style: dash.startsWith("2") ? "dotted" : "dashed" }),
    ...(width > 3 ? { penwidth: "3" } : {}),
    ...(color === null ? {} : { color: color === "limit" ? "#a2480f" : "#8a3fb8" }),
    ...(head === "filled" ? {} : { arrowhead: head === "open" ? "empty" : "normalnormal" }),
    ...(tail === "none" && !isMutual ? {} : { dir: "both", arrowtail: isMutual ? "normal" : tails[tail] }),
    ...toneColor(id, overlay, stands),
    id,
    class: kind,
    comment: JSON.stringify(stands),
  };
  return `${quoted(from)} -> ${quoted(to)} ${attributes(line)}`;
}

const tails = { none: "none", dot: "dot", diamond: "diamond", bar: "tee" } as const;

function toneColor(id: string, overlay: Overlay | null, stands: readonly string[] = []): Attributes {
  const mark = markOf(overlay, [id, ...stands]);
  return mark === null ? {} : tones[mark.tone];
}

/** By colour, and by breadth or strokes. */
const tones: Readonly<Record<Tone, Attributes>> = {
  active: { color: "#0b7a5b", penwidth: "4" },
  last: { color: "#0b7a5b", penwidth: "4" },
  visited: { color: "#0b7a5b", penwidth: "2" },
  never: { color: "#b6becb", fontcolor: "#56627a" },
  refused: { color: "#b3261e", style: "dotted", penwidth: "2" },
  added: { color: "#1a7f37", penwidth: "3" },
  removed: { color: "#b3261e", style: "dashed" },
  changed: { color: "#9a6700", penwidth: "3" },
};

function linesOf(lines: readonly PictureLine[]): readonly string[] {
  return lines.flatMap(({ text }) => breakLines(text, 34));
}

function attributes(given: Attributes): string {
  return `[${Object.entries(given)
    .map(([name, value]) => `${name}=${quoted(value)}`)
    .join(", ")}]`;
}

/** In DOT a backslash begins an escape; only a quotation mark ends a string. */
function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
