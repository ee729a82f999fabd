import type { Predicate, Term } from "./expression.ts";

/**
 * A finite transition system as data: fields with finite domains, and guarded commands. One state is one value for each
 * field. From a state, each command whose guard holds is one transition; a state without one is a dead end, which is
 * taken to repeat for ever.
 */
export interface Model {
  readonly fields: readonly Field[];
  readonly commands: readonly Command[];
  /**
   * The names of at most two fields whose values say "where" a state is. A command whose guard has `eq(location, …)` at
   * the top level of its conjunction is tried only there. It changes the order of discovery and the speed, not what holds.
   */
  readonly locations?: readonly string[];
}

/** One variable of the state. */
export interface Field {
  readonly name: string;
  /** The values are 0 … size − 1; at least 1, at most 2^31. */
  readonly size: number;
  readonly initial: number;
  /** How each value is printed; without it, as a number. */
  readonly values?: readonly string[];
}

/** Who makes a move. */
export type Owner = "model" | "tool" | "user" | "approver" | "operator" | "clock" | "machine";

/** All owners. */
export const owners: readonly Owner[] = ["model", "tool", "user", "approver", "operator", "clock", "machine"];

/** One kind of transition. */
export interface Command {
  readonly name: string;
  readonly owner: Owner;
  readonly guard: Predicate;
  /** Simultaneous: all values are read in the state before. A field that is not named keeps its value. */
  readonly updates: readonly Update[];
  /**
   * The unit of fairness within the owner: commands of one owner and one group are served together. Without it, all
   * commands of the owner that have none are one unit.
   */
  readonly group?: number;
}

/** The new value of one field. */
export interface Update {
  readonly field: string;
  /** Must lie in the field's range wherever the guard holds: saturate with `clamp`. */
  readonly value: Term;
}

/** How a field's value is printed. */
export function valueText(field: Field, value: number): string {
  return field.values?.[value] ?? String(value);
}
