import { InternalError } from "../../errors.ts";
import type { Field, Model } from "./model.ts";

/** Where a field lies in a packed state. */
export interface Slot {
  /** The field's position in the model. */
  readonly index: number;
  readonly field: Field;
  readonly word: number;
  readonly shift: number;
  /** The number of bits; 0 for a field with one value. */
  readonly bits: number;
  /** `bits` ones, not shifted. */
  readonly mask: number;
}

/** How the states of a model are packed: fields into 32-bit words, none across two words. */
export interface Layout {
  /** In the order of the model's fields. */
  readonly slots: readonly Slot[];
  /** The words of a state; at least 1. */
  readonly words: number;
  /** The bits that are in use: with one word, a packed state is below 2^bits. */
  readonly bits: number;
  /** @throws {@link InternalError} when no field has the name. */
  readonly slotOf: (field: string) => Slot;
}

/** Lays the fields out, the widest first, each in the first word that has room. */
export function layOut(model: Model): Layout {
  const used: number[] = [0];
  const placed = model.fields
    .map((field, index) => ({ field, index, bits: 32 - Math.clz32(field.size - 1) }))
    .sort((one, other) => other.bits - one.bits || one.index - other.index)
    .map((item): Slot => {
      const found = used.findIndex((bits) => bits + item.bits <= 32);
      const word = found === -1 ? used.length : found;
      // A field without bits may follow a full word; a shift of 32 would be one of 0.
      const shift = item.bits === 0 ? 0 : (used[word] ?? 0);
      used[word] = (used[word] ?? 0) + item.bits;
      return { ...item, word, shift, mask: item.bits === 0 ? 0 : 2 ** item.bits - 1 };
    });
  const slots = placed.sort((one, other) => one.index - other.index);
  const slotsByName = new Map(slots.map((slot) => [slot.field.name, slot]));
  return {
    slots,
    words: used.length,
    bits: used.reduce((sum, bits) => sum + bits, 0),
    slotOf(field) {
      const slot = slotsByName.get(field);
      if (slot === undefined) throw new InternalError(`There is no field "${field}".`);
      return slot;
    },
  };
}

/** Writes one value for each field into the words that begin at `base`. */
export function pack(layout: Layout, values: readonly number[], arena: Int32Array, base: number): void {
  arena.fill(0, base, base + layout.words);
  for (const { index, word, shift } of layout.slots) {
    arena[base + word] = (arena[base + word] ?? 0) | ((values[index] ?? 0) << shift);
  }
}

/** Reads the value of each field from the words that begin at `base`. */
export function unpack(layout: Layout, arena: Int32Array, base: number): readonly number[] {
  return layout.slots.map(({ word, shift, mask }) => ((arena[base + word] ?? 0) >>> shift) & mask);
}
