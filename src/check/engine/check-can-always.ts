import { type Analysis, edgesOf, markStates } from "./analysis.ts";
import { edgesEvidence } from "./evidence.ts";
import { type Judgement, proven } from "./judgement.ts";
import type { Property } from "./property.ts";
import { recordedPathTo } from "./recorded-path.ts";
import { reverseEdges } from "./reversed-edges.ts";

/** Judges "from every reachable state, a state where the goal holds can be reached": backwards from the goal. */
export function checkCanAlways(analysis: Analysis, property: Extract<Property, { kind: "canAlways" }>): Judgement {
  const { exploration } = analysis;
  if (!exploration.complete && analysis.rules.truncatedIsUnknown) return { verdict: "unknown" };
  const goal = markStates(analysis, property.goal);
  const isClosed = new Uint8Array(exploration.program.model.commands.length);
  for (const command of property.unaided ?? []) isClosed[command] = 1;
  if (areSeenToReach(analysis, { goal, isClosed })) return proven(analysis, "holds");
  const saved = statesThatReach(analysis, { goal, isClosed });
  const first = saved.indexOf(0);
  if (first === -1) return proven(analysis, "holds");
  const { starts } = edgesOf(analysis);
  let [doomed, deadEnds] = [0, 0];
  for (let state = first; state < exploration.states; state++) {
    if (saved[state] === 1) continue;
    doomed++;
    if (starts[state] === starts[state + 1]) deadEnds++;
  }
  const path = recordedPathTo(analysis, first);
  const leftForGood = path.some(({ state }) => goal[state] === 1);
  return {
    verdict: "violated",
    evidence: edgesEvidence(analysis, path),
    finding: { kind: "trap", doomed, deadEnds, leftForGood },
  };
}

/** Where it shall lead, and by command: 1 where it is no way. */
interface Ways {
  readonly goal: Uint8Array;
  readonly isClosed: Uint8Array;
}

/**
 * Whether a few looks along the transitions, from the last state to the first and back, find a way for every state. Where
 * the property holds they mostly do, and the transitions need not be turned round.
 */
function areSeenToReach(analysis: Analysis, { goal, isClosed }: Ways): boolean {
  if (!analysis.rules.someWayIsEnough) return false;
  const { starts, targets, commands } = edgesOf(analysis);
  const { states } = analysis.exploration;
  const saved = goal.slice();
  let left = states;
  for (let look = 0; look < looks && left > 0; look++) {
    left = 0;
    for (let count = 0; count < states; count++) {
      const state = look % 2 === 0 ? states - 1 - count : count;
      if (saved[state] === 1) continue;
      const end = starts[state + 1] ?? 0;
      let edge = starts[state] ?? 0;
      while (edge < end && (saved[targets[edge] ?? 0] === 0 || isClosed[commands[edge] ?? 0] === 1)) edge++;
      if (edge < end) saved[state] = 1;
      else left++;
    }
  }
  return left === 0;
}

const looks = 4;

function statesThatReach(analysis: Analysis, { goal, isClosed }: Ways): Uint8Array {
  const { states, expanded } = analysis.exploration;
  const { starts, commands } = edgesOf(analysis);
  const { begins, sources, edges } = reverseEdges(analysis);
  const saved = goal.slice();
  const waysLeft = new Int32Array(states).fill(1);
  if (!analysis.rules.someWayIsEnough) {
    for (let state = 0; state < expanded; state++) waysLeft[state] = (starts[state + 1] ?? 0) - (starts[state] ?? 0);
  }
  const queue = new Int32Array(states);
  let length = 0;
  for (let state = 0; state < states; state++) if (goal[state] === 1) queue[length++] = state;
  for (let at = 0; at < length; at++) {
    const state = queue[at] ?? 0;
    for (let way = begins[state] ?? 0; way < (begins[state + 1] ?? 0); way++) {
      const source = sources[way] ?? 0;
      if (isClosed[commands[edges[way] ?? 0] ?? 0] === 1) continue;
      const left = (waysLeft[source] ?? 0) - 1;
      waysLeft[source] = left;
      if (saved[source] === 1 || left > 0) continue;
      saved[source] = 1;
      queue[length++] = source;
    }
  }
  return saved;
}
