/**
 * Guards as data. A guard is an object literal over the variables; everything that stands in it must hold.
 *
 * @example
 * ```ts
 * import type { Guard } from "handoff-machine";
 *
 * type Variables = { verified: boolean; plan: "free" | "pro"; amount: number; order: { id: string } | null };
 *
 * const guard: Guard<Variables> = {
 *   verified: true,
 *   order: { not: null },
 *   any: [{ plan: "pro" }, { amount: { atMost: 500 } }],
 * };
 * ```
 */

/** What a guard can compare with. */
export type Scalar = string | number | boolean | null;

/** The values a session's agents share, by name. */
export type Variables = Readonly<Record<string, unknown>>;

/** Bounds on a number; `null` is within no bounds. */
export interface Comparison {
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly moreThan?: number;
  readonly lessThan?: number;
}

type Comparable<Value> = Extract<Value, Scalar>;
type Ordering<Value> = [Extract<Value, number>] extends [never] ? unknown : Comparison;

/** A wanted value, a list of which one is wanted, what is not wanted, or bounds. An object can only be compared with `null`. */
export type Condition<Value> =
  | Comparable<Value>
  | readonly Comparable<Value>[]
  | ({ readonly not?: Comparable<Value> | readonly Comparable<Value>[] } & Ordering<Value>);

/** The escape hatch: a pure, synchronous function over the variables that it declares to read. */
export interface Predicate<Values> {
  /** Stands for the function in drawings, journals and hashes. */
  readonly name: string;
  readonly reads: readonly (keyof Values & string)[];
  /** Sees the declared variables and nothing else. When it throws, the guard does not hold. */
  readonly test: (view: Readonly<Values>) => boolean;
}

/** A condition on the variables; all of its parts must hold. */
export type Guard<Values = Variables> = { readonly [Name in keyof Values]?: Condition<Values[Name]> } & {
  /** Every one of these holds. */
  readonly all?: readonly Guard<Values>[];
  /** At least one of these holds. */
  readonly any?: readonly Guard<Values>[];
  /** This does not hold. */
  readonly not?: Guard<Values>;
  readonly predicate?: Predicate<Values>;
};

/** Names that a guard uses itself and that therefore no variable can have. */
export const reservedVariableNames: readonly string[] = ["all", "any", "not", "predicate"];

/** A guard as a tree with one kind of node per question: what evaluation, labels, hashes and analysis read. */
export type GuardNode =
  | { readonly kind: "all"; readonly parts: readonly GuardNode[] }
  | { readonly kind: "any"; readonly parts: readonly GuardNode[] }
  | { readonly kind: "not"; readonly part: GuardNode }
  | { readonly kind: "oneOf"; readonly variable: string; readonly values: readonly Scalar[] }
  | { readonly kind: "compare"; readonly variable: string; readonly operator: Operator; readonly bound: number }
  | {
      readonly kind: "predicate";
      readonly name: string;
      readonly reads: readonly string[];
      readonly test: (view: Variables) => boolean;
    };

/** The comparisons of {@link Comparison}. */
export type Operator = "atLeast" | "atMost" | "moreThan" | "lessThan";

/** The comparisons, in the order in which they are read and printed. */
export const operators: readonly Operator[] = ["atLeast", "atMost", "moreThan", "lessThan"];
