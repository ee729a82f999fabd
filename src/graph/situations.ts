import type { JsonValue } from "../json.ts";
import { compare } from "./evaluate-guard.ts";
import type { GuardNode } from "./guard.ts";
import { partitionVariables } from "./variable-partition.ts";
import type { VariableDomain } from "./variables.ts";

/** One of the ways in which variables and predicates can answer all that a set of guards asks. */
export interface Situation {
  /** Whether the guard at this index of the set holds. */
  readonly holds: (guard: number) => boolean;
}

/** Beyond so many situations nothing is said about a set of guards. */
const mostSituations = 100_000;

/**
 * Visits every situation that a set of guards can be in, up to values that no guard tells apart, until the
 * visitor returns `true`. A situation is only valid during the visit.
 *
 * A predicate may answer either way, the same function the same way throughout; so may every condition on a
 * variable whose values are not known. Thus no situation is left out, but some may be impossible.
 *
 * @returns `false` when there are more than {@link mostSituations}; then none was visited.
 */
export function visitSituations(
  guards: readonly GuardNode[],
  domains: Readonly<Record<string, VariableDomain>>,
  visit: (situation: Situation) => boolean,
): boolean {
  const answers = new Answers(partitionVariables(guards, domains));
  const questions = guards.map((guard) => ask(guard, answers));
  if (answers.combinations > mostSituations) return false;
  const situation: Situation = { holds: (guard) => questions[guard]?.() ?? false };
  let left = answers.combinations > 0; // a variable may have no possible value
  while (left) left = !visit(situation) && answers.advance();
  return true;
}

/** The current answer to every question, as the digits of a counter. */
class Answers {
  readonly #partition: Readonly<Record<string, readonly JsonValue[]>>;
  readonly #slots = new Map<unknown, number>();
  readonly #choices: (readonly JsonValue[])[] = [];
  readonly #digits: number[] = [];

  constructor(partition: Readonly<Record<string, readonly JsonValue[]>>) {
    this.#partition = partition;
  }

  get combinations(): number {
    return this.#choices.reduce((product, choices) => product * choices.length, 1);
  }

  /** The slot of a variable, or `null` when its values are not known. */
  slotOfVariable(name: string): number | null {
    return Object.hasOwn(this.#partition, name) ? this.#slot(name, this.#partition[name] ?? []) : null;
  }

  /** The slot of something that may answer either way. */
  slotOfFree(question: unknown): number {
    return this.#slot(question, [false, true]);
  }

  at(slot: number): JsonValue | undefined {
    return this.#choices[slot]?.[this.#digits[slot] ?? 0];
  }

  /** Goes on to the next combination; `false` after the last one. */
  advance(): boolean {
    for (const [slot, choices] of this.#choices.entries()) {
      const next = (this.#digits[slot] ?? 0) + 1;
      this.#digits[slot] = next < choices.length ? next : 0;
      if (next < choices.length) return true;
    }
    return false;
  }

  #slot(key: unknown, choices: readonly JsonValue[]): number {
    const known = this.#slots.get(key);
    if (known !== undefined) return known;
    this.#slots.set(key, this.#choices.length);
    this.#digits.push(0);
    return this.#choices.push(choices) - 1;
  }
}

function ask(guard: GuardNode, answers: Answers): () => boolean {
  switch (guard.kind) {
    case "all": {
      const parts = guard.parts.map((part) => ask(part, answers));
      return () => parts.every((part) => part());
    }
    case "any": {
      const parts = guard.parts.map((part) => ask(part, answers));
      return () => parts.some((part) => part());
    }
    case "not": {
      const part = ask(guard.part, answers);
      return () => !part();
    }
    case "predicate":
      return askFree(guard.test, answers);
    default:
      return askVariable(guard, answers);
  }
}

function askVariable(guard: Extract<GuardNode, { kind: "oneOf" | "compare" }>, answers: Answers): () => boolean {
  const slot = answers.slotOfVariable(guard.variable);
  if (slot === null) return askFree(guard, answers);
  if (guard.kind === "oneOf") {
    return () => {
      const value = answers.at(slot);
      return guard.values.some((wanted) => wanted === value);
    };
  }
  return () => {
    const value = answers.at(slot);
    return typeof value === "number" && compare(value, guard.operator, guard.bound);
  };
}

function askFree(question: unknown, answers: Answers): () => boolean {
  const slot = answers.slotOfFree(question);
  return () => answers.at(slot) === true;
}
