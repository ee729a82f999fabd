import { startMeter } from "./budget.ts";
import type { CheckOptions } from "./check-model.ts";
import { type NewRuns, newRuns, validateLabels } from "./check-refines.ts";
import type { Exploration } from "./exploration.ts";
import { exploreProgram } from "./explore.ts";
import type { Model } from "./model.ts";
import { prepareProgram } from "./program.ts";
import type { Refinement } from "./property.ts";
import { soundRules } from "./rules.ts";

/** What a model can do that an old one cannot, and how far both were explored. */
export interface Comparison extends NewRuns {
  readonly exploration: Exploration;
}

/**
 * Finds what a model can do that an old one cannot: at most so many sequences of labels, each with another last label,
 * and each the shortest of its kind.
 *
 * @throws {UsageError} `bad_definition` when the fields of a model are not well formed, or it has not as many labels as commands.
 */
export function compareModels(
  model: Model,
  refinement: Refinement,
  { most, ...options }: CheckOptions & { readonly most: number },
): Comparison {
  validateLabels(model.commands.length, { name: "comparison", ...refinement });
  const meter = startMeter(options);
  const exploration = exploreProgram(prepareProgram(model), { ...options, recordEdges: true }, meter);
  const analysis = { exploration, rules: soundRules, meter, codegen: options.codegen ?? true };
  return { exploration, ...newRuns(analysis, refinement, most) };
}
