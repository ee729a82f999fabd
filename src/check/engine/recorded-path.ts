import { InternalError } from "../../errors.ts";
import { type Analysis, type Edge, edgesOf } from "./analysis.ts";

/** A shortest path from the initial state to a state, as recorded transitions. */
export function recordedPathTo(analysis: Analysis, state: number): readonly Edge[] {
  const { parents, vias } = analysis.exploration.store;
  const { starts, commands } = edgesOf(analysis);
  const path: Edge[] = [];
  for (let at = state; at !== 0; ) {
    const parent = parents[at] ?? 0;
    const edge = commands.indexOf(vias[at] ?? 0, starts[parent] ?? 0);
    path.push({ state: parent, edge });
    at = parent;
  }
  return path.reverse();
}

/** Where a way through recorded transitions leads. */
export interface Way {
  readonly from: number;
  /** Which transitions may be taken. */
  readonly follows: (state: number, edge: number) => boolean;
  /** Which transition ends the way. */
  readonly ends: (state: number, edge: number) => boolean;
}

/**
 * A shortest way of at least one transition whose last one ends it.
 *
 * @throws {@link InternalError} when there is none: callers know that there is one.
 */
export function shortestWay(analysis: Analysis, { from, follows, ends }: Way): readonly Edge[] {
  const { starts, targets } = edgesOf(analysis);
  // A Map is enough here: a way is looked for within one component, once for each piece of evidence.
  const cameBy = new Map<number, Edge | null>([[from, null]]);
  const queue = [from];
  for (let at = 0; at < queue.length; at++) {
    const state = queue[at] ?? 0;
    for (let edge = starts[state] ?? 0; edge < (starts[state + 1] ?? 0); edge++) {
      if (!follows(state, edge)) continue;
      if (ends(state, edge)) return [...unwind(state, cameBy), { state, edge }];
      const target = targets[edge] ?? 0;
      if (cameBy.has(target)) continue;
      cameBy.set(target, { state, edge });
      queue.push(target);
    }
  }
  throw new InternalError("There is no such way.");
}

function unwind(end: number, cameBy: ReadonlyMap<number, Edge | null>): readonly Edge[] {
  const path: Edge[] = [];
  for (let step = cameBy.get(end) ?? null; step !== null; step = cameBy.get(step.state) ?? null) path.push(step);
  return path.reverse();
}
