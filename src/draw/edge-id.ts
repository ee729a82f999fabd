import type { Graph } from "../graph/graph.ts";
import type { DrawnEdge } from "./drawn-edge.ts";
import { drawnEdges } from "./drawn-edges.ts";
import type { DrawnPlace } from "./drawn-place.ts";
import { toldApart } from "./told-apart.ts";

/** The arrow by which a session opens, where no rule of `entry` leads to an agent: no edge of the graph. */
export const startId = "start";

/**
 * Names the edges of a graph, in the order of {@link drawnEdges}: `handoff triage→billing`, `route refunds→end:done 2`.
 * No two are alike, and an edge keeps its name while others come and go, unless they have its kind and its places.
 */
export function edgeIds(graph: Graph): readonly string[] {
  const known = idsByGraph.get(graph) ?? toldApart(drawnEdges(graph).map(idOf));
  idsByGraph.set(graph, known);
  return known;
}

const idsByGraph = new WeakMap<Graph, readonly string[]>();

function idOf(edge: DrawnEdge): string {
  const kind = edge.kind === "guardrail" ? `guardrail ${edge.guardrail.name}` : edge.kind;
  return `${kind} ${placeText(edge.from)}→${placeText(edge.to)}`;
}

function placeText(place: DrawnPlace): string {
  return place.kind === "agent" ? place.agent : nodeId(place);
}

/** The id of the node that a place is in a picture: `agent:triage`, `end:done`, `user`, `anyAgent`. */
export function nodeId(place: DrawnPlace): string {
  switch (place.kind) {
    case "agent":
      return `agent:${place.agent}`;
    case "end":
      return `end:${place.outcome}`;
    default:
      return place.kind;
  }
}
