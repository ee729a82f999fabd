import type { Predicate, Term } from "./expression.ts";
import type { Layout, Slot } from "./layout.ts";

/** How the words of the state are named in generated code. */
export type WordName = (word: number) => string;

/** Writes a predicate as a JavaScript expression over the words of a state. */
export function predicateSource(predicate: Predicate, layout: Layout, word: WordName): string {
  switch (predicate.kind) {
    case "truth":
      return String(predicate.value);
    case "equal":
      return equalSource(predicate, layout, word);
    case "less":
      return `(${termSource(predicate.left, layout, word)} < ${termSource(predicate.right, layout, word)})`;
    case "and":
    case "or": {
      const parts = predicate.parts.map((part) => predicateSource(part, layout, word));
      return `(${parts.join(predicate.kind === "and" ? " && " : " || ")})`;
    }
    case "not":
      return `!${predicateSource(predicate.part, layout, word)}`;
    case "oneOf":
      return oneOfSource(predicate, layout.slotOf(predicate.field), word);
  }
}

/** Writes a term as a JavaScript expression over the words of a state. */
export function termSource(term: Term, layout: Layout, word: WordName): string {
  switch (term.kind) {
    case "constant":
      return term.value < 0 ? `(${term.value})` : String(term.value);
    case "field":
      return fieldSource(layout.slotOf(term.field), word);
    case "add":
      return `(${termSource(term.left, layout, word)} + ${termSource(term.right, layout, word)})`;
    case "subtract":
      return `(${termSource(term.left, layout, word)} - ${termSource(term.right, layout, word)})`;
    case "clamp":
      return `Math.min(Math.max(${termSource(term.term, layout, word)}, ${term.low}), ${term.high})`;
    case "conditional": {
      const condition = predicateSource(term.condition, layout, word);
      return `(${condition} ? ${termSource(term.whenTrue, layout, word)} : ${termSource(term.whenFalse, layout, word)})`;
    }
  }
}

function fieldSource({ word, shift, bits, mask }: Slot, name: WordName): string {
  if (bits === 0) return "0";
  if (shift + bits === 32) return `(${name(word)} >>> ${shift})`;
  return shift === 0 ? `(${name(word)} & ${mask})` : `(${name(word)} >>> ${shift} & ${mask})`;
}

function equalSource(
  { left, right }: Extract<Predicate, { kind: "equal" | "less" }>,
  layout: Layout,
  word: WordName,
): string {
  if (left.kind === "field" && right.kind === "constant") {
    const slot = layout.slotOf(left.field);
    if (right.value < 0 || right.value >= slot.field.size) return "false";
    // Compared in place: one operation less than to shift the field down first.
    return `((${word(slot.word)} & ${slot.mask << slot.shift}) === ${right.value << slot.shift})`;
  }
  return `(${termSource(left, layout, word)} === ${termSource(right, layout, word)})`;
}

function oneOfSource({ values }: Extract<Predicate, { kind: "oneOf" }>, slot: Slot, word: WordName): string {
  const possible = values.filter((value) => value >= 0 && value < slot.field.size);
  const read = fieldSource(slot, word);
  if (slot.field.size <= 32) {
    const set = possible.reduce((bits, value) => bits | (1 << value), 0);
    return `((${set} >>> ${read} & 1) !== 0)`;
  }
  return possible.length === 0 ? "false" : `(${possible.map((value) => `${read} === ${value}`).join(" || ")})`;
}
