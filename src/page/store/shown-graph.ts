import type { Graph } from "../../graph/graph.ts";
import type { AgentLook } from "./agent-look.ts";

/** The graph that is looked at, and what the page needs of it again and again. */
export interface ShownGraph {
  /** `null`: it could not be read. */
  readonly graph: Graph | null;
  readonly id: string;
  /** Why it could not be read. */
  readonly problem: string | null;
  readonly looksByAgent: ReadonlyMap<string, AgentLook>;
}
