import { labelSize } from "../draw/node-size.ts";
import type { Picture, PictureArrow } from "../draw/picture.ts";
import type { Box, PlacedArrow, PlacedPicture, Point } from "../draw/placed-picture.ts";
import { InternalError } from "../errors.ts";
import type { ElkEdge, ElkNode } from "./elk-json.ts";

/** Reads the places that ELK has given to what is in a picture. */
export function placedFromElk(picture: Picture, laidOut: ElkNode): PlacedPicture {
  const boxes = new Map<string, Box>();
  collect(laidOut, boxes);
  const edges = new Map((laidOut.edges ?? []).map((edge) => [edge.id, edge]));
  return {
    ...picture,
    width: Math.ceil(laidOut.width ?? 0),
    height: Math.ceil(laidOut.height ?? 0),
    nodes: picture.nodes.map((node) => ({ ...node, ...known(boxes.get(node.id), node.id) })),
    arrows: picture.arrows.map((arrow) => placedArrow(arrow, known(edges.get(arrow.id), arrow.id))),
  };
}

function collect({ children = [] }: ElkNode, boxes: Map<string, Box>): void {
  for (const node of children) {
    boxes.set(node.id, { x: node.x ?? 0, y: node.y ?? 0, width: node.width ?? 0, height: node.height ?? 0 });
    collect(node, boxes);
  }
}

function placedArrow(arrow: PictureArrow, { sections = [], labels = [] }: ElkEdge): PlacedArrow {
  const points = sections.flatMap(({ startPoint, bendPoints = [], endPoint }): readonly Point[] => [
    startPoint,
    ...bendPoints,
    endPoint,
  ]);
  const [label] = labels;
  const size = labelSize(arrow.lines);
  const box = label === undefined || size === null ? null : { x: label.x ?? 0, y: label.y ?? 0, ...size };
  return { ...arrow, points, label: box };
}

function known<Found>(found: Found | undefined, id: string): Found {
  if (found === undefined) throw new InternalError(`ELK gave no place to "${id}".`);
  return found;
}
