import type { Predicate, Term } from "./expression.ts";
import { type Layout, layOut } from "./layout.ts";
import { indexByLocation, type LocationIndex } from "./location-index.ts";
import type { Model } from "./model.ts";
import { rangeOf } from "./range.ts";
import { validateModel } from "./validate-model.ts";

/** A model with everything that both engines need: the places of its fields, and its commands by location. */
export interface Program {
  readonly model: Model;
  readonly layout: Layout;
  readonly index: LocationIndex;
}

/**
 * Prepares a model for exploration.
 *
 * @throws {@link UsageError} `bad_definition` when the fields of the model are not well formed.
 */
export function prepareProgram(model: Model): Program {
  validateModel(model);
  const layout = layOut(model);
  return { model, layout, index: indexByLocation(model, layout) };
}

/** A predicate over the packed state that begins at `base`. */
export type StateTest = (arena: Int32Array, base: number) => boolean;

/** A term over the packed state that begins at `base`. */
export type StateValue = (arena: Int32Array, base: number) => number;

/**
 * Gives the first state at or after `from` and before `until` for which a predicate holds, or -1. States are numbered in
 * the order of the arena.
 */
export type Scan = (arena: Int32Array, from: number, until: number) => number;

/** Whether each value that a term may have fits into a field, whatever the state. */
export function alwaysFits(term: Term, field: string, layout: Layout): boolean {
  const { size } = layout.slotOf(field).field;
  if (term.kind === "constant") return term.value >= 0 && term.value < size;
  const { low, high } = rangeOf(term, (name) => layout.slotOf(name).field.size);
  return low >= 0 && high < size;
}

/** Whether a predicate is known to hold everywhere. */
export function holdsEverywhere(predicate: Predicate): boolean {
  return predicate.kind === "truth" && predicate.value;
}
