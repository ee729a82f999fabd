import { evaluatorOf, type Successor, successorOf, testOf } from "./closures.ts";
import { type Bucket, type BucketFamily, bucketNumber } from "./location-index.ts";
import type { Program, StateTest, StateValue } from "./program.ts";
import { findOrEnter, type Store, stateRoom } from "./store.ts";

/**
 * Takes all transitions of the states from `store.expanded` on, until the state `until` is next, or more than `mostStates`
 * have been found, or the store has no room for the transitions of the next one.
 */
export type Expand = (store: Store, limits: { readonly until: number; readonly mostStates: number }) => void;

interface Step {
  readonly command: number;
  readonly guard: StateTest;
  readonly successor: Successor;
}

interface Family {
  readonly values: readonly StateValue[];
  readonly sizes: readonly number[];
  readonly buckets: readonly (readonly Step[] | null)[];
}

/** Makes the engine that needs no generated code. */
export function createClosureExpand(program: Program): Expand {
  const { layout, index } = program;
  const families = index.families.map((family) => familyOf(program, family));
  return (store, { until, mostStates }) => {
    const room = Math.min(mostStates, stateRoom(store) - index.mostTransitions);
    const edgeRoom = (store.recorded?.targets.length ?? Number.MAX_VALUE) - index.mostTransitions;
    while (store.expanded < until && store.states <= room && store.edges <= edgeRoom) {
      const { edges, arena, recorded, expanded } = store;
      if (recorded !== null) recorded.starts[expanded] = edges;
      for (const { values, sizes, buckets } of families) {
        const steps = buckets[placeOf(values, sizes, { arena, base: expanded * layout.words })];
        if (steps) for (const step of steps) take(store, step);
      }
      if (store.edges === edges) store.deadEnds++;
      store.expanded++;
      if (recorded !== null) recorded.starts[store.expanded] = store.edges;
    }
  };
}

function take(store: Store, { command, guard, successor }: Step): void {
  const { arena, expanded, program, recorded, firsts, states } = store;
  const { words } = program.layout;
  if (!guard(arena, expanded * words)) return;
  successor(arena, expanded * words, states * words);
  const target = findOrEnter(store);
  if (target === states) {
    store.parents[states] = expanded;
    store.vias[states] = command;
    store.states++;
  }
  if (recorded !== null) {
    recorded.targets[store.edges] = target;
    recorded.commands[store.edges] = command;
  }
  if (firsts[command] === -1) firsts[command] = expanded;
  store.edges++;
}

function familyOf({ layout, index }: Program, { fixes, buckets }: BucketFamily): Family {
  const slots = fixes.flatMap((position) => index.locations[position] ?? []);
  const stepsOf = (commands: Bucket): readonly Step[] =>
    commands.map(({ command, index: number, guard }) => ({
      command: number,
      guard: testOf(guard, layout),
      successor: successorOf(command, layout),
    }));
  return {
    values: slots.map(({ field }) => evaluatorOf({ kind: "field", field: field.name }, layout)),
    sizes: slots.map(({ field }) => field.size),
    buckets: buckets.map((bucket) => bucket && stepsOf(bucket)),
  };
}

function placeOf(
  values: readonly StateValue[],
  sizes: readonly number[],
  { arena, base }: { readonly arena: Int32Array; readonly base: number },
): number {
  return values.length === 0
    ? 0
    : bucketNumber(
        values.map((value) => value(arena, base)),
        sizes,
      );
}
