import { type Analysis, type Edge, edgesOf } from "./analysis.ts";
import type { FairPart } from "./fair-parts.ts";
import type { FairUnits } from "./fairness.ts";
import { shortestWay } from "./recorded-path.ts";

/**
 * A cycle through a state of a fair part that is fair itself: it takes a transition of each unit, or passes a state that
 * does not enable it. Each leg is a shortest one, not always the whole. At a dead end there is no step to repeat.
 */
export function fairCycle(analysis: Analysis, part: FairPart, { from, fairness }: CycleOptions): readonly Edge[] {
  const { starts, targets, commands } = edgesOf(analysis);
  const inside = new Set(part.states);
  const follows = (_: number, edge: number): boolean => inside.has(targets[edge] ?? 0);
  const unitOf = (edge: number): number => fairness.unitOf[commands[edge] ?? 0] ?? -1;
  const enables = (state: number, unit: number): boolean => {
    for (let edge = starts[state] ?? 0; edge < (starts[state + 1] ?? 0); edge++) if (unitOf(edge) === unit) return true;
    return false;
  };
  const serves = (state: number, edge: number, unit: number): boolean => unitOf(edge) === unit || !enables(state, unit);

  if ((starts[from] ?? 0) === (starts[from + 1] ?? 0)) return [];
  const cycle: Edge[] = [];
  const end = (): number => {
    const last = cycle.at(-1);
    return last === undefined ? from : (targets[last.edge] ?? 0);
  };
  for (const [unit, { strong }] of fairness.units.entries()) {
    // A unit that strong fairness asks for is taken inside, or enabled nowhere inside and so served by any step.
    const served = (state: number, edge: number): boolean =>
      strong && (part.enabled[unit] ?? 0) > 0 ? unitOf(edge) === unit : serves(state, edge, unit);
    if (cycle.some(({ state, edge }) => served(state, edge))) continue;
    cycle.push(...shortestWay(analysis, { from: end(), follows, ends: served }));
  }
  if (cycle.length > 0 && end() === from) return cycle;
  return [...cycle, ...shortestWay(analysis, { from: end(), follows, ends: (_, edge) => targets[edge] === from })];
}

interface CycleOptions {
  /** A state of the part. */
  readonly from: number;
  readonly fairness: FairUnits;
}
