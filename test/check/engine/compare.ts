import fc from "fast-check";
import type { Model } from "../../../src/check/engine/model.ts";
import type { Property } from "../../../src/check/engine/property.ts";
import type { PropertyResult } from "../../../src/check/engine/result.ts";
import { models, propertiesFor } from "./arbitrary-models.ts";
import { exploreNaively, type Space } from "./reference.ts";
import { judgeNaively } from "./reference-check.ts";
import { mistakeIn } from "./replay.ts";

/** Random models, each with one property of each kind. */
export const cases = models.chain((model) =>
  fc.record({ model: fc.constant(model), properties: propertiesFor(model) }),
);

/** The reference needs minutes for larger ones: of these only the counts are compared. */
const most = 60;

/** The properties that the reference can judge in no time. */
export function affordable(space: Space, properties: readonly Property[]): readonly Property[] {
  if (space.states.length > most) return [];
  return properties.filter((property) => property.kind !== "refines" || isSmall(space, property.old));
}

/** The sets of states that a refinement has to do with grow exponentially, in the engine as well. */
function isSmall({ states }: Space, old: Model): boolean {
  return states.length <= 25 && exploreNaively(old).states.length <= 25;
}

/** Where a result differs from the reference, or its evidence does not show it; null when all is well. */
export function differenceIn(space: Space, property: Property, result: PropertyResult): string | null {
  const opinion = judgeNaively(space, property);
  if (result.verdict !== opinion.verdict) return `${property.kind} is ${opinion.verdict}, not ${result.verdict}.`;
  const isCycle = property.kind === "worst" && result.verdict === "violated";
  if (!isCycle && lengthOf(result) !== opinion.length) return `The evidence for ${property.kind} is no shortest one.`;
  const { finding } = result;
  if (finding?.kind === "supremum" && finding.value !== opinion.supremum) return `The bound is ${opinion.supremum}.`;
  if (finding?.kind === "trap" && finding.doomed !== opinion.doomed) return `${opinion.doomed} states are doomed.`;
  return mistakeIn(space, property, result);
}

/** The length of the evidence; of a lasso, of the part before the cycle. */
function lengthOf({ evidence }: PropertyResult): number | null {
  return evidence === null ? null : (evidence.loopStart ?? evidence.steps.length);
}
