import { mix } from "./hash.ts";
import { pack } from "./layout.ts";
import type { Program } from "./program.ts";

/**
 * What an exploration keeps: typed arrays that both engines fill in the same way.
 *
 * 1. The arena holds the states in the order of their discovery; the position is the state's identifier and its place in
 *    the queue: states below `expanded` have all their transitions counted.
 * 2. `parents` and `vias` hold the first discovery of each state, which is a shortest one.
 * 3. Arrays grow between two expansions, never during one: there is room for all transitions of a state before it is
 *    expanded.
 */
export interface Store {
  readonly program: Program;
  readonly visited: Visited;
  /** The number of states found. */
  states: number;
  /** The number of states whose transitions have been taken. */
  expanded: number;
  edges: number;
  deadEnds: number;
  arena: Int32Array;
  /** By state: the state it was first reached from; of the initial state, itself. */
  parents: Int32Array;
  /** By state: the command by which it was first reached. */
  vias: Indices;
  /** Which states have been found, in the form that {@link visited} says. */
  table: Int32Array;
  /** By command: the first state in which it was taken, or -1. */
  readonly firsts: Int32Array;
  /** The transitions, when they are recorded. */
  readonly recorded: RecordedEdges | null;
}

/** Transitions in the order of the states they leave. */
export interface RecordedEdges {
  /** By state: the position of its first transition. */
  starts: Int32Array;
  targets: Int32Array;
  commands: Indices;
}

/** Positions of commands: two bytes each while that is enough. */
export type Indices = Uint16Array | Int32Array;

/**
 * How found states are looked up: `hashed` is open addressing, 0 for empty, else the identifier plus 1; `direct` the same,
 * at the packed state itself; `bitmap` one bit at the packed state, which cannot tell the identifier.
 */
export type Visited = "hashed" | "direct" | "bitmap";

/** How a store is set up. */
export interface StoreOptions {
  readonly visited: Visited;
  readonly recordEdges: boolean;
}

const smallest = 1024;

/** Makes a store that has found the initial state. */
export function createStore(program: Program, { visited, recordEdges }: StoreOptions): Store {
  const { layout, model, index } = program;
  const room = roomFor(1 + index.mostTransitions, smallest);
  const edgeRoom = roomFor(index.mostTransitions, smallest);
  const { length } = model.commands;
  const store: Store = {
    program,
    visited,
    states: 1,
    expanded: 0,
    edges: 0,
    deadEnds: 0,
    arena: new Int32Array(room * layout.words),
    parents: new Int32Array(room),
    vias: indices(room, length),
    table: new Int32Array(tableLength(visited, layout.bits, room)),
    firsts: new Int32Array(length).fill(-1),
    recorded: recordEdges
      ? { starts: new Int32Array(room + 1), targets: new Int32Array(edgeRoom), commands: indices(edgeRoom, length) }
      : null,
  };
  const initial = model.fields.map((field) => field.initial);
  pack(layout, initial, store.arena, 0);
  enter(store, 0);
  return store;
}

/** The number of states that fit into the arrays. */
export function stateRoom(store: Store): number {
  return store.parents.length;
}

/**
 * Makes room for the transitions of one more state.
 *
 * @returns False when the arrays would take more bytes than `mostBytes`, or than the machine has.
 */
