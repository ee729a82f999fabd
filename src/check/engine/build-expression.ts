import type { Predicate, Term } from "./expression.ts";

/** How a term may be written: a number is a constant, a string the field of that name. */
export type TermLike = Term | number | string;

/** Holds in every state. */
export const always: Predicate = Object.freeze({ kind: "truth", value: true });

/** Holds in no state. */
export const never: Predicate = Object.freeze({ kind: "truth", value: false });

/** Whether a predicate is known to hold nowhere. */
export function isNever(predicate: Predicate): boolean {
  return predicate.kind === "truth" && !predicate.value;
}

/** The same integer in each state. */
export function constant(value: number): Term {
  return small[value] ?? { kind: "constant", value };
}

/** The constants that stand in nearly every expression are made once. */
const small: readonly Term[] = Array.from({ length: 256 }, (_, value) => Object.freeze({ kind: "constant", value }));

/** The value of a field. */
export function field(name: string): Term {
  return { kind: "field", field: name };
}

/** Holds where both have the same value. */
export function eq(left: TermLike, right: TermLike): Predicate {
  const [one, other] = [termOf(left), termOf(right)];
  if (one.kind === "constant" && other.kind === "constant") return truth(one.value === other.value);
  // Constants to the right: whoever looks for `field = constant` has one form to look for.
  return one.kind === "constant"
    ? { kind: "equal", left: other, right: one }
    : { kind: "equal", left: one, right: other };
}

/** Holds where the left value is smaller than the right one. */
export function less(left: TermLike, right: TermLike): Predicate {
  const [one, other] = [termOf(left), termOf(right)];
  if (one.kind === "constant" && other.kind === "constant") return truth(one.value < other.value);
  return { kind: "less", left: one, right: other };
}

/** Holds where the field has one of the values. */
export function oneOf(name: string, values: readonly number[]): Predicate {
  const distinct = [...new Set(values)].sort((one, other) => one - other);
  const [only] = distinct;
  if (only === undefined) return never;
  return distinct.length === 1 ? eq(name, only) : { kind: "oneOf", field: name, values: distinct };
}

/** Holds where all parts hold; without parts, everywhere. */
export function all(...parts: readonly Predicate[]): Predicate {
  return join("and", parts);
}

/** Holds where some part holds; without parts, nowhere. */
export function any(...parts: readonly Predicate[]): Predicate {
  return join("or", parts);
}

/** Holds where the part does not. */
export function not(part: Predicate): Predicate {
  if (part.kind === "truth") return truth(!part.value);
  return part.kind === "not" ? part.part : { kind: "not", part };
}

/** Holds where the condition does not hold, or the consequence does. */
export function implies(condition: Predicate, consequence: Predicate): Predicate {
  return any(not(condition), consequence);
}

/** One value where the condition holds, another one elsewhere. */
export function conditional(condition: Predicate, whenTrue: TermLike, whenFalse: TermLike): Term {
  if (condition.kind === "truth") return termOf(condition.value ? whenTrue : whenFalse);
  return { kind: "conditional", condition, whenTrue: termOf(whenTrue), whenFalse: termOf(whenFalse) };
}

/** The sum; put {@link clamp} around it where it may leave the field's range. */
export function add(left: TermLike, right: TermLike): Term {
  const [one, other] = [termOf(left), termOf(right)];
  if (one.kind === "constant" && other.kind === "constant") return constant(one.value + other.value);
  return { kind: "add", left: one, right: other };
}

/** The difference; put {@link clamp} around it where it may leave the field's range. */
export function subtract(left: TermLike, right: TermLike): Term {
  const [one, other] = [termOf(left), termOf(right)];
  if (one.kind === "constant" && other.kind === "constant") return constant(one.value - other.value);
  return { kind: "subtract", left: one, right: other };
}

/** The value, but at least `low` and at most `high`: how counters saturate. */
export function clamp(term: TermLike, low: number, high: number): Term {
  const inner = termOf(term);
  if (inner.kind === "constant") return constant(Math.min(Math.max(inner.value, low), high));
  return { kind: "clamp", term: inner, low, high };
}

/** Takes a number to a constant and a string to the field of that name. */
export function termOf(term: TermLike): Term {
  if (typeof term === "number") return constant(term);
  return typeof term === "string" ? field(term) : term;
}

function truth(value: boolean): Predicate {
  return value ? always : never;
}

function join(kind: "and" | "or", parts: readonly Predicate[]): Predicate {
  const neutral = kind === "and";
  const kept: Predicate[] = [];
  for (const part of parts) {
    if (part.kind === kind) kept.push(...part.parts);
    else if (part.kind !== "truth") kept.push(part);
    else if (part.value !== neutral) return part;
  }
  const [only] = kept;
  if (only === undefined) return truth(neutral);
  return kept.length === 1 ? only : { kind, parts: kept };
}
