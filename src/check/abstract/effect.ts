import type { LimitName } from "../../machine/context.ts";
import { conditional, field, type TermLike, termOf } from "../engine/build-expression.ts";
import type { Predicate, Term } from "../engine/expression.ts";
import type { Update } from "../engine/model.ts";

/**
 * What an event does to the fields, written down step by step: each step reads what the steps before it have made of a
 * field, and the whole becomes simultaneous updates. Fields that the model does not have are passed over.
 */
export class Effect {
  readonly #has: (name: string) => boolean;
  readonly #terms: Map<string, Term>;
  readonly #whole: Effect;
  #spends: Map<LimitName, number> | null = null;

  /** A part begins with what the whole has made of the fields. */
  constructor(has: (name: string) => boolean, whole?: Effect) {
    this.#has = has;
    this.#terms = new Map(whole === undefined ? undefined : whole.#terms);
    this.#whole = whole === undefined ? this : whole.#whole;
  }

  /** What a field is at this point. */
  get(name: string): Term {
    return this.#terms.get(name) ?? field(name);
  }

  /** From here on the field has this value. */
  set(name: string, value: TermLike): void {
    if (this.#has(name)) this.#terms.set(name, termOf(value));
  }

  /** The steps are taken only in states in which the condition held before the event. */
  when(condition: Predicate, steps: (effect: Effect) => void): void {
    if (condition.kind === "truth") {
      if (condition.value) steps(this);
      return;
    }
    const other = new Effect(this.#has, this);
    steps(other);
    for (const [name, term] of other.#terms) {
      const before = this.get(name);
      if (term !== before) this.#terms.set(name, conditional(condition, term, before));
    }
  }

  /** So much of a budget is spent at most, whether the model counts it or not. */
  spend(limit: LimitName, by: number): void {
    if (by === 0) return;
    const spends = this.#whole.#spends ?? new Map<LimitName, number>();
    this.#whole.#spends = spends.set(limit, (spends.get(limit) ?? 0) + by);
  }

  /** How much of each budget is spent at most; `null`: nothing. */
  get spends(): ReadonlyMap<LimitName, number> | null {
    return this.#whole.#spends;
  }

  /** The simultaneous updates. */
  get updates(): readonly Update[] {
    const updates: Update[] = [];
    for (const [field, value] of this.#terms) {
      if (value.kind !== "field" || value.field !== field) updates.push({ field, value });
    }
    return updates;
  }
}
