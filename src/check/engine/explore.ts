import { UsageError } from "../../errors.ts";
import { type Budget, type Limit, type Meter, startMeter } from "./budget.ts";
import { createClosureExpand, type Expand } from "./expand-closures.ts";
import { createGeneratedExpand } from "./expand-generated.ts";
import type { Exploration } from "./exploration.ts";
import type { Model } from "./model.ts";
import { type Program, prepareProgram } from "./program.ts";
import { bytesOf, createStore, makeRoom, type Store, type Visited } from "./store.ts";

/** How a model is explored; no option changes what is found. */
export interface ExploreOptions extends Budget {
  /** Whether code may be generated; where that is forbidden, it is found out. True by default. */
  readonly codegen?: boolean;
  /** Whether small state spaces are looked up by the packed state itself. True by default. */
  readonly bitmap?: boolean;
  /** Whether the transitions are kept, which most properties need. False by default. */
  readonly recordEdges?: boolean;
  readonly progress?: Progress;
}

/** Who is told how far an exploration is. */
export interface Progress {
  /** After how many expanded states. */
  readonly every: number;
  readonly report: (reached: { readonly states: number; readonly expanded: number; readonly edges: number }) => void;
}

/** Packed states of at most so many bits are looked up in a bitmap: 32 MiB. */
const mostBitmapBits = 28;
/** Packed states of at most so many bits are looked up in an array of identifiers: 16 MiB. */
const mostDirectBits = 22;
/** Between two looks at the budget. */
const statesInBatch = 2048;

/**
 * Finds every state that a model can reach, breadth first: each state by a shortest path, in an order that depends on the
 * model alone.
 *
 * @throws {@link UsageError} `bad_definition` when the fields of the model are not well formed, `bad_option` when an
 * option is not.
 * @throws {@link InternalError} when an update leaves its field's range.
 */
export function explore(model: Model, options: ExploreOptions = {}): Exploration {
  return exploreProgram(prepareProgram(model), options, startMeter(options));
}

/** Explores a prepared model on a budget that runs already. */
export function exploreProgram(program: Program, options: ExploreOptions, meter: Meter): Exploration {
  const { codegen = true, recordEdges = false, progress } = options;
  if (progress !== undefined && !(progress.every > 0)) {
    throw new UsageError("bad_option", { message: `Progress is wanted every ${progress.every} states.` });
  }
  const visited = visitedFor(program, options, meter);
  const generated = codegen ? createGeneratedExpand(program, { visited, recordEdges }) : null;
  const store = createStore(program, { visited, recordEdges });
  const { depth, stoppedBy } = run(store, generated ?? createClosureExpand(program), { meter, progress });
  return {
    program,
    store,
    states: store.states,
    expanded: store.expanded,
    edges: store.edges,
    deadEnds: store.deadEnds,
    depth,
    bytesPerState: bytesOf(store) / store.states,
    complete: stoppedBy === null,
    stoppedBy,
    engine: generated === null ? "closures" : "generated",
    visited,
  };
}

function visitedFor({ layout }: Program, { bitmap = true, recordEdges }: ExploreOptions, meter: Meter): Visited {
  if (!bitmap || layout.words > 1) return "hashed";
  // The table must not take the better part of a small budget.
  const affordable = Math.log2(meter.mostBytes) - 1;
  if (recordEdges) return layout.bits <= Math.min(mostDirectBits, affordable - 2) ? "direct" : "hashed";
  return layout.bits <= Math.min(mostBitmapBits, affordable + 3) ? "bitmap" : "hashed";
}

interface Watch {
  readonly meter: Meter;
  readonly progress: Progress | undefined;
}

function run(store: Store, expand: Expand, { meter, progress }: Watch): { depth: number; stoppedBy: Limit | null } {
  let depth = 0;
  let levelEnd = 1;
  let reported = 0;
  const every = progress?.every ?? Number.POSITIVE_INFINITY;
  while (store.expanded < store.states) {
    const stoppedBy = store.states > meter.mostStates ? "states" : meter.interrupted();
    if (stoppedBy !== null) return { depth, stoppedBy };
    if (!makeRoom(store, meter.mostBytes)) return { depth, stoppedBy: "bytes" };
    if (store.expanded === levelEnd) {
      levelEnd = store.states;
      depth++;
    }
    expand(store, { until: Math.min(levelEnd, store.expanded + statesInBatch), mostStates: meter.mostStates });
    if (store.expanded - reported >= every) {
      reported = store.expanded;
      progress?.report({ states: store.states, expanded: store.expanded, edges: store.edges });
    }
  }
  return { depth, stoppedBy: null };
}
