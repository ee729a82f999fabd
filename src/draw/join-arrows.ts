import { agentsOf, type Graph } from "../graph/graph.ts";
import type { DrawnEdge } from "./drawn-edge.ts";
import { agentAt } from "./drawn-place.ts";

/** One arrow of a flowchart: it can stand for several edges. */
export interface Arrow {
  readonly edge: DrawnEdge;
  /** Edges of the same kind between the same places, whose labels are written below. */
  readonly others: readonly DrawnEdge[];
  /** Whether it has two heads. */
  readonly mutual: boolean;
  /** All edges that it stands for, of both heads. */
  readonly stands: readonly DrawnEdge[];
}

/** Where every pair of agents has a plain handoff, one sentence says more than so many lines. */
export function isMesh(graph: Graph, edges: readonly DrawnEdge[]): boolean {
  const size = agentsOf(graph).length;
  const handoffs = edges.filter(isPlain).length;
  return (
    graph.defaultMesh || (size > 4 && handoffs === size * (size - 1) && edges.filter(isCalled).length === handoffs)
  );
}

/**
 * Two plain handoffs there and back become one arrow with two heads, and all rules by which an agent goes on by itself
 * one arrow: of several loops at a node Mermaid 11 shows but one.
 */
export function joinArrows(edges: readonly DrawnEdge[]): readonly Arrow[] {
  const plain = new Map(edges.filter(isPlain).map((edge) => [wayOf(edge), edge]));
  const drawn = new Set<string>();
  return edges.flatMap((edge): readonly Arrow[] => {
    const way = wayOf(edge);
    if (isLoop(edge)) {
      const others = edges.filter((other) => isLoop(other) && other !== edge && wayOf(other) === way);
      if (drawn.has(`loop ${way}`)) return [];
      drawn.add(`loop ${way}`);
      return [{ edge, others, mutual: false, stands: [edge, ...others] }];
    }
    const back = wayOf({ from: edge.to, to: edge.from });
    const partner = isPlain(edge) ? plain.get(back) : undefined;
    if (partner !== undefined && drawn.has(back)) return [];
    drawn.add(way);
    return [
      { edge, others: [], mutual: partner !== undefined, stands: partner === undefined ? [edge] : [edge, partner] },
    ];
  });
}

function wayOf({ from, to }: Pick<DrawnEdge, "from" | "to">): string {
  return JSON.stringify([from, to]);
}

function isLoop(edge: DrawnEdge): boolean {
  return edge.kind === "afterReply" && edge.destination.kind === "same";
}

function isPlain({ kind, from, to, guard, notes }: DrawnEdge): boolean {
  return kind === "handoff" && agentAt(from) !== agentAt(to) && guard === null && notes.length === 0;
}

function isCalled({ kind }: DrawnEdge): boolean {
  return kind === "handoff" || kind === "delegation";
}
