import { type JsonValue, lookup } from "../json.ts";
import type { GuardNode, Scalar } from "./guard.ts";
import type { VariableDomain } from "./variables.ts";

/**
 * Splits the values of variables into classes that no guard of a set can tell apart, and gives one value of
 * each class: every question the guards ask has the same answer for all values of a class.
 *
 * Only variables that a condition of these guards reads are in the result; what a predicate reads is not
 * split, since a function can tell any two values apart. A variable that is missing from `domains`, or whose
 * type guards cannot read, has no partition and is left out.
 */
export function partitionVariables(
  guards: readonly GuardNode[],
  domains: Readonly<Record<string, VariableDomain>>,
): Readonly<Record<string, readonly JsonValue[]>> {
  const constants = new Map<string, Set<Scalar>>();
  for (const guard of guards) collectConstants(guard, constants);
  return Object.fromEntries(
    [...constants].flatMap(([name, compared]) => {
      const domain = lookup(domains, name);
      const values = domain === undefined ? null : representatives(domain, [...compared]);
      return values === null ? [] : [[name, values]];
    }),
  );
}

function collectConstants(guard: GuardNode, constants: Map<string, Set<Scalar>>): void {
  switch (guard.kind) {
    case "all":
    case "any":
      for (const part of guard.parts) collectConstants(part, constants);
      return;
    case "not":
      collectConstants(guard.part, constants);
      return;
    case "predicate":
      return;
    default: {
      const compared = constants.get(guard.variable) ?? new Set();
      for (const constant of guard.kind === "oneOf" ? guard.values : [guard.bound]) compared.add(constant);
      constants.set(guard.variable, compared);
    }
  }
}

function representatives(domain: VariableDomain, compared: readonly Scalar[]): readonly JsonValue[] | null {
  const values = nonNull(domain, compared);
  return values !== null && domain.nullable ? [...values, null] : values;
}

function nonNull(domain: VariableDomain, compared: readonly Scalar[]): readonly JsonValue[] | null {
  if (domain.values !== null) return domain.values;
  switch (domain.type) {
    case "number":
    case "integer":
      return numbers(
        domain,
        compared.filter((value) => typeof value === "number"),
      );
    case "string":
      return strings(compared.filter((value) => typeof value === "string"));
    case "object":
      return [{}];
    default:
      return null;
  }
}

/** The bounds themselves, and a number in each gap between, below and above them. */
function numbers(domain: VariableDomain, compared: readonly number[]): readonly number[] {
  const ends = [domain.minimum, domain.maximum].filter((end) => end !== null);
  const bounds = [...new Set([...compared, ...ends])].sort((left, right) => left - right);
  const [lowest] = bounds;
  const highest = bounds.at(-1);
  if (lowest === undefined || highest === undefined) return [0];
  const rising = bounds.flatMap((bound, index) => [bound, between(bound, bounds[index + 1] ?? bound, domain.type)]);
  return [below(lowest, domain.type), ...rising, above(highest, domain.type)].filter(
    (value) => value !== null && isIn(domain, value),
  );
}

function isIn(domain: VariableDomain, value: number): value is number {
  if (domain.type === "integer" && !Number.isInteger(value)) return false;
  return value >= (domain.minimum ?? -Infinity) && value <= (domain.maximum ?? Infinity);
}

function between(low: number, high: number, type: VariableDomain["type"]): number | null {
  const next = Math.floor(low) + 1;
  const middle = type === "integer" && next > low ? next : low / 2 + high / 2;
  return middle > low && middle < high ? middle : null;
}

function below(bound: number, type: VariableDomain["type"]): number | null {
  const next = (type === "integer" ? Math.ceil(bound) : bound) - 1;
  return lessThan(next, bound) ?? lessThan(-Number.MAX_VALUE, bound);
}

function above(bound: number, type: VariableDomain["type"]): number | null {
  const lower = below(-bound, type);
  return lower === null ? null : 0 - lower; // not -lower: there is one zero
}

function lessThan(value: number, bound: number): number | null {
  return value < bound ? value : null;
}

/** Each string that is asked for, and one that is not. */
function strings(compared: readonly string[]): readonly string[] {
  let other = "other";
  while (compared.includes(other)) other += "_";
  return [...compared, other];
}
