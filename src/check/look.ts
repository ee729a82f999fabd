import type { GuardNode } from "../graph/guard.ts";
import type { Abstraction } from "./abstract/derive-model.ts";
import type { AbstractionOptions } from "./abstract/layout.ts";
import type { CheckOptions } from "./engine/check-model.ts";
import type { Exploration } from "./engine/exploration.ts";
import type { GraphProperty } from "./graph-property.ts";
import type { Replayer } from "./replay-evidence.ts";

/** How a graph is looked at. */
export interface Look {
  readonly abstraction: Required<AbstractionOptions>;
  readonly engine: CheckOptions;
  /** What all properties ask about variables: a model keeps it apart whichever of them it is for. */
  readonly guards: readonly GuardNode[];
  readonly isDefault: (name: string) => boolean;
  /** Whether it was looked at before, with less counted. */
  readonly isAgain: boolean;
}

/** What is seen when a graph is looked at: what its results are told with. */
export interface View {
  readonly look: Look;
  readonly abstraction: Abstraction;
  /** Of which kind each property is, by name: some are asked as others. */
  readonly kinds: ReadonlyMap<string, GraphProperty["kind"]>;
  readonly replay: Replayer;
}

/** A view of what was explored. */
export interface ExploredView extends View {
  readonly exploration: Exploration;
}
