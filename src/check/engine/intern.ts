import { mix } from "./hash.ts";
import { createIntList, type IntList, push } from "./int-list.ts";

/** Gives each sequence of integers a number: equal sequences the same one, in the order of their first appearance. */
export interface Interned {
  /** All sequences, one after the other. */
  readonly items: IntList;
  /** Where each sequence begins, and at last where the next one will. */
  readonly begins: IntList;
  /** Open addressing: 0 for empty, else the number plus 1. */
  table: Int32Array;
}

/** Makes a table without sequences. */
export function createInterned(): Interned {
  const begins = createIntList();
  push(begins, 0);
  return { items: createIntList(), begins, table: new Int32Array(256) };
}

/** The number of sequences. */
export function countInterned({ begins }: Interned): number {
  return begins.length - 1;
}

/** Gives the number of a sequence, a new one when it has not appeared before. */
export function intern(interned: Interned, sequence: Int32Array): number {
  if (2 * (countInterned(interned) + 1) > interned.table.length) rehash(interned);
  const place = placeOf(interned, sequence);
  const found = interned.table[place] ?? 0;
  if (found !== 0) return found - 1;
  const number = countInterned(interned);
  for (const item of sequence) push(interned.items, item);
  push(interned.begins, interned.items.length);
  interned.table[place] = number + 1;
  return number;
}

/** The sequence with a number; valid until the next one is added. */
export function sequenceAt({ items, begins }: Interned, number: number): Int32Array {
  return items.items.subarray(begins.items[number], begins.items[number + 1]);
}

function rehash(interned: Interned): void {
  interned.table = new Int32Array(2 * interned.table.length);
  for (let number = 0; number < countInterned(interned); number++) {
    interned.table[placeOf(interned, sequenceAt(interned, number))] = number + 1;
  }
}

function placeOf(interned: Interned, sequence: Int32Array): number {
  let hash = sequence.length;
  for (const item of sequence) hash = mix(hash, item);
  const mask = interned.table.length - 1;
  for (let place = hash & mask; ; place = (place + 1) & mask) {
    const found = interned.table[place] ?? 0;
    if (found === 0 || equal(sequenceAt(interned, found - 1), sequence)) return place;
  }
}

function equal(one: Int32Array, other: Int32Array): boolean {
  return one.length === other.length && one.every((item, position) => item === other[position]);
}
