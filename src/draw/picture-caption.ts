import type { Graph } from "../graph/graph.ts";
import { separator } from "./columns.ts";
import type { PictureLine } from "./picture.ts";
import { limitRows } from "./text-limits.ts";

/** Says what holds for all of a graph: its budgets, and what follows when one is spent; what becomes of open approvals. */
export function pictureCaption(graph: Graph): readonly PictureLine[] {
  const limits = limitRows(graph).map(([name, value]) => `${name?.text}: ${value?.text}`);
  return [
    { text: limits.join(separator), style: "note" },
    ...(graph.whilePending === "withdraw"
      ? [{ text: "a message withdraws open approvals", style: "note" } satisfies PictureLine]
      : []),
  ];
}
