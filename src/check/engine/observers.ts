import { type Analysis, edgesOf } from "./analysis.ts";
import { createInterned, type Interned, intern, sequenceAt } from "./intern.ts";

/**
 * The sets of states in which a model can be, as far as an observer of labels can tell. Sets are numbered; number 0 is
 * the set at the beginning.
 */
export interface Observers {
  /** The set after one more label, or -1 when the model cannot produce it. */
  readonly after: (set: number, label: number) => number;
  /** The bytes in arrays. */
  readonly bytes: () => number;
}

/** Makes the subset construction of a model whose exploration is complete; `labelOf` gives -1 for internal commands. */
export function createObservers(analysis: Analysis, labelOf: Int32Array, labels: number): Observers {
  const { starts, targets, commands } = edgesOf(analysis);
  const sets = createInterned();
  const known: Int32Array[] = [];
  const seen = new Uint8Array(analysis.exploration.states);

  /** Adds what internal transitions lead to, and interns the set. */
  const close = (states: readonly number[]): number => {
    const members = states.filter((state) => {
      const isNew = seen[state] === 0;
      seen[state] = 1;
      return isNew;
    });
    for (let at = 0; at < members.length; at++) {
      const state = members[at] ?? 0;
      for (let edge = starts[state] ?? 0; edge < (starts[state + 1] ?? 0); edge++) {
        const target = targets[edge] ?? 0;
        if (labelOf[commands[edge] ?? 0] !== -1 || seen[target] === 1) continue;
        seen[target] = 1;
        members.push(target);
      }
    }
    for (const state of members) seen[state] = 0;
    return intern(sets, Int32Array.from(members).sort());
  };

  const follow = (set: number, label: number): number => {
    const reached: number[] = [];
    for (const state of sequenceAt(sets, set)) {
      for (let edge = starts[state] ?? 0; edge < (starts[state + 1] ?? 0); edge++) {
        if (labelOf[commands[edge] ?? 0] === label) reached.push(targets[edge] ?? 0);
      }
    }
    return reached.length === 0 ? -1 : close(reached);
  };

  close([0]);
  return {
    after(set, label) {
      known[set] ??= new Int32Array(labels).fill(unasked);
      const row = known[set];
      if (row[label] === unasked) row[label] = follow(set, label);
      return row[label] ?? -1;
    },
    bytes: () => bytesOfSets(sets) + known.length * labels * 4,
  };
}

const unasked = -2;

function bytesOfSets({ items, begins, table }: Interned): number {
  return items.items.byteLength + begins.items.byteLength + table.byteLength;
}
