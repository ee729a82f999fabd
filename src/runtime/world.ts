import type { Graph } from "../graph/graph.ts";
import type { Caps } from "./caps.ts";
import type { Clock, IdSource, ModelClient } from "./ports.ts";
import type { Toolbox } from "./toolbox.ts";

/** What effects are performed with. */
export interface World {
  readonly graph: Graph;
  readonly session: string;
  /** The models of an agent: the first, and those that are asked when it fails. */
  readonly models: (agent: string) => readonly [ModelClient, ...ModelClient[]];
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly caps: Caps;
  readonly toolbox: (agent: string) => Toolbox;
}
