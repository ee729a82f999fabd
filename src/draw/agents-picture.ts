import { agentsOf, type Graph } from "../graph/graph.ts";
import { agentPictureNode, anyAgentPictureNode, pictureNode } from "./agent-picture-node.ts";
import { arrowLines } from "./arrow-lines.ts";
import type { DrawnEdge } from "./drawn-edge.ts";
import { drawnEdges, unknownTargets } from "./drawn-edges.ts";
import { agentAt, agentPlace, endPlace } from "./drawn-place.ts";
import { nodeId, startId } from "./edge-id.ts";
import { edgesOf, type NamedEdge } from "./edge-of-row.ts";
import { type Arrow, isMesh, joinArrows } from "./join-arrows.ts";
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
export function pictureOfAgents(graph: Graph, { isUnfolded, focus, joins }: PictureWish): Picture {
  const named = edgesOf(graph);
  const edges = named.map(({ edge }) => edge);
  const mesh = isMesh(graph, edges);
  const isShown = (edge: DrawnEdge): boolean => !mesh || edge.kind !== "handoff" || touches(edge, focus);
  return {
    title: graph.id,
    level: "agents",
    nodes: agentNodes(graph, { isUnfolded, mesh }),
    arrows: [
      startArrow(nodeId(agentPlace(graph.start))),
      ...agentArrows(
        named.filter(({ edge }) => isShown(edge)),
        joins,
      ),
    ],
    caption: pictureCaption(graph),
  };
}

/** The nodes of a graph's agents, and of whatever else its edges lead to. */
export function agentNodes(
  graph: Graph,
  { isUnfolded, mesh }: Pick<PictureWish, "isUnfolded"> & { readonly mesh: boolean },
): readonly PictureNode[] {
  const edges = drawnEdges(graph);
  const parent = mesh ? meshNode.id : null;
  const outcomes = new Set(edges.flatMap(({ to }) => (to.kind === "end" ? [to.outcome] : [])));
  const hasUser = edges.some(({ from, to }) => from.kind === "user" || to.kind === "user");
  return [
    pictureNode({ id: startId, kind: "start", title: "start" }),
    ...(mesh ? [meshNode] : []),
    ...agentsOf(graph).map((agent) => agentPictureNode(graph, agent, { parent, isFolded: !isUnfolded(agent.name) })),
    ...unknownTargets(graph).map(unknownNode),
    ...anyAgentPictureNode(graph, edges),
    ...(hasUser ? [pictureNode({ id: "user", kind: "user", title: "the user" })] : []),
    ...[...outcomes].map((outcome) => pictureNode({ id: nodeId(endPlace(outcome)), kind: "end", title: outcome })),
  ];
}

/** The arrow to where a session opens. */
export function startArrow(to: string): PictureArrow {
  return { id: startId, kind: "start", from: startId, to, lines: [], stands: [startId], isMutual: false };
}

function unknownNode(name: string): PictureNode {
  const node = pictureNode({ id: nodeId(agentPlace(name)), kind: "unknown", title: name, agent: name });
  return { ...node, lines: [{ text: "no such agent", style: "note" }] };
}

/** One arrow for all edges of a kind between the same places; joined, also for two plain handoffs there and back. */
function agentArrows(named: readonly NamedEdge[], joins: boolean): readonly PictureArrow[] {
  const ids = new Map(named.map(({ id, edge }) => [edge, id]));
  const edges = named.map(({ edge }) => edge);
  const groups = Map.groupBy(joins ? joinArrows(edges) : edges.map(singleArrow), ({ edge: { kind, from, to } }) =>
    JSON.stringify([kind, from, to]),
  );
  return [...groups.values()].flatMap((arrows): readonly PictureArrow[] => {
    const [first] = arrows;
    if (first === undefined) return [];
    const lines = arrows.flatMap(({ edge, others }) => [edge, ...others]).flatMap(arrowLines);
    const stands = arrows.flatMap((arrow) => arrow.stands).map((edge) => ids.get(edge) ?? "");
    return [{ ...edgeArrow({ id: stands[0] ?? "", edge: first.edge }), lines, stands, isMutual: first.mutual }];
  });
}

function singleArrow(edge: DrawnEdge): Arrow {
  return { edge, others: [], mutual: false, stands: [edge] };
}

/** The arrow of one edge alone. */
export function edgeArrow({ id, edge }: NamedEdge): PictureArrow {
  const { kind, from, to } = edge;
  return { id, kind, from: nodeId(from), to: nodeId(to), lines: arrowLines(edge), stands: [id], isMutual: false };
}

function touches({ from, to }: DrawnEdge, agent: string | null): boolean {
  return agent !== null && (agentAt(from) === agent || agentAt(to) === agent);
}
