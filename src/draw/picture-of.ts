import { agentsOf, type Graph } from "../graph/graph.ts";
import { pictureOfAgents } from "./agents-picture.ts";
import type { Picture, PictureLevel } from "./picture.ts";
import { pictureOfStates } from "./states-picture.ts";

/** What a picture shows of a graph. */
export interface PictureOptions {
  /** `agents` unless given. */
  readonly level?: PictureLevel;
  /**
   * The agents that show what is in them: their states, or at level `agents` their tools and what else they declare. Left
   * out, all of them, as long as they are few: 6 with their states, 40 with their tools.
   */
  readonly unfolded?: ReadonlySet<string> | "all";
  /** Where every agent may hand off to every other: the agent whose handoffs are drawn nevertheless. */
  readonly focus?: string | null;
  /** Whether two plain handoffs there and back are one arrow with two heads: so unless an overlay tells them apart. */
  readonly joins?: boolean;
}

/**
 * Makes the picture of a graph: nodes and arrows that have no place yet, the same for every drawing that is laid out. At
 * level `agents` a graph with errors has a picture too.
 *
 * @throws {GraphError} `invalid_graph` at level `states`, when the graph has errors.
 */
export function pictureOf(
  graph: Graph,
  { level = "agents", unfolded, focus = null, joins = true }: PictureOptions = {},
): Picture {
  const shown = unfolded ?? (agentsOf(graph).length <= readable[level] ? "all" : new Set<string>());
  const isUnfolded = (agent: string): boolean => shown === "all" || shown.has(agent);
  const make = level === "states" ? pictureOfStates : pictureOfAgents;
  return make(graph, { isUnfolded, focus, joins });
}

/** So many agents can be unfolded, and the eye still finds its way. */
const readable: Readonly<Record<PictureLevel, number>> = { agents: 40, states: 6 };
