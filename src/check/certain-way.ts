import type { Abstraction } from "./abstract/derive-model.ts";
import { uncountedOf } from "./abstract/layout.ts";
import { isAssumption } from "./abstract/move.ts";
import type { Evidence } from "./engine/result.ts";

/**
 * Whether nothing that a model does not count can come between a way and the machine: no move of it assumes anything, no
 * condition on the session as a whole can end it, and it is too short to spend a budget. Then nothing is left for a replay
 * to decide.
 */
export function isCertain({ layout, moves }: Abstraction, { steps, loopStart }: Evidence): boolean {
  const { limits, ends } = layout.graph;
  if (loopStart !== null || ends.some(({ session }) => session !== null)) return false;
  const taken = steps.flatMap(({ command }) => moves[command] ?? []);
  if (taken.length < steps.length || taken.some(({ assumes }) => isAssumption(assumes))) return false;
  const isShort = (limit: number | null, spent: number): boolean => limit === null || spent < limit;
  const spentOf = (budget: (typeof uncounted)[number]): number =>
    taken.reduce((sum, { spends }) => sum + (spends?.get(budget) ?? 0), 0);
  const uncounted = uncountedOf(layout);
  return (
    uncounted.every((budget) => isShort(limits[budget], spentOf(budget))) &&
    isShort(limits.pingPong, spentOf("handoffs")) &&
    isShort(limits.time, steps.length) // each step of a replay takes a millisecond, and its models use and cost nothing
  );
}
