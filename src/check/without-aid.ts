import type { Abstraction } from "./abstract/derive-model.ts";
import { uncountedOf } from "./abstract/layout.ts";
import { renewalIn } from "./certain-way.ts";
import { assumedMoves } from "./compile-property.ts";
import { checkExplored } from "./engine/check-model.ts";
import type { Property } from "./engine/property.ts";
import type { PropertyResult } from "./engine/result.ts";
import type { ExploredView } from "./look.ts";

/*
 * Where little is counted more can be reached: that something can always be reached is no proof of it when the way needs a
 * budget to be spent, or to be left. So it is asked first whether it is reached however that may be, and only where it is
 * not, on all ways.
 */

/** The property as it is asked first. */
export function withoutAid(abstraction: Abstraction, property: Property): Property {
  const chosenByNone = property.kind === "canAlways" ? assumedMoves(abstraction) : [];
  if (property.kind !== "canAlways" || chosenByNone.length === 0) return property;
  return { ...property, chosenByNone, renewal: renewalIn(abstraction) };
}

/** A property as it was answered in the end, and what was found about it. */
export interface Answer {
  readonly property: Property;
  readonly result: PropertyResult;
  /** Whether a budget that is not counted, or the condition of an end, may be needed for it. */
  readonly isAided: boolean;
}

/** Asks again on all ways where it failed on those that rest on no budget. */
export function withAid(
  { abstraction, exploration, look }: ExploredView,
  property: Property,
  result: PropertyResult,
): Answer {
  if (property.kind !== "canAlways" || property.chosenByNone === undefined || result.verdict !== "violated") {
    return { property, result, isAided: false };
  }
  const { chosenByNone, renewal, ...aided } = property;
  const [again = result] = checkExplored(exploration, [aided], look.engine);
  if (again.verdict !== "holds") return { property: aided, result: again, isAided: false };
  // With all budgets counted it rests on the conditions of ends, of which nobody knows whether they can still hold.
  const isOpen = uncountedOf(abstraction.layout).length === 0;
  return { property: aided, result: isOpen ? { ...again, verdict: "unknown" } : again, isAided: true };
}
