import { labelSize, nodeSize, type Size, titleHeight } from "../draw/node-size.ts";
import type { Picture, PictureArrow, PictureNode } from "../draw/picture.ts";
import type { ElkEdge, ElkNode } from "./elk-json.ts";
import { meshGuides } from "./mesh-guides.ts";

/** To which side the arrows of a picture lead. */
export type Direction = "DOWN" | "RIGHT";

/** Writes a picture for ELK: sizes of everything, and how it is to be arranged. */
export function elkGraph(picture: Picture, direction: Direction): ElkNode {
  const { nodes, arrows } = picture;
  const childrenByParent = Map.groupBy(nodes, ({ parent }) => parent);
  const members = childrenByParent.get("mesh") ?? [];
  const isMesh = members.length > 0;
  const options = { ...compound, ...(isMesh ? meshOptions : {}), "elk.direction": direction };
  const places = new Map(nodes.map(({ id }, index) => [id, index * 50]));
  const children = (parent: string | null): readonly ElkNode[] =>
    (childrenByParent.get(parent) ?? []).map((node) => elkNode(node, children(node.id)));
  return {
    id: "picture",
    layoutOptions: { ...whole, ...options, "elk.layered.thoroughness": String(thoroughness(arrows.length)) },
    children: children(null),
    edges: [...arrows.map(elkEdge), ...meshGuides(members)],
  };

  function elkNode(node: PictureNode, inner: readonly ElkNode[]): ElkNode {
    const place = places.get(node.id) ?? 0;
    const position = { "elk.position": `(${place},${place})` };
    if (inner.length > 0) {
      return { id: node.id, children: inner, layoutOptions: { ...options, ...position, ...groupOptions(node) } };
    }
    return { id: node.id, ...roomFor(node), layoutOptions: { ...position, ...leafOptions(node) } };
  }

  /** Where many arrows meet, they need room beside each other. */
  function roomFor(node: PictureNode): Size {
    const { width, height } = nodeSize(node);
    if (isMesh) return { width, height };
    const room = arrows.filter(({ from, to }) => from === node.id || to === node.id).length * arrowRoom;
    return direction === "DOWN" ? { width: Math.max(width, room), height } : { width, height: Math.max(height, room) };
  }
}

/** How often ELK tries to cross fewer arrows: with many it takes long, and gains nothing that could be seen. */
function thoroughness(arrows: number): number {
  return Math.max(1, Math.min(10, Math.round(600 / (arrows + 1))));
}

/** What an arrow takes of the side of a node, in pixels. */
const arrowRoom = 11;

const whole = {
  "elk.algorithm": "layered",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.json.shapeCoords": "ROOT",
  "elk.json.edgeCoords": "ROOT",
  "elk.padding": "[top=8,left=8,bottom=8,right=8]",
  "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
} as const;

/** What ELK reads on every node that holds others, since it is not inherited. */
const compound = {
  "elk.layered.cycleBreaking.strategy": "DEPTH_FIRST",
  "elk.spacing.nodeNode": "28",
  "elk.spacing.edgeNode": "18",
  "elk.spacing.edgeEdge": "12",
  "elk.spacing.edgeLabel": "4",
  "elk.spacing.labelNode": "8",
  "elk.spacing.componentComponent": "32",
  "elk.spacing.nodeSelfLoop": "14",
  "elk.layered.spacing.nodeNodeBetweenLayers": "36",
  "elk.layered.spacing.edgeNodeBetweenLayers": "16",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "12",
} as const;

/**
 * In a mesh the agents stand in the order of their positions (ELK crashes on its own model order inside of groups), and
 * arrows that leave from one of them leave together.
 */
const meshOptions = {
  "elk.layered.crossingMinimization.semiInteractive": "true",
  "elk.layered.mergeEdges": "true",
} as const;

function groupOptions(node: PictureNode): Readonly<Record<string, string>> {
  const { width, height } = nodeSize(node);
  const [above, below] = node.kind === "mesh" ? [20, titleHeight + 20] : [titleHeight + 24, 20];
  return {
    "elk.padding": `[top=${above},left=20,bottom=${below},right=20]`,
    "elk.nodeSize.constraints": "MINIMUM_SIZE",
    "elk.nodeSize.minimum": `(${width},${height})`,
  };
}

function leafOptions({ kind }: PictureNode): Readonly<Record<string, string>> {
  return kind === "start" ? { "elk.layered.layering.layerConstraint": "FIRST" } : {};
}

function elkEdge({ id, from, to, lines }: PictureArrow): ElkEdge {
  const size = labelSize(lines);
  const label = { id: `label ${id}`, text: "x", layoutOptions: { "elk.edgeLabels.inline": "true" } };
  return { id, sources: [from], targets: [to], ...(size === null ? {} : { labels: [{ ...label, ...size }] }) };
}
