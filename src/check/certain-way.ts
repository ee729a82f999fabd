import type { LimitName } from "../machine/context.ts";
import type { Abstraction } from "./abstract/derive-model.ts";
import { uncountedOf } from "./abstract/layout.ts";
import { isAssumption, type Move } from "./abstract/move.ts";
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
  return [...uncountedOf(layout), ...neverCounted].every((budget) => {
    const limit = limits[budget];
    return limit === null || spentOn(taken, budget) < limit;
  });
}

/** The budgets that no model counts. */
const neverCounted = ["pingPong", "tokens", "cost", "time"] as const;

/** How much of a budget a replay of these moves spends at most: its models use nothing, and a step takes a millisecond. */
function spentOn(moves: readonly Move[], budget: LimitName): number {
  switch (budget) {
    case "tokens":
    case "cost":
      return 0;
    case "time":
      return moves.length;
    case "pingPong":
      return spentOn(moves, "handoffs");
    default:
      return moves.reduce((sum, { spends }) => sum + (spends?.get(budget) ?? 0), 0);
  }
}
