import { UsageError } from "../../errors.ts";
import { conjunctsOf, type Expression, type Predicate, partsOf } from "./expression.ts";
import type { Model, Update } from "./model.ts";

/** The largest number of locations that are told apart. */
const mostLocations = 1_000_000;

/**
 * Judges a model before anything is built from it.
 *
 * @throws {@link UsageError} `bad_definition` when a field is unknown, named twice or has no values, when an initial value
 * is not one of them, when a command updates a field twice, or when there are more than two location fields.
 */
export function validateModel(model: Model): void {
  const sizes = new Map<string, number>();
  for (const { name, size, initial, values } of model.fields) {
    if (sizes.has(name)) refuse(`Two fields are named "${name}".`);
    if (!Number.isInteger(size) || size < 1 || size > 2 ** 31) refuse(`Field "${name}" has the size ${size}.`);
    if (!Number.isInteger(initial) || initial < 0 || initial >= size) refuse(`Field "${name}" starts with ${initial}.`);
    if (values !== undefined && values.length !== size) refuse(`Field "${name}" prints ${values.length} values.`);
    sizes.set(name, size);
  }
  // What stands in many commands, as in a derived model, is judged once.
  const judged = new Set<Predicate | Update>();
  for (const { name, guard, updates } of model.commands) {
    for (const part of conjunctsOf(guard)) {
      if (judged.has(part)) continue;
      judged.add(part);
      validateExpression(part, sizes, `The guard of command "${name}"`);
    }
    const updated = new Set<string>();
    for (const update of updates) {
      if (updated.has(update.field)) refuse(`Command "${name}" updates field "${update.field}" twice.`);
      updated.add(update.field);
      if (judged.has(update)) continue;
      judged.add(update);
      const { field, value } = update;
      if (!sizes.has(field)) refuse(`Command "${name}" updates the unknown field "${field}".`);
      validateExpression(value, sizes, `The update of "${field}" by command "${name}"`);
    }
  }
  const locations = model.locations ?? [];
  if (locations.length > 2) refuse(`There are ${locations.length} location fields; two are the most.`);
  const places = locations.map((name) => sizes.get(name) ?? refuse(`The location field "${name}" is unknown.`));
  if (places.reduce((product, size) => product * size, 1) > mostLocations) refuse("There are too many locations.");
}

/**
 * Judges an expression over the fields with these names.
 *
 * @throws {@link UsageError} `bad_definition` when it reads a field that is not there, or has a constant that is not a
 * 32-bit integer.
 */
export function validateExpression(expression: Expression, known: ReadonlyMap<string, unknown>, subject: string): void {
  switch (expression.kind) {
    case "truth":
      return;
    case "constant":
      requireIntegers([expression.value], subject);
      return;
    case "field":
      requireField(expression.field, known, subject);
      return;
    case "oneOf":
      requireField(expression.field, known, subject);
      requireIntegers(expression.values, subject);
      return;
    case "clamp":
      requireIntegers([expression.low, expression.high], subject);
      validateExpression(expression.term, known, subject);
      return;
    case "and":
    case "or":
      for (const part of expression.parts) validateExpression(part, known, subject);
      return;
    default:
      for (const part of partsOf(expression)) validateExpression(part, known, subject);
  }
}

function requireField(name: string, known: ReadonlyMap<string, unknown>, subject: string): void {
  if (!known.has(name)) refuse(`${subject} reads the unknown field "${name}".`);
}

function requireIntegers(values: readonly number[], subject: string): void {
  const odd = values.find((value) => (value | 0) !== value);
  if (odd !== undefined) refuse(`${subject} has the constant ${odd}.`);
}

function refuse(message: string): never {
  throw new UsageError("bad_definition", { message });
}
