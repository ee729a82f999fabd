import type { Abstraction } from "./abstract/derive-model.ts";
import { never } from "./engine/build-expression.ts";
import { type CheckOptions, checkModel } from "./engine/check-model.ts";
import type { Command, Model } from "./engine/model.ts";
import type { Property } from "./engine/property.ts";
import type { Evidence } from "./engine/result.ts";

/** A violation, and how much looking for its cause may take. */
export interface Violation {
  readonly property: Property;
  readonly evidence: Evidence;
  readonly options: CheckOptions;
}

/**
 * The handoffs of a counterexample without which the property is not violated: every conversation that violates it uses
 * them. Found by checking again, with each handoff of the trace taken away.
 */
export function blameOf(
  { model, moves }: Abstraction,
  { property, evidence, options }: Violation,
): readonly { readonly from: string; readonly to: string }[] {
  const taken = new Map<string, { readonly from: string; readonly to: string }>();
  for (const { command } of evidence.steps) {
    const move = moves[command];
    if (move?.change !== "handOff" || move.agent === null || move.to === null) continue;
    taken.set(JSON.stringify([move.agent, move.to]), { from: move.agent, to: move.to });
  }
  return [...taken.values()].filter(({ from, to }) => {
    const isEdge = (_: Command, index: number): boolean => {
      const move = moves[index];
      return move?.change === "handOff" && move.agent === from && move.to === to;
    };
    const [result] = checkModel(without(model, isEdge), [property], options).results;
    return result?.verdict === "holds" || result?.verdict === "vacuous";
  });
}

/** The model in which these commands are never enabled; the others keep their positions. */
function without(model: Model, isGone: (command: Command, index: number) => boolean): Model {
  return {
    ...model,
    commands: model.commands.map((command, index) => (isGone(command, index) ? { ...command, guard: never } : command)),
  };
}
