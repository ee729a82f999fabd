/** A list of 32-bit integers that grows at its end. */
export interface IntList {
  items: Int32Array;
  length: number;
}

/** Makes an empty list. */
export function createIntList(room = 64): IntList {
  return { items: new Int32Array(room), length: 0 };
}

/** Appends a number. */
export function push(list: IntList, item: number): void {
  if (list.length === list.items.length) {
    const grown = new Int32Array(2 * list.items.length);
    grown.set(list.items);
    list.items = grown;
  }
  list.items[list.length] = item;
  list.length++;
}
