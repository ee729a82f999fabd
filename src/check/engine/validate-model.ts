import { UsageError } from "../../errors.ts";
import { type Expression, fieldsOf, partsOf } from "./expression.ts";
import type { Model } from "./model.ts";

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
  for (const { name, guard, updates } of model.commands) {
    validateExpression(guard, sizes, `The guard of command "${name}"`);
    const updated = new Set<string>();
    for (const { field, value } of updates) {
      if (!sizes.has(field)) refuse(`Command "${name}" updates the unknown field "${field}".`);
      if (updated.has(field)) refuse(`Command "${name}" updates field "${field}" twice.`);
      updated.add(field);
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
  const unknown = fieldsOf(expression).find((name) => !known.has(name));
  if (unknown !== undefined) refuse(`${subject} reads the unknown field "${unknown}".`);
  const odd = constantsOf(expression).find((value) => (value | 0) !== value);
  if (odd !== undefined) refuse(`${subject} has the constant ${odd}.`);
}

function constantsOf(expression: Expression): readonly number[] {
  const own =
    expression.kind === "constant"
      ? [expression.value]
      : expression.kind === "clamp"
        ? [expression.low, expression.high]
        : expression.kind === "oneOf"
          ? expression.values
          : [];
  return [...own, ...partsOf(expression).flatMap(constantsOf)];
}

function refuse(message: string): never {
  throw new UsageError("bad_definition", { message });
}
