import { InternalError } from "../../errors.ts";
import type { Exploration } from "./exploration.ts";
import { bytesOf, indices, type RecordedEdges, type Store } from "./store.ts";

/** Which part of an exploration is walked. */
export interface Walk {
  readonly isGone: (command: number) => boolean;
  /** The most states; the last one expanded may add a few more. */
  readonly states?: number;
}

/**
 * What an exploration would have found without certain commands: a walk along its recorded transitions, in which no guard
 * is asked again. States, paths and transitions are numbered as a new exploration would have numbered them.
 *
 * @throws {@link InternalError} when the exploration is not complete, or has not recorded its transitions.
 */
export function explorationWithout(exploration: Exploration, { isGone, states: most }: Walk): Exploration {
  const { model } = exploration.program;
  const { recorded } = exploration.store;
  if (recorded === null || !exploration.complete) throw new InternalError("Not every transition was recorded.");
  const gone = Uint8Array.from(model.commands, (_, command) => (isGone(command) ? 1 : 0));
  const limits = { gone, most: most ?? exploration.states };
  const { store, depth } = walk(exploration.store, recorded, limits);
  const { states, expanded, edges, deadEnds } = store;
  const complete = expanded === states;
  const stoppedBy = complete ? null : "states";
  const bytesPerState = bytesOf(store) / states;
  return { ...exploration, store, states, expanded, edges, deadEnds, depth, bytesPerState, complete, stoppedBy };
}

function walk(
  from: Store,
  recorded: RecordedEdges,
  { gone, most }: { readonly gone: Uint8Array; readonly most: number },
): { store: Store; depth: number } {
  const { words } = from.program.layout;
  const { store, edges } = emptyCopy(from, Math.min(from.states, most + from.program.index.mostTransitions));
  const { arena, parents, vias, firsts } = store;
  // By state: the old number; by old number: the state plus 1, or 0 for one that has not been met.
  const origins = new Int32Array(parents.length);
  const numbers = new Int32Array(from.states);
  numbers[0] = 1;
  for (let word = 0; word < words; word++) arena[word] = from.arena[word] ?? 0;
  let [states, state, edge, deadEnds, depth, levelEnd] = [1, 0, 0, 0, 0, 1];
  for (; state < states && states <= most; state++) {
    if (state === levelEnd) {
      levelEnd = states;
      depth++;
    }
    const origin = origins[state] ?? 0;
    edges.starts[state] = edge;
    for (let old = recorded.starts[origin] ?? 0; old < (recorded.starts[origin + 1] ?? 0); old++) {
      const command = recorded.commands[old] ?? 0;
      if (gone[command] === 1) continue;
      const target = recorded.targets[old] ?? 0;
      if (numbers[target] === 0) {
        for (let word = 0; word < words; word++) arena[states * words + word] = from.arena[target * words + word] ?? 0;
        origins[states] = target;
        parents[states] = state;
        vias[states] = command;
        numbers[target] = ++states;
      }
      edges.targets[edge] = (numbers[target] ?? 0) - 1;
      edges.commands[edge] = command;
      if (firsts[command] === -1) firsts[command] = state;
      edge++;
    }
    if (edges.starts[state] === edge) deadEnds++;
  }
  edges.starts[state] = edge;
  return { store: { ...store, states, expanded: state, edges: edge, deadEnds }, depth };
}

/** A store with room for so many states and all transitions, in which nothing has been found, nor can be looked up. */
function emptyCopy(from: Store, room: number): { store: Store; edges: RecordedEdges } {
  const { model, layout } = from.program;
  const { length } = model.commands;
  const edges = {
    starts: new Int32Array(room + 1),
    targets: new Int32Array(from.edges),
    commands: indices(from.edges, length),
  };
  const store: Store = {
    ...from,
    arena: new Int32Array(room * layout.words),
    parents: new Int32Array(room),
    vias: indices(room, length),
    table: new Int32Array(0),
    firsts: new Int32Array(length).fill(-1),
    recorded: edges,
  };
  return { store, edges };
}