export function makeRoom(store: Store, mostBytes: number): boolean {
  const { program, recorded } = store;
  const most = program.index.mostTransitions;
  const room = roomFor(store.states + most, stateRoom(store));
  const table = store.visited === "hashed" ? hashedLength(store.states + most, store.table.length) : store.table.length;
  const edgeRoom = recorded === null ? 0 : roomFor(store.edges + most, recorded.targets.length);
  const grown = {
    states: (room - stateRoom(store)) * (4 * program.layout.words + 4 + store.vias.BYTES_PER_ELEMENT),
    table: (table - store.table.length) * 4,
    edges: recorded === null ? 0 : (room - stateRoom(store)) * 4 + (edgeRoom - recorded.targets.length) * 8,
  };
  if (bytesOf(store) + grown.states + grown.table + grown.edges > mostBytes) return false;
  try {
    enlarge(store, { room, table, edgeRoom });
    return true;
  } catch (error) {
    // The machine has no more memory: a limit like the one that the caller sets.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The bytes of all arrays of a store. */
export function bytesOf({ arena, parents, vias, table, firsts, recorded }: Store): number {
  const edges = recorded === null ? [] : [recorded.starts, recorded.targets, recorded.commands];
  return [arena, parents, vias, table, firsts, ...edges].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

/**
 * Looks up the packed state that stands behind the last one in the arena, and enters it when it is new.
 *
 * @returns Its identifier, which is the number of states before when it is new; with a bitmap, -1 when it is not.
 */
export function findOrEnter(store: Store): number {
  const { table, states } = store;
  const place = placeOf(store, states);
  if (store.visited === "bitmap") {
    const [word, bit] = [place >>> 5, 1 << (place & 31)];
    if (((table[word] ?? 0) & bit) !== 0) return -1;
    table[word] = (table[word] ?? 0) | bit;
    return states;
  }
  const found = table[place] ?? 0;
  if (found !== 0) return found - 1;
  table[place] = states + 1;
  return states;
}

function enter(store: Store, state: number): void {
  const place = placeOf(store, state);
  if (store.visited === "bitmap") store.table[place >>> 5] = (store.table[place >>> 5] ?? 0) | (1 << (place & 31));
  else store.table[place] = state + 1;
}

/** Enters all states into an empty table. They differ from each other, so none is compared. */
function rehash({ program, arena, table, states }: Store): void {
  const { words } = program.layout;
  const mask = table.length - 1;
  for (let state = 0; state < states; state++) {
    let place = hashOf(arena, state * words, words) & mask;
    while (table[place] !== 0) place = (place + 1) & mask;
    table[place] = state + 1;
  }
}

function hashOf(arena: Int32Array, base: number, words: number): number {
  let hash = 0;
  for (let word = 0; word < words; word++) hash = mix(hash, arena[base + word] ?? 0);
  return hash;
}

/** Where a state is in the table, or where it belongs. */
function placeOf({ visited, program, arena, table }: Store, state: number): number {
  const { words } = program.layout;
  const base = state * words;
  if (visited !== "hashed") return (arena[base] ?? 0) >>> 0;
  const hash = hashOf(arena, base, words);
  const mask = table.length - 1;
  for (let place = hash & mask; ; place = (place + 1) & mask) {
    const found = table[place] ?? 0;
    if (found === 0 || same(arena, (found - 1) * words, { base, words })) return place;
  }
}

function same(arena: Int32Array, one: number, { base, words }: { base: number; words: number }): boolean {
  for (let word = 0; word < words; word++) if (arena[one + word] !== arena[base + word]) return false;
  return true;
}

interface Lengths {
  readonly room: number;
  readonly table: number;
  readonly edgeRoom: number;
}

function enlarge(store: Store, { room, table, edgeRoom }: Lengths): void {
  const { program, recorded } = store;
  if (room > stateRoom(store)) growStates(store, room);
  if (table > store.table.length) {
    store.table = new Int32Array(table);
    rehash(store);
  }
  if (recorded !== null && edgeRoom > recorded.targets.length) {
    recorded.targets = grow(recorded.targets, new Int32Array(edgeRoom));
    recorded.commands = grow(recorded.commands, indices(edgeRoom, program.model.commands.length));
  }
}

function growStates(store: Store, room: number): void {
  const { program, recorded } = store;
  store.arena = grow(store.arena, new Int32Array(room * program.layout.words));
  store.parents = grow(store.parents, new Int32Array(room));
  store.vias = grow(store.vias, indices(room, program.model.commands.length));
  if (recorded !== null) recorded.starts = grow(recorded.starts, new Int32Array(room + 1));
}

function grow<Elements extends Indices>(from: Indices, to: Elements): Elements {
  to.set(from);
  return to;
}

/** Makes room for so many positions, among so many commands. */
export function indices(length: number, commands: number): Indices {
  return commands <= 2 ** 16 ? new Uint16Array(length) : new Int32Array(length);
}

function tableLength(visited: Visited, bits: number, room: number): number {
  if (visited === "bitmap") return 2 ** Math.max(bits - 5, 0);
  return visited === "direct" ? 2 ** bits : hashedLength(room, smallest);
}

/** At most two thirds of the places are taken: beyond that, a lookup meets many others, each maybe a cache miss. */
function hashedLength(states: number, length: number): number {
  return roomFor(Math.ceil(states * 1.5), length);
}

function roomFor(needed: number, room: number): number {
  let enough = room;
  while (enough < needed) enough *= 2;
  return enough;
}
