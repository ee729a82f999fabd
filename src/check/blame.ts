import type { Abstraction } from "./abstract/derive-model.ts";
import { type CheckOptions, checkWithout } from "./engine/check-model.ts";
import type { Exploration } from "./engine/exploration.ts";
import type { Property } from "./engine/property.ts";
import type { Evidence } from "./engine/result.ts";

/** A violation, and how much looking for its cause may take. */
export interface Violation {
  readonly property: Property;
  readonly evidence: Evidence;
  /** Where it was found. */
  readonly exploration: Exploration;
  readonly options: CheckOptions;
}

/**
 * The handoffs of a counterexample without which the property is not violated: every conversation that violates it uses
 * them. Found by checking again, with each handoff of the trace taken away.
 */
export function blameOf(
  { moves }: Abstraction,
  { property, evidence, exploration, options }: Violation,
): readonly { readonly from: string; readonly to: string }[] {
  const taken = new Map<string, { readonly from: string; readonly to: string }>();
  for (const { command } of evidence.steps) {
    const move = moves[command];
    if (move?.change !== "handOff" || move.agent === null || move.to === null) continue;
    taken.set(JSON.stringify([move.agent, move.to]), { from: move.agent, to: move.to });
  }
  return [...taken.values()].filter(({ from, to }) => {
    const isGone = (command: number): boolean => {
      const move = moves[command];
      return move?.change === "handOff" && move.agent === from && move.to === to;
    };
    const [result] = checkWithout(exploration, [property], { isGone, options });
    return result?.verdict === "holds" || result?.verdict === "vacuous";
  });
}
