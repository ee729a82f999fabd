import { compare } from "../graph/evaluate-guard.ts";
import { operators } from "../graph/guard.ts";
import { type Measure, questionsOf, type SessionNode } from "../graph/session-condition.ts";
import type { LimitName } from "../machine/context.ts";
import type { Abstraction } from "./abstract/derive-model.ts";
import { uncountedOf } from "./abstract/layout.ts";
import { isAssumption, type Move } from "./abstract/move.ts";
import type { Renewal } from "./engine/property.ts";
import type { Evidence } from "./engine/result.ts";
import { hearsSomebody } from "./select-moves.ts";

/**
 * Whether nothing that a model does not count can come between a way and the machine: no move of it assumes anything, and
 * it is too short for a condition on the session as a whole to end it, or for a budget to be spent. Then nothing is left
 * for a replay to decide.
 */
export function isCertain({ layout, moves }: Abstraction, { steps, loopStart }: Evidence): boolean {
  const { limits, ends } = layout.graph;
  if (loopStart !== null || ends.some(({ session }) => session !== null && canMatter(session, steps.length)))
    return false;
  const taken = steps.flatMap(({ command }) => moves[command] ?? []);
  if (taken.length < steps.length || taken.some(({ assumes }) => isAssumption(assumes))) return false;
  return [...uncountedOf(layout), ...neverCounted].every((budget) => {
    const limit = limits[budget];
    return limit === null || spentOn(taken, budget) < limit;
  });
}

/** Whether a condition on the session as a whole could hold in a replay of so many steps, or ask a function for it. */
function canMatter(session: SessionNode, steps: number): boolean {
  // A graph that was read from JSON has no functions: who asks one gets no further.
  return questionsOf(session).some(({ kind }) => kind === "predicate") || canHold(session, steps);
}

/** It could, where nothing is known. */
function canHold(node: SessionNode, steps: number): boolean {
  switch (node.kind) {
    case "all":
      return node.parts.every((part) => canHold(part, steps));
    case "any":
      return node.parts.some((part) => canHold(part, steps));
    case "measure": {
      const most = mostIn(node.measure, steps);
      return operators.every((operator) => {
        const bound = node.bounds[operator];
        return bound === undefined || [0, most].some((value) => compare(value, operator, bound));
      });
    }
    default:
      return true;
  }
}

/** What a replay comes to at most: its models use nothing, a step takes a millisecond, and has one reply. */
function mostIn(measure: Measure, steps: number): number {
  switch (measure) {
    case "tokens":
    case "cost":
      return 0;
    case "turns":
    case "elapsed":
      return steps;
    case "messages":
      return Number.POSITIVE_INFINITY; // one reply can bring several
  }
}

/** What budgets last for that are not counted: after somebody was heard they are whole. */
export function renewalIn({ layout, moves }: Abstraction): Renewal {
  const { limits } = layout.graph;
  return {
    by: moves.flatMap((move, index) => (hearsSomebody(move) ? [index] : [])),
    budgets: [...uncountedOf(layout), ...neverCounted].flatMap((budget) => {
      const limit = limits[budget];
      return limit === null ? [] : [{ limit, costs: moves.map((move) => spentOn([move], budget)) }];
    }),
  };
}

/** The budgets that no model counts. */
const neverCounted = ["pingPong", "tokens", "cost", "time"] as const;

/** How much of a budget a replay of these moves spends at most. */
function spentOn(moves: readonly Move[], budget: LimitName): number {
  switch (budget) {
    case "tokens":
    case "cost":
      return 0;
    case "time":
      return mostIn("elapsed", moves.length);
    case "pingPong":
      return spentOn(moves, "handoffs");
    default:
      return moves.reduce((sum, { spends }) => sum + (spends?.get(budget) ?? 0), 0);
  }
}
