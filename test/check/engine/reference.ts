import type { Expression, Predicate } from "../../../src/check/engine/expression.ts";
import type { Command, Model } from "../../../src/check/engine/model.ts";

/*
 * The semantics of models, naively: states are JSON texts, and everything is looked up in Maps. It shares nothing with
 * the engine but the types of the model.
 */

/** A state by field name. */
export type Valuation = Readonly<Record<string, number>>;

/** One transition between states of a {@link Space}. */
export interface Transition {
  readonly from: number;
  readonly command: number;
  readonly to: number;
}

/** All reachable states of a model. */
export interface Space {
  readonly model: Model;
  readonly states: readonly Valuation[];
  readonly transitions: readonly Transition[];
  /** By state. */
  readonly leaving: readonly (readonly Transition[])[];
  /** By state: the length of a shortest path to it. */
  readonly depths: readonly number[];
}

/** The value of an expression in a state; truth as a boolean. */
export function evaluate(expression: Expression, state: Valuation): number | boolean {
  const number = (part: Expression): number => Number(evaluate(part, state));
  switch (expression.kind) {
    case "constant":
    case "truth":
      return expression.value;
    case "field":
      return state[expression.field] ?? Number.NaN;
    case "add":
      return number(expression.left) + number(expression.right);
    case "subtract":
      return number(expression.left) - number(expression.right);
    case "clamp":
      return Math.max(expression.low, Math.min(expression.high, number(expression.term)));
    case "conditional":
      return evaluate(expression.condition, state) ? number(expression.whenTrue) : number(expression.whenFalse);
    case "equal":
      return number(expression.left) === number(expression.right);
    case "less":
      return number(expression.left) < number(expression.right);
    case "and":
      return expression.parts.every((part) => evaluate(part, state));
    case "or":
      return expression.parts.some((part) => evaluate(part, state));
    case "not":
      return !evaluate(expression.part, state);
    case "oneOf":
      return expression.values.includes(state[expression.field] ?? Number.NaN);
  }
}

export function holdsIn(predicate: Predicate, state: Valuation): boolean {
  return evaluate(predicate, state) === true;
}

export function successor(command: Command, state: Valuation): Valuation {
  const changes = command.updates.map(({ field, value }) => [field, Number(evaluate(value, state))]);
  return { ...state, ...Object.fromEntries(changes) };
}

export function initialState(model: Model): Valuation {
  return Object.fromEntries(model.fields.map(({ name, initial }) => [name, initial]));
}

export function exploreNaively(model: Model): Space {
  const states: Valuation[] = [initialState(model)];
  const numbers = new Map([[JSON.stringify(states[0]), 0]]);
  const depths = [0];
  const transitions: Transition[] = [];
  for (const [from, state] of states.entries()) {
    for (const [command, definition] of model.commands.entries()) {
      if (!holdsIn(definition.guard, state)) continue;
      const next = successor(definition, state);
      const key = JSON.stringify(next);
      const to = numbers.get(key) ?? states.push(next) - 1;
      if (!numbers.has(key)) depths[to] = (depths[from] ?? 0) + 1;
      numbers.set(key, to);
      transitions.push({ from, command, to });
    }
  }
  const leaving = states.map((): Transition[] => []);
  for (const transition of transitions) leaving[transition.from]?.push(transition);
  return { model, states, transitions, leaving, depths };
}

/** The states for which a predicate holds. */
export function statesWhere(space: Space, predicate: Predicate): ReadonlySet<number> {
  return new Set(space.states.flatMap((state, number) => (holdsIn(predicate, state) ? [number] : [])));
}

/** The states that can be reached from some, along the transitions that are allowed; those at the start included. */
export function reach(
  space: Space,
  from: Iterable<number>,
  allows: (transition: Transition) => boolean,
): ReadonlySet<number> {
  const seen = new Set(from);
  for (const state of seen) for (const way of space.leaving[state] ?? []) if (allows(way)) seen.add(way.to);
  return seen;
}

/**
 * The length of a shortest run to a hit, in the product of the space with a memory; null when there is none.
 */
export function shortestHit<Memory>(
  space: Space,
  start: Memory,
  advance: (memory: Memory, transition: Transition) => Memory | "hit",
): number | null {
  const seen = new Set([JSON.stringify([0, start])]);
  let level: { state: number; memory: Memory }[] = [{ state: 0, memory: start }];
  for (let length = 1; level.length > 0; length++) {
    const next: typeof level = [];
    for (const { state, memory } of level) {
      for (const transition of space.leaving[state] ?? []) {
        const after = advance(memory, transition);
        if (after === "hit") return length;
        const key = JSON.stringify([transition.to, after]);
        if (seen.has(key)) continue;
        seen.add(key);
        next.push({ state: transition.to, memory: after });
      }
    }
    level = next;
  }
  return null;
}
