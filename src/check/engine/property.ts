import type { Predicate } from "./expression.ts";
import type { Command, Model, Owner } from "./model.ts";

/** A set of transitions: those of certain commands, taken in states where a condition holds. */
export interface Event {
  readonly kind: "event";
  /** Positions of the commands in the model. */
  readonly commands: readonly number[];
  /** Over the state before; without it, in every state. */
  readonly when?: Predicate;
  /** Or these transitions. */
  readonly or?: Event;
}

/**
 * Whose moves are served: each unit of an owner, which is its commands of one `group`. An owner that is in neither list may
 * stall for ever; one that is in both is served strongly.
 */
export interface Fairness {
  /** Served infinitely often where they can move from some point on without a pause. */
  readonly weak?: readonly Owner[];
  /** Served infinitely often where they can move infinitely often. */
  readonly strong?: readonly Owner[];
}

/**
 * What can be asked about a model. Runs are maximal paths from the initial state; a dead end repeats for ever.
 *
 * A `reset` begins a new period with the very transition that is the reset: first the period begins, then the transition
 * is counted. An `until` is the last transition of its period: first it is counted, then a new period begins.
 */
export type Property = { readonly name: string } & (
  | { readonly kind: "always"; readonly holds: Predicate }
  | { readonly kind: "never"; readonly what: Predicate | Event }
  | { readonly kind: "at"; readonly event: Event; readonly holds: Predicate }
  | { readonly kind: "reachable"; readonly what: Predicate | Event }
  /** No `event` in a period before `required` has occurred in an earlier transition of the same period. */
  | ({ readonly kind: "before"; readonly required: Event; readonly event: Event } & Periods)
  /** At most so many in a period. */
  | ({ readonly kind: "atMost"; readonly count: number; readonly event: Event } & Periods)
  /** The most that can occur in a period: holds when there is a bound, which the result tells. */
  | ({ readonly kind: "worst"; readonly event: Event } & Periods)
  /** Whenever `trigger` holds, `response` holds then or later. */
  | ({ readonly kind: "leadsTo"; readonly trigger: Predicate; readonly response: Predicate } & Fairness)
  /** On every run, `response` holds at some point. */
  | ({ readonly kind: "eventually"; readonly response: Predicate } & Fairness)
  /**
   * From every reachable state, a state where `goal` holds can be reached, if everybody helps. The commands that are
   * `chosenByNone` happen or not: where one is enabled, it must lead there, and so must another way. With a renewal it is
   * enough that it can come to one after which it is near.
   */
  | {
      readonly kind: "canAlways";
      readonly goal: Predicate;
      readonly chosenByNone?: readonly number[];
      readonly renewal?: Renewal;
    }
  | ({ readonly kind: "canForce"; readonly goal: Predicate } & Game)
  | ({ readonly kind: "refines" } & Refinement)
);

/** Where periods begin and end; without either, a run is one period. */
export interface Periods {
  readonly reset?: Event;
  readonly until?: Event;
}

/**
 * From every reachable state, the owners can force `goal`, whatever the adversary does: all other owners together.
 *
 * In each state the adversary moves first: it makes any of its moves, or stalls. When it stalls, the owners make one of
 * their moves, or none. It can always stall, but where a diligent owner of its side can move: there one of its moves is
 * made in the end, if the owners make none, and it chooses which. Where none of its moves is enabled, the owners move.
 *
 * So a state is won where `goal` holds, or where every move of the adversary leads to a state that is won and either some
 * move of the owners does or a diligent owner can move. It takes finitely many rounds.
 */
export interface Game {
  readonly owners: readonly Owner[];
  /** Those of the adversary's side who never stall for ever. None by default. */
  readonly diligent?: readonly Owner[];
  /** Positions of commands that the owners cannot choose, though they are theirs. None by default. */
  readonly chosenByNone?: readonly number[];
}

/** After what budgets are whole again that the model does not count, and how far they last. */
export interface Renewal {
  /** The commands after which all budgets are whole. */
  readonly by: readonly number[];
  /** What ways of each budget may cost less than, and by command what it costs at most. */
  readonly budgets: readonly { readonly limit: number; readonly costs: readonly number[] }[];
}

/** Every sequence of labels that the model can produce, the old one can too. */
export interface Refinement {
  readonly old: Model;
  /** By command of the model: its label, or null where it is internal. */
  readonly labels: readonly (string | null)[];
  /** By command of the old model. */
  readonly oldLabels: readonly (string | null)[];
}

/** What can be asked about, by name. */
export type PropertyKind = Property["kind"];

/** The event that consists of all transitions of the commands that are selected, where the condition holds. */
export function eventOf(model: Model, selects: (command: Command, index: number) => boolean, when?: Predicate): Event {
  const commands = model.commands.flatMap((command, index) => (selects(command, index) ? [index] : []));
  return when === undefined ? { kind: "event", commands } : { kind: "event", commands, when };
}
