import { type Analysis, type Edge, edgesOf } from "./analysis.ts";

/** Which states raise a claim, and which ones settle it. */
export interface Claim {
  /** By state: 1 where the claim is raised; null when only the initial state raises it. */
  readonly trigger: Uint8Array | null;
  /** By state: 1 where a claim is settled. */
  readonly response: Uint8Array;
}

/** The product of the states with one bit: whether a claim is pending. */
export interface PendingStates {
  /** The states that can be reached with a claim pending, nearest first. */
  readonly states: Int32Array;
  /** A shortest run to one of these states, with a claim pending in the end. */
  readonly pathTo: (state: number) => readonly Edge[];
}

/** Finds the states that can be reached with a claim pending. A claim is raised and settled by the state after a step. */
export function searchPending(analysis: Analysis, { trigger, response }: Claim): PendingStates {
  const { starts, targets } = edgesOf(analysis);
  const { states } = analysis.exploration;
  const pendingAfter = (state: number, pending: number): number => {
    if (response[state] === 1) return 0;
    return pending === 1 || trigger?.[state] === 1 ? 1 : 0;
  };
  // A node is twice the state, plus 1 with a claim pending.
  const root = (trigger === null || trigger[0] === 1) && response[0] === 0 ? 1 : 0;
  const cameFrom = new Int32Array(2 * states).fill(-1);
  const cameBy = new Float64Array(2 * states);
  const queue = new Int32Array(2 * states);
  queue[0] = root;
  cameFrom[root] = root;
  let length = 1;
  for (let at = 0; at < length; at++) {
    const node = queue[at] ?? 0;
    const state = node >>> 1;
    for (let edge = starts[state] ?? 0; edge < (starts[state + 1] ?? 0); edge++) {
      const target = targets[edge] ?? 0;
      const next = 2 * target + pendingAfter(target, node & 1);
      if (cameFrom[next] !== -1) continue;
      cameFrom[next] = node;
      cameBy[next] = edge;
      queue[length++] = next;
    }
  }
  return {
    states: queue
      .subarray(0, length)
      .filter((node) => (node & 1) === 1)
      .map((node) => node >>> 1),
    pathTo(state) {
      const path: Edge[] = [];
      for (let node = 2 * state + 1; node !== root; node = cameFrom[node] ?? 0) {
        path.push({ state: (cameFrom[node] ?? 0) >>> 1, edge: cameBy[node] ?? 0 });
      }
      return path.reverse();
    },
  };
}
