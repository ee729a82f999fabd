import type { Graph } from "../../graph/graph.ts";
import type { SessionState } from "../../runtime/session-state.ts";

/** Writes what the model calls of a session took: tokens, and what they cost where the graph has prices. */
export function spending({ prices }: Graph, { usage, cost }: Pick<SessionState, "usage" | "cost">): string {
  const tokens = `${grouped(usage.inputTokens)} tokens in, ${grouped(usage.outputTokens)} out`;
  return Object.keys(prices).length === 0 ? tokens : `${tokens} · cost ${costLabel(cost)}`;
}

/** Small amounts are not rounded to nothing. */
function costLabel(cost: number): string {
  if (cost === 0) return "0";
  return cost >= 1 ? cost.toFixed(2) : String(Number(cost.toPrecision(3)));
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}
