import { agentsOf, type Graph } from "../graph/graph.ts";
import { agentPictureNode, anyAgentPictureNode, pictureNode } from "./agent-picture-node.ts";
import { arrowLines } from "./arrow-lines.ts";
import type { DrawnEdge } from "./drawn-edge.ts";
import { drawnEdges, unknownTargets } from "./drawn-edges.ts";
import { agentAt, agentPlace, endPlace } from "./drawn-place.ts";
import { edgeIds, nodeId, startId } from "./edge-id.ts";
import { isMesh, joinArrows } from "./join-arrows.ts";
import type { Picture, PictureArrow, PictureNode } from "./picture.ts";
import { pictureCaption } from "./picture-caption.ts";
import type { PictureWish } from "./picture-wish.ts";

/** The node around agents of whom each may hand off to each. */
export const meshNode: PictureNode = pictureNode({
  id: "mesh",
  kind: "mesh",
  title: "every agent may hand off to every other",
});

/** Makes the picture of a graph's agents and the ways between them. */
export function pictureOfAgents(graph: Graph, { isUnfolded, focus }: PictureWish): Picture {
  const edges = drawnEdges(graph);
  const mesh = isMesh(graph, edges);
  const parent = mesh ? meshNode.id : null;
  const outcomes = new Set(edges.flatMap(({ to }) => (to.kind === "end" ? [to.outcome] : [])));
  const hasUser = edges.some(({ from, to }) => from.kind === "user" || to.kind === "user");
  return {
    title: graph.id,
    level: "agents",
    nodes: [
      pictureNode({ id: startId, kind: "start", title: "start" }),
      ...(mesh ? [meshNode] : []),
      ...agentsOf(graph).map((agent) => agentPictureNode(graph, agent, { parent, isFolded: !isUnfolded(agent.name) })),
      ...unknownTargets(graph).map(unknownNode),
      ...anyAgentPictureNode(graph, edges),
      ...(hasUser ? [pictureNode({ id: "user", kind: "user", title: "the user" })] : []),
      ...[...outcomes].map((outcome) => pictureNode({ id: nodeId(endPlace(outcome)), kind: "end", title: outcome })),
    ],
    arrows: [startArrow(nodeId(agentPlace(graph.start))), ...arrowsOf(graph, edges, { mesh, focus })],
    caption: pictureCaption(graph),
  };
}

/** The arrow to where a session opens. */
export function startArrow(to: string): PictureArrow {
  return { id: startId, kind: "start", from: startId, to, lines: [], stands: [startId], isMutual: false };
}

function unknownNode(name: string): PictureNode {
  const node = pictureNode({ id: nodeId(agentPlace(name)), kind: "unknown", title: name, agent: name });
  return { ...node, lines: [{ text: "no such agent", style: "note" }] };
}

/** One arrow for all edges of a kind between the same places, and for two plain handoffs there and back. */
function arrowsOf(
  graph: Graph,
  edges: readonly DrawnEdge[],
  { mesh, focus }: { readonly mesh: boolean; readonly focus: string | null },
): readonly PictureArrow[] {
  const ids = edgeIds(graph);
  const idByEdge = new Map(edges.map((edge, index) => [edge, ids[index] ?? ""]));
  const isShown = (edge: DrawnEdge): boolean => !mesh || edge.kind !== "handoff" || touches(edge, focus);
  const shown = edges.filter(isShown);
  const groups = Map.groupBy(joinArrows(shown), ({ edge: { kind, from, to } }) => JSON.stringify([kind, from, to]));
  return [...groups.values()].flatMap((arrows): readonly PictureArrow[] => {
    const [first] = arrows;
    if (first === undefined) return [];
    const { edge, mutual } = first;
    const back = mutual ? shown.filter((other) => isBack(edge, other)) : [];
    const own = arrows.flatMap((arrow) => [arrow.edge, ...arrow.others]);
    const stands = [...own, ...back].map((one) => idByEdge.get(one) ?? "");
    return [
      {
        id: stands[0] ?? "",
        kind: edge.kind,
        from: nodeId(edge.from),
        to: nodeId(edge.to),
        lines: own.flatMap(arrowLines),
        stands,
        isMutual: mutual,
      },
    ];
  });
}

function touches({ from, to }: DrawnEdge, agent: string | null): boolean {
  return agent !== null && (agentAt(from) === agent || agentAt(to) === agent);
}

function isBack(edge: DrawnEdge, other: DrawnEdge): boolean {
  return (
    other.kind === edge.kind && agentAt(other.from) === agentAt(edge.to) && agentAt(other.to) === agentAt(edge.from)
  );
}
