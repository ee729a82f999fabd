import { type Analysis, edgesOf } from "./analysis.ts";

/** A part of the states, split into its strongly connected components. */
export interface Components {
  /** The states, component by component; a component comes after all those that it leads to. */
  readonly members: Int32Array;
  /** Where each component begins in `members`, and at last the length of it. */
  readonly begins: readonly number[];
}

/** What is split. */
export interface Part {
  /** Each state once. */
  readonly states: Int32Array;
  /** Whether a transition is followed; those that leave the part must not be. */
  readonly follows: (state: number, edge: number) => boolean;
}

/** Arrays with an element for each state, which several searches share: all 0 between two searches. */
export interface Workspace {
  readonly numbers: Int32Array;
  readonly lows: Int32Array;
}

/** Makes the arrays for searches among so many states. */
export function createWorkspace(states: number): Workspace {
  return { numbers: new Int32Array(states), lows: new Int32Array(states) };
}

/** Above all numbers: a state whose component is known lowers nothing. */
const settled = 2 ** 31 - 1;

/** Finds the strongly connected components of a part: Tarjan's algorithm (1972), with a stack of its own. */
export function findComponents(analysis: Analysis, { states, follows }: Part, workspace: Workspace): Components {
  const { starts, targets } = edgesOf(analysis);
  const { numbers, lows } = workspace;
  const members = new Int32Array(states.length);
  const begins: number[] = [0];
  // The states that wait for their component stand at the end of `waiting`, those under way in `path`.
  const waiting = new Int32Array(states.length);
  const path = new Int32Array(states.length);
  const nextEdges = new Float64Array(states.length);
  let [waitingCount, pathCount, memberCount, number] = [0, 0, 0, 0];

  const visit = (state: number): void => {
    number++;
    numbers[state] = number;
    lows[state] = number;
    waiting[waitingCount++] = state;
    path[pathCount] = state;
    nextEdges[pathCount++] = starts[state] ?? 0;
  };

  for (const root of states) {
    if (numbers[root] !== 0) continue;
    visit(root);
    while (pathCount > 0) {
      const state = path[pathCount - 1] ?? 0;
      const edge = nextEdges[pathCount - 1] ?? 0;
      if (edge < (starts[state + 1] ?? 0)) {
        nextEdges[pathCount - 1] = edge + 1;
        if (!follows(state, edge)) continue;
        const target = targets[edge] ?? 0;
        if (numbers[target] === 0) visit(target);
        else if (numbers[target] !== settled) lows[state] = Math.min(lows[state] ?? 0, numbers[target] ?? 0);
        continue;
      }
      pathCount--;
      const low = lows[state] ?? 0;
      const parent = path[pathCount - 1] ?? 0;
      if (pathCount > 0) lows[parent] = Math.min(lows[parent] ?? 0, low);
      if (low !== numbers[state]) continue;
      let member = -1;
      while (member !== state) {
        member = waiting[--waitingCount] ?? 0;
        numbers[member] = settled;
        members[memberCount++] = member;
      }
      begins.push(memberCount);
    }
  }
  for (const state of states) numbers[state] = 0;
  return { members, begins };
}
