import type { Limit } from "./budget.ts";
import { unpack } from "./layout.ts";
import type { Program } from "./program.ts";
import type { Store, Visited } from "./store.ts";

/** What an exploration has found. States are numbered from 0, the initial state, in the order of their discovery. */
export interface Exploration {
  readonly program: Program;
  readonly store: Store;
  readonly states: number;
  /** The states whose transitions have been taken: those below this number. Equal to `states` when complete. */
  readonly expanded: number;
  /** The transitions: one for each state and command that it enables. */
  readonly edges: number;
  /** The states that enable no command. */
  readonly deadEnds: number;
  /** The length of the longest of all shortest paths. */
  readonly depth: number;
  /** Bytes in arrays, for each state. */
  readonly bytesPerState: number;
  /** Whether every reachable state and transition was found. */
  readonly complete: boolean;
  /** Which limit ended the exploration before it was complete. */
  readonly stoppedBy: Limit | null;
  readonly engine: "generated" | "closures";
  readonly visited: Visited;
}

/** The value of each field in a state, in the order of the model's fields. */
export type Values = readonly number[];

/** One transition of a piece of evidence. */
export interface Step {
  /** The command's position in the model. */
  readonly command: number;
  readonly before: Values;
  readonly after: Values;
}

/** Reads a state by its number. */
export function decodeState({ program, store }: Exploration, state: number): Values {
  return unpack(program.layout, store.arena, state * program.layout.words);
}

/** A shortest path from the initial state to a state. */
export function pathTo(exploration: Exploration, state: number): readonly Step[] {
  const { parents, vias } = exploration.store;
  const steps: Step[] = [];
  let after = decodeState(exploration, state);
  for (let at = state; at !== 0; at = parents[at] ?? 0) {
    const before = decodeState(exploration, parents[at] ?? 0);
    steps.push({ command: vias[at] ?? 0, before, after });
    after = before;
  }
  return steps.reverse();
}
