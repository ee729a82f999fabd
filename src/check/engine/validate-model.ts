import { UsageError } from "../../errors.ts";
import { type Expression, partsOf } from "./expression.ts";
import type { Model } from "./model.ts";

/** The largest number of locations that are told apart. */
const mostLocations = 1_000_000;

/**
 * Judges the fields of a model before anything is built from it. What its commands say of them is right by construction:
 * models are derived from graphs.
 *
 * @throws {@link UsageError} `bad_definition` when a field is named twice or has no values, when an initial value is not
 * one of them, or when there are more than two location fields, or too many values of them.
 */
export function validateModel({ fields, locations = [] }: Model): void {
  const sizes = new Map<string, number>();
  for (const { name, size, initial, values } of fields) {
    if (sizes.has(name)) refuse(`Two fields are named "${name}".`);
    if (!Number.isInteger(size) || size < 1 || size > 2 ** 31) refuse(`Field "${name}" has the size ${size}.`);
    if (!Number.isInteger(initial) || initial < 0 || initial >= size) refuse(`Field "${name}" starts with ${initial}.`);
    if (values !== undefined && values.length !== size) refuse(`Field "${name}" prints ${values.length} values.`);
    sizes.set(name, size);
  }
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
