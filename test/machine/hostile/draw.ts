/** Draws numbers in [0, below) from a list that fast-check made, so that every walk can be shrunk. */
export type Draw = (below: number) => number;

export function drawFrom(choices: readonly number[]): Draw {
  let index = 0;
  return (below) => {
    const choice = choices[index % choices.length] ?? 0;
    index++;
    return (choice + Math.floor(index / choices.length) * 7) % below;
  };
}

/** One of these. */
export function oneOf<Item>(draw: Draw, items: readonly [Item, ...Item[]]): Item {
  return items[draw(items.length)] ?? items[0];
}

/** When and with which luck something is said. */
export interface Moment {
  readonly draw: Draw;
  /** Milliseconds since the epoch; different at every event. */
  readonly at: number;
}
