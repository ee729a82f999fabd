import type { Predicate, Term } from "../engine/expression.ts";

/** Reads a field of the state at hand. */
export type Read = (field: string) => number;

/** Whether a predicate holds in a state. For single states: whoever explores compiles. */
export function holdsIn(predicate: Predicate, read: Read): boolean {
  switch (predicate.kind) {
    case "truth":
      return predicate.value;
    case "equal":
      return termIn(predicate.left, read) === termIn(predicate.right, read);
    case "less":
      return termIn(predicate.left, read) < termIn(predicate.right, read);
    case "and":
      return predicate.parts.every((part) => holdsIn(part, read));
    case "or":
      return predicate.parts.some((part) => holdsIn(part, read));
    case "not":
      return !holdsIn(predicate.part, read);
    case "oneOf":
      return predicate.values.includes(read(predicate.field));
  }
}

/** The value of a term in a state. */
export function termIn(term: Term, read: Read): number {
  switch (term.kind) {
    case "constant":
      return term.value;
    case "field":
      return read(term.field);
    case "add":
      return termIn(term.left, read) + termIn(term.right, read);
    case "subtract":
      return termIn(term.left, read) - termIn(term.right, read);
    case "clamp":
      return Math.min(Math.max(termIn(term.term, read), term.low), term.high);
    case "conditional":
      return termIn(holdsIn(term.condition, read) ? term.whenTrue : term.whenFalse, read);
  }
}
