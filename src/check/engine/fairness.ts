import type { Model, Owner } from "./model.ts";
import type { Fairness } from "./property.ts";

/** Commands that are served together: those of one owner and one group. */
export interface FairUnit {
  readonly owner: Owner;
  readonly strong: boolean;
}

/** Which commands are served fairly. */
export interface FairUnits {
  readonly units: readonly FairUnit[];
  /** By command: the position of its unit, or -1 for one that may be kept waiting for ever. */
  readonly unitOf: Int32Array;
}

/** Sorts the commands of a model into units of fairness. An owner in both lists is served strongly. */
export function fairUnits(model: Model, { weak = [], strong = [] }: Fairness): FairUnits {
  const units: FairUnit[] = [];
  const numbers = new Map<string, number>();
  const unitOf = Int32Array.from(model.commands, ({ owner, group }) => {
    const isStrong = strong.includes(owner);
    if (!isStrong && !weak.includes(owner)) return -1;
    const key = `${owner} ${group ?? ""}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, units.length);
    return units.push({ owner, strong: isStrong }) - 1;
  });
  return { units, unitOf };
}
