import type { Term } from "./expression.ts";

/** The smallest and the largest value that something may have. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/**
 * Bounds the values of a term, from the sizes of the fields alone. The bounds are safe, not always met: where they lie in
 * a field's range, an update needs no check when it runs.
 */
export function rangeOf(term: Term, sizeOf: (field: string) => number): Range {
  switch (term.kind) {
    case "constant":
      return { low: term.value, high: term.value };
    case "field":
      return { low: 0, high: sizeOf(term.field) - 1 };
    case "add": {
      const [left, right] = [rangeOf(term.left, sizeOf), rangeOf(term.right, sizeOf)];
      return { low: left.low + right.low, high: left.high + right.high };
    }
    case "subtract": {
      const [left, right] = [rangeOf(term.left, sizeOf), rangeOf(term.right, sizeOf)];
      return { low: left.low - right.high, high: left.high - right.low };
    }
    case "clamp": {
      const inner = rangeOf(term.term, sizeOf);
      const into = (value: number): number => Math.min(Math.max(value, term.low), term.high);
      return { low: into(inner.low), high: into(inner.high) };
    }
    case "conditional": {
      const [one, other] = [rangeOf(term.whenTrue, sizeOf), rangeOf(term.whenFalse, sizeOf)];
      return { low: Math.min(one.low, other.low), high: Math.max(one.high, other.high) };
    }
  }
}
