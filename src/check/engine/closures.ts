import type { Predicate, Term } from "./expression.ts";
import type { Layout } from "./layout.ts";
import type { Command } from "./model.ts";
import { alwaysFits, type Scan, type StateTest, type StateValue } from "./program.ts";
import { updateFault } from "./update-fault.ts";

/** Makes a predicate a function of packed states, without generating code. */
export function testOf(predicate: Predicate, layout: Layout): StateTest {
  switch (predicate.kind) {
    case "truth": {
      const { value } = predicate;
      return () => value;
    }
    case "equal": {
      const [left, right] = [evaluatorOf(predicate.left, layout), evaluatorOf(predicate.right, layout)];
      return (arena, base) => left(arena, base) === right(arena, base);
    }
    case "less": {
      const [left, right] = [evaluatorOf(predicate.left, layout), evaluatorOf(predicate.right, layout)];
      return (arena, base) => left(arena, base) < right(arena, base);
    }
    case "and": {
      const parts = predicate.parts.map((part) => testOf(part, layout));
      return (arena, base) => parts.every((part) => part(arena, base));
    }
    case "or": {
      const parts = predicate.parts.map((part) => testOf(part, layout));
      return (arena, base) => parts.some((part) => part(arena, base));
    }
    case "not": {
      const part = testOf(predicate.part, layout);
      return (arena, base) => !part(arena, base);
    }
    case "oneOf": {
      const values = new Set(predicate.values);
      const value = evaluatorOf({ kind: "field", field: predicate.field }, layout);
      return (arena, base) => values.has(value(arena, base));
    }
  }
}

/** Makes a term a function of packed states, without generating code. */
export function evaluatorOf(term: Term, layout: Layout): StateValue {
  switch (term.kind) {
    case "constant": {
      const { value } = term;
      return () => value;
    }
    case "field": {
      const { word, shift, mask } = layout.slotOf(term.field);
      return (arena, base) => ((arena[base + word] ?? 0) >>> shift) & mask;
    }
    case "add": {
      const [left, right] = [evaluatorOf(term.left, layout), evaluatorOf(term.right, layout)];
      return (arena, base) => left(arena, base) + right(arena, base);
    }
    case "subtract": {
      const [left, right] = [evaluatorOf(term.left, layout), evaluatorOf(term.right, layout)];
      return (arena, base) => left(arena, base) - right(arena, base);
    }
    case "clamp": {
      const { low, high } = term;
      const inner = evaluatorOf(term.term, layout);
      return (arena, base) => Math.min(Math.max(inner(arena, base), low), high);
    }
    case "conditional": {
      const condition = testOf(term.condition, layout);
      const [one, other] = [evaluatorOf(term.whenTrue, layout), evaluatorOf(term.whenFalse, layout)];
      return (arena, base) => (condition(arena, base) ? one(arena, base) : other(arena, base));
    }
  }
}

/** Makes a predicate a search over the arena, without generating code. */
export function scanOf(predicate: Predicate, layout: Layout): Scan {
  const test = testOf(predicate, layout);
  return (arena, from, until) => {
    for (let state = from; state < until; state++) if (test(arena, state * layout.words)) return state;
    return -1;
  };
}

/** Writes the successor of the state at `base` to the words at `target`, which lie elsewhere. */
export type Successor = (arena: Int32Array, base: number, target: number) => void;

/**
 * Makes the updates of a command a function of packed states, without generating code.
 *
 * The function throws {@link InternalError} when an update leaves its field's range.
 */
export function successorOf(command: Command, layout: Layout): Successor {
  const { words } = layout;
  const writes = command.updates.map(({ field, value }) => {
    const { word, shift, mask, field: declared } = layout.slotOf(field);
    const fits = alwaysFits(value, field, layout);
    return { field, word, shift, keep: ~(mask << shift), size: declared.size, fits, value: evaluatorOf(value, layout) };
  });
  return (arena, base, target) => {
    for (let word = 0; word < words; word++) arena[target + word] = arena[base + word] ?? 0;
    for (const { field, word, shift, keep, size, fits, value } of writes) {
      const next = value(arena, base);
      if (!fits && (next < 0 || next >= size)) throw updateFault(command, field, next);
      arena[target + word] = ((arena[target + word] ?? 0) & keep) | (next << shift);
    }
  };
}
