import { type Analysis, edgesOf } from "./analysis.ts";
import type { Sides } from "./attractor.ts";
import type { Renewal } from "./property.ts";
import { reverseEdges } from "./reversed-edges.ts";

/**
 * The goal, and the states in which somebody can renew the budgets so that they last to the goal: on a way that costs less
 * than any of them, so that none can cut it off. An end that could leads to a state from which there is no way, unless that
 * is the goal.
 */
export function nearOnes(
  analysis: Analysis,
  goal: Uint8Array,
  { sides, renewal: { by, budgets } }: { readonly sides: Sides; readonly renewal: Renewal },
): Uint8Array {
  const { states } = analysis.exploration;
  const { commands } = edgesOf(analysis);
  const { begins, sources, edges } = reverseEdges(analysis);
  const isBy = new Set(by);
  // Backwards, each state by one of its shortest ways: what that costs, of each budget.
  const isMet = goal.slice();
  const spent = budgets.map(() => new Int32Array(states));
  const near = goal.slice();
  const queue = new Int32Array(states);
  let length = 0;
  for (let state = 0; state < states; state++) if (isMet[state] === 1) queue[length++] = state;
  for (let at = 0; at < length; at++) {
    const target = queue[at] ?? 0;
    for (let way = begins[target] ?? 0; way < (begins[target + 1] ?? 0); way++) {
      const source = sources[way] ?? 0;
      const command = commands[edges[way] ?? 0] ?? 0;
      const lasts = budgets.every(({ limit }, index) => (spent[index]?.[target] ?? 0) < limit);
      if (isBy.has(command) && lasts) near[source] = 1;
      if (isMet[source] === 1 || sides[command] !== "owners") continue;
      isMet[source] = 1;
      budgets.forEach(({ costs }, index) => {
        const sums = spent[index];
        if (sums !== undefined)
          sums[source] = isBy.has(command) && lasts ? 0 : (sums[target] ?? 0) + (costs[command] ?? 0);
      });
      queue[length++] = source;
    }
  }
  return near;
}
