import { type Analysis, type Edge, edgesOf } from "./analysis.ts";
import type { Limit } from "./budget.ts";
import { createIntList, type IntList, push } from "./int-list.ts";

/**
 * The product of the transitions with a level.
 *
 * A higher level must be the worse one: whatever ends the search from a level ends it from every higher one. So a state
 * that was met with a level is not met again with the same or a lower one, and the shortest run is found all the same.
 */
export interface LevelSearch {
  /** The level of the initial state; at least 0. */
  readonly start: number;
  /** By command: 0 where the level stays as it is, wherever the command is taken. */
  readonly matters: Uint8Array;
  /** The level after a transition, or {@link hit} when it is what is searched for. */
  readonly advance: (level: number, state: number, command: number) => number;
}

/** What `advance` gives for a transition that ends the search. */
export const hit = -1;

/** Between two looks at the clock. */
const entriesInBatch = 8192;

/** Finds a shortest run that ends with a hit; null when there is none, or which limit ended the search. */
export function searchLevels(
  analysis: Analysis,
  { start, matters, advance }: LevelSearch,
): readonly Edge[] | Limit | null {
  const { starts, targets, commands } = edgesOf(analysis);
  const worst = new Int32Array(analysis.exploration.states).fill(-1);
  worst[0] = start;
  const log: Log = {
    states: createIntList(),
    levels: createIntList(),
    parents: createIntList(),
    edges: createIntList(),
  };
  enter(log, { state: 0, level: start, parent: -1, edge: -1 });
  for (let at = 0; at < log.states.length; at++) {
    if (at % entriesInBatch === 0) {
      const stopped = at * 16 > analysis.meter.mostBytes ? "bytes" : analysis.meter.interrupted();
      if (stopped !== null) return stopped;
    }
    const state = log.states.items[at] ?? 0;
    const before = log.levels.items[at] ?? 0;
    for (let edge = starts[state] ?? 0; edge < (starts[state + 1] ?? 0); edge++) {
      const command = commands[edge] ?? 0;
      const level = matters[command] === 0 ? before : advance(before, state, command);
      if (level === hit) return [...unwind(log, at), { state, edge }];
      const target = targets[edge] ?? 0;
      if (level <= (worst[target] ?? 0)) continue;
      worst[target] = level;
      enter(log, { state: target, level, parent: at, edge });
    }
  }
  return null;
}

interface Log {
  readonly states: IntList;
  readonly levels: IntList;
  /** The position of the entry before. */
  readonly parents: IntList;
  /** The transition by which it was entered. */
  readonly edges: IntList;
}

function enter(log: Log, entry: { state: number; level: number; parent: number; edge: number }): void {
  push(log.states, entry.state);
  push(log.levels, entry.level);
  push(log.parents, entry.parent);
  push(log.edges, entry.edge);
}

function unwind({ states, parents, edges }: Log, end: number): readonly Edge[] {
  const path: Edge[] = [];
  for (let at = end; at !== 0; at = parents.items[at] ?? 0) {
    path.push({ state: states.items[parents.items[at] ?? 0] ?? 0, edge: edges.items[at] ?? 0 });
  }
  return path.reverse();
}
