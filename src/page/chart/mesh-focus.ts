import { drawnEdges } from "../../draw/drawn-edges.ts";
import { isMesh } from "../../draw/join-arrows.ts";
import type { Graph } from "../../graph/graph.ts";

/**
 * Whose ways are drawn where every agent may hand off to every other: those of the agent that was picked in the chart,
 * else of the one that has the conversation. `null` where all ways are drawn, or none is asked for.
 */
export function meshFocus(
  graph: Graph,
  { picked, active }: { readonly picked: string | null; readonly active: string | null },
): string | null {
  if (!isMeshByGraph(graph)) return null;
  return Object.keys(graph.agents).find((name) => picked === `agent:${name}`) ?? active;
}

const known = new WeakMap<Graph, boolean>();

function isMeshByGraph(graph: Graph): boolean {
  const before = known.get(graph);
  if (before !== undefined) return before;
  const found = isMesh(graph, drawnEdges(graph));
  known.set(graph, found);
  return found;
}
