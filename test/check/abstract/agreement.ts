import type { Abstraction } from "../../../src/check/abstract/derive-model.ts";
import type { Graph } from "../../../src/graph/graph.ts";
import type { Draw } from "../../machine/hostile/draw.ts";
import { validateCommands } from "../engine/validate-commands.ts";
import { type Comparison, type Counts, createComparison, type Spot, type Thoroughness } from "./comparison.ts";
import { keyOf } from "./model-edges.ts";

/** What was seen of both machines. */
export interface Agreement extends Readonly<Counts> {
  /** How many states were met. */
  readonly states: number;
  /** Whether all states that events bring about were compared. */
  readonly isWhole: boolean;
  /** How many walks went on from where the search had stopped, and through how many states. */
  readonly walks: number;
  readonly walked: number;
}

/** How much of a graph is looked at. */
export interface Extent extends Thoroughness {
  /** Where more states than this are met, the search stops. */
  readonly mostStates: number;
  /** Then so many random walks go on from states that were met and not compared yet, each through so many states. */
  readonly walks: number;
  readonly steps: number;
  readonly draw: Draw;
}

/**
 * Compares the model of a graph with its machine in every state that can be reached by moves that an event brings about,
 * with a snapshot of the real machine at hand for each; beyond `mostStates` by random walks.
 */
export function agreement(graph: Graph, abstraction: Abstraction, extent: Extent): Agreement {
  validateCommands(abstraction.model);
  const comparison = createComparison(graph, abstraction, extent);
  const met = new Set([keyOf(comparison.start.values)]);
  const spots = [comparison.start];
  let compared = 0;
  for (const spot of spots) {
    if (spots.length > extent.mostStates) break;
    compared++;
    for (const next of comparison.compare(spot)) if (isNew(met, next)) spots.push(next);
  }
  const frontier = spots.slice(compared);
  const isWhole = frontier.length === 0;
  const walked = isWhole ? 0 : walkOn(comparison, met, { ...extent, frontier });
  return { ...comparison.counts, states: met.size, isWhole, walks: isWhole ? 0 : extent.walks, walked };
}

/** Compares on random walks, which go to states that were not met yet where they can, and end no session. */
function walkOn(
  { compare }: Comparison,
  met: Set<string>,
  { frontier, walks, steps, draw }: Extent & { readonly frontier: readonly Spot[] },
): number {
  let walked = 0;
  for (let walk = 0; walk < walks; walk++) {
    let spot = frontier[draw(frontier.length)];
    for (let step = 0; step < steps && spot !== undefined; step++) {
      const ways = compare(spot);
      const news = ways.filter((way) => isNew(met, way));
      const choices = [news, ways].map((spots) => spots.filter(isOpen)).find(({ length }) => length > 0) ?? [];
      spot = choices[draw(Math.max(1, choices.length))];
      walked++;
    }
  }
  return walked;
}

function isNew(met: Set<string>, { values }: Spot): boolean {
  const { size } = met;
  return met.add(keyOf(values)).size > size;
}

/** Whether the session goes on. */
function isOpen({ snapshot }: Spot): boolean {
  return snapshot.status === "active";
}
