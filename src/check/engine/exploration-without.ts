import { InternalError } from "../../errors.ts";
import type { Exploration } from "./exploration.ts";
import { bytesOf, type RecordedEdges, type Store } from "./store.ts";

/**
 * What an exploration would have found without certain commands: a walk along its recorded transitions, in which no guard
 * is asked again. States, paths and transitions are numbered as a new exploration would have numbered them.
 *
 * @throws {@link InternalError} when the exploration is not complete, or has not recorded its transitions.
 */
export function explorationWithout(exploration: Exploration, isGone: (command: number) => boolean): Exploration {
  const { program } = exploration;
  const { recorded } = exploration.store;
  if (recorded === null || !exploration.complete) throw new InternalError("Not every transition was recorded.");
  const gone = Uint8Array.from(program.model.commands, (_, command) => (isGone(command) ? 1 : 0));
  const { store, depth } = walk(exploration.store, recorded, gone);
  const { states, expanded, edges, deadEnds } = store;
  return { ...exploration, store, states, expanded, edges, deadEnds, depth, bytesPerState: bytesOf(store) / states };
}

function walk(from: Store, recorded: RecordedEdges, gone: Uint8Array): { store: Store; depth: number } {
  const { words } = from.program.layout;
  const { store, edges } = emptyCopy(from, recorded);
  const { arena, parents, vias, firsts } = store;
  // By state: the old number; by old number: the state plus 1, or 0 for one that has not been met.
  const origins = new Int32Array(from.states);
  const numbers = new Int32Array(from.states);
  numbers[0] = 1;
  let [states, edge, deadEnds, depth, levelEnd] = [1, 0, 0, 0, 1];
  for (let state = 0; state < states; state++) {
    if (state === levelEnd) {
      levelEnd = states;
      depth++;
    }
    const origin = origins[state] ?? 0;
    for (let word = 0; word < words; word++) arena[state * words + word] = from.arena[origin * words + word] ?? 0;
    edges.starts[state] = edge;
    for (let old = recorded.starts[origin] ?? 0; old < (recorded.starts[origin + 1] ?? 0); old++) {
      const command = recorded.commands[old] ?? 0;
      if (gone[command] === 1) continue;
      const target = recorded.targets[old] ?? 0;
      if (numbers[target] === 0) {
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
  edges.starts[states] = edge;
  return { store: { ...store, states, expanded: states, edges: edge, deadEnds }, depth };
}

/** A store with as much room, in which nothing has been found. Nobody looks states up in it. */
function emptyCopy(from: Store, recorded: RecordedEdges): { store: Store; edges: RecordedEdges } {
  const edges = {
    starts: new Int32Array(from.states + 1),
    targets: new Int32Array(from.edges),
    commands: recorded.commands.slice(0, from.edges).fill(0),
  };
  const store: Store = {
    ...from,
    arena: new Int32Array(from.states * from.program.layout.words),
    parents: new Int32Array(from.states),
    vias: from.vias.slice(0, from.states).fill(0),
    table: new Int32Array(0),
    firsts: new Int32Array(from.firsts.length).fill(-1),
    recorded: edges,
  };
  return { store, edges };
}
