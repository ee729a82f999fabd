import { type Analysis, edgesOf } from "./analysis.ts";
import { reverseEdges } from "./reversed-edges.ts";

/** By command: whose move it is. Of the others' side, the `diligent` make one of their moves in the end. */
export type Sides = readonly ("owners" | "adversary" | "diligent")[];

/**
 * From which states the owners can force it to a goal, backwards from there: 1 where they can.
 *
 * A state is won when none of the adversary's moves leads elsewhere, and there is progress: a move of the owners to a state
 * that is won, or an adversary that cannot stall.
 *
 * @param goal - By state: 1 where it is reached. It is changed, and given back.
 */
export function attractor(analysis: Analysis, goal: Uint8Array, sides: Sides): Uint8Array {
  const { states } = analysis.exploration;
  const { starts, commands } = edgesOf(analysis);
  const { begins, sources, edges } = reverseEdges(analysis);
  const unanswered = new Int32Array(states);
  const progress = new Uint8Array(states);
  for (let state = 0; state < states; state++) {
    for (let edge = starts[state] ?? 0; edge < (starts[state + 1] ?? 0); edge++) {
      const side = sides[commands[edge] ?? 0];
      if (side !== "owners") unanswered[state] = (unanswered[state] ?? 0) + 1;
      if (side === "diligent") progress[state] = 1;
    }
  }
  const won = goal;
  const queue = new Int32Array(states);
  let length = 0;
  for (let state = 0; state < states; state++) if (won[state] === 1) queue[length++] = state;
  for (let at = 0; at < length; at++) {
    const state = queue[at] ?? 0;
    for (let way = begins[state] ?? 0; way < (begins[state + 1] ?? 0); way++) {
      const source = sources[way] ?? 0;
      if (sides[commands[edges[way] ?? 0] ?? 0] === "owners") progress[source] = 1;
      else unanswered[source] = (unanswered[source] ?? 0) - 1;
      const answered = unanswered[source] === 0 || !analysis.rules.everyMoveIsAnswered;
      if (won[source] === 1 || !answered || progress[source] === 0) continue;
      won[source] = 1;
      queue[length++] = source;
    }
  }
  return won;
}
