import { type Analysis, edgesOf } from "./analysis.ts";

/** Transitions in the order of the states that they reach. */
export interface ReversedEdges {
  /** By state: the position of the first transition that reaches it; one more at the end. */
  readonly begins: Int32Array;
  /** The states that they leave. */
  readonly sources: Int32Array;
  /** Their positions among the recorded transitions. */
  readonly edges: Int32Array;
}

/** Turns the recorded transitions round. */
export function reverseEdges(analysis: Analysis): ReversedEdges {
  const { starts, targets } = edgesOf(analysis);
  const { states, expanded, edges: count } = analysis.exploration;
  const begins = new Int32Array(states + 1);
  for (let edge = 0; edge < count; edge++) {
    const place = (targets[edge] ?? 0) + 1;
    begins[place] = (begins[place] ?? 0) + 1;
  }
  for (let state = 0; state < states; state++) begins[state + 1] = (begins[state + 1] ?? 0) + (begins[state] ?? 0);
  const next = begins.slice();
  const sources = new Int32Array(count);
  const edges = new Int32Array(count);
  for (let state = 0; state < expanded; state++) {
    for (let edge = starts[state] ?? 0; edge < (starts[state + 1] ?? 0); edge++) {
      const target = targets[edge] ?? 0;
      const place = next[target] ?? 0;
      next[target] = place + 1;
      sources[place] = state;
      edges[place] = edge;
    }
  }
  return { begins, sources, edges };
}
