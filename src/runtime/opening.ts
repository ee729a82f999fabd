import { hashGraph } from "../graph/graph-hash.ts";
import type { Entry } from "../journal/entry.ts";
import type { World } from "./world.ts";

/** The first entry of a session's journal. */
export function opening({ session, graph }: World, at: number): Entry {
  return {
    session,
    position: 0,
    event: { type: "session.opened", at, graph: graph.id, hash: hashGraph(graph), format: 1 },
  };
}
