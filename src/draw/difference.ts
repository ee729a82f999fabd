import type { Graph } from "../graph/graph.ts";
import { agentNodes, edgeArrow, startArrow } from "./agents-picture.ts";
import { arrowLines } from "./arrow-lines.ts";
import { changeNote, type Lacking } from "./change-note.ts";
import type { DrawnEdge } from "./drawn-edge.ts";
import { agentPlace } from "./drawn-place.ts";
import { nodeId, startId } from "./edge-id.ts";
import { edgesOf, type NamedEdge } from "./edge-of-row.ts";
import { isMesh } from "./join-arrows.ts";
import type { Mark, Overlay, Tone } from "./overlay.ts";
import type { Picture, PictureLine } from "./picture.ts";
import { pictureCaption } from "./picture-caption.ts";

/** Two graphs in one picture, and what differs between them. */
export interface Difference {
  readonly picture: Picture;
  readonly overlay: Overlay;
}

/**
 * Compares two versions of a graph as they are drawn, agents and the ways between them: what is new, what is gone, and what
 * reads otherwise now, with what it said before. The picture has what is gone as well.
 */
export function differenceOf(before: Graph, after: Graph): Difference {
  const [wasMesh, mesh] = [before, after].map((graph) => isMesh(graph, edgesOf(graph).map(edgeIn)));
  const all = { isUnfolded: () => true, mesh: wasMesh === true && mesh === true };
  const nodes = merge(agentNodes(before, all), agentNodes(after, all));
  const edges = merge(edgesOf(before), edgesOf(after)).filter(
    ({ is, was, drawn }) => drawn.edge.kind !== "handoff" || !((is === null || mesh) && (was === null || wasMesh)),
  );
  const marks = new Map<string, Mark>([
    ...nodes.flatMap((one) => markOf(one, { read: ({ lines }) => lines, lacking: {} })),
    ...edges.flatMap((one) => markOf(one, { read: ({ edge }) => arrowLines(edge), lacking: lackingOfWay })),
    ...(before.start !== after.start ? [[startId, { tone: "changed", note: `was ${before.start}` }] as const] : []),
  ]);
  const tones = [...marks.values()].map(({ tone }) => tone);
  return {
    picture: {
      title: after.id,
      level: "agents",
      nodes: nodes.map(({ drawn }) => drawn),
      arrows: [startArrow(nodeId(agentPlace(after.start))), ...edges.map(({ drawn }) => edgeArrow(drawn))],
      caption: captionOf(before, after),
    },
    overlay: { title: [summary(tones), ...meshTexts(wasMesh === true, mesh === true)].join("; "), marks },
  };
}

/** Something that is in one of two lists, or in both. */
interface Pair<Item> {
  readonly is: Item | null;
  readonly was: Item | null;
  /** As it is drawn: as it is now, unless it is gone. */
  readonly drawn: Item;
}

/** What is now, and behind it what is gone. */
function merge<Item extends { readonly id: string }>(
  before: readonly Item[],
  after: readonly Item[],
): readonly Pair<Item>[] {
  const [olds, news] = [new Map(before.map((item) => [item.id, item])), new Set(after.map(({ id }) => id))];
  return [
    ...after.map((is) => ({ is, was: olds.get(is.id) ?? null, drawn: is })),
    ...before.filter(({ id }) => !news.has(id)).map((was) => ({ is: null, was, drawn: was })),
  ];
}

function markOf<Item extends { readonly id: string }>(
  { is, was, drawn: { id } }: Pair<Item>,
  { read, lacking }: { readonly read: (item: Item) => readonly PictureLine[]; readonly lacking: Lacking },
): readonly (readonly [string, Mark])[] {
  if (is === null || was === null) return [[id, { tone: is === null ? "removed" : "added" }]];
  const note = changeNote([read(was), read(is)], lacking);
  return note === null ? [] : [[id, { tone: "changed", note }]];
}

const lackingOfWay: Lacking = {
  guard: "was without a guard",
  approval: "was without approval",
  payload: "was without a payload",
};

function captionOf(before: Graph, after: Graph): readonly PictureLine[] {
  const [old, now] = [pictureCaption(before), pictureCaption(after)];
  if (JSON.stringify(old) === JSON.stringify(now)) return now;
  return [...now, ...old.map((line) => ({ ...line, text: `before: ${line.text}` }))];
}

/** What a sentence says better than so many arrows. */
function meshTexts(was: boolean, is: boolean): readonly string[] {
  if (was === is) return [];
  return [is ? "now every agent may hand off to every other" : "before, every agent could hand off to every other"];
}

function summary(tones: readonly Tone[]): string {
  const parts = (["added", "removed", "changed"] as const).flatMap((tone) => {
    const count = tones.filter((one) => one === tone).length;
    return count === 0 ? [] : [`${count} ${tone}`];
  });
  return parts.length === 0 ? "nothing that is drawn differs" : parts.join(", ");
}

function edgeIn({ edge }: NamedEdge): DrawnEdge {
  return edge;
}
