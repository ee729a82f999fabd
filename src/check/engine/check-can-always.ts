import { type Analysis, edgesOf, markStates } from "./analysis.ts";
import { attractor, type Sides } from "./attractor.ts";
import { edgesEvidence } from "./evidence.ts";
import { type Judgement, proven } from "./judgement.ts";
import { nearOnes } from "./near-ones.ts";
import type { Property } from "./property.ts";
import { recordedPathTo } from "./recorded-path.ts";

type CanAlways = Extract<Property, { kind: "canAlways" }>;

/**
 * Judges "from every reachable state, a state where the goal holds can be reached": as a game that everybody wins together,
 * but for moves that nobody can choose.
 */
export function checkCanAlways(analysis: Analysis, property: CanAlways): Judgement {
  const { exploration } = analysis;
  if (!exploration.complete && analysis.rules.truncatedIsUnknown) return { verdict: "unknown" };
  const goal = markStates(analysis, property.goal);
  const sides = sidesOf(analysis, property);
  if (areSeenToReach(analysis, goal, sides)) return proven(analysis, "holds");
  const { renewal } = property;
  const saved = attractor(
    analysis,
    renewal === undefined ? goal.slice() : nearOnes(analysis, goal, { sides, renewal }),
    sides,
  );
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

/** Everybody helps; but what nobody chooses happens or not, and has to lead there as well. */
function sidesOf({ exploration, rules }: Analysis, { chosenByNone = [] }: CanAlways): Sides {
  const sides: Sides[number][] = exploration.program.model.commands.map(() =>
    rules.someWayIsEnough ? "owners" : "diligent",
  );
  for (const command of chosenByNone) sides[command] = "adversary";
  return sides;
}

/**
 * Whether a few looks along the transitions, from the last state to the first and back, find a way for every state. Where
 * the property holds they mostly do, and the transitions need not be turned round.
 */
function areSeenToReach(analysis: Analysis, goal: Uint8Array, sides: Sides): boolean {
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
      let isSaved = false;
      for (let edge = starts[state] ?? 0; edge < end; edge++) {
        const leadsThere = saved[targets[edge] ?? 0] === 1;
        if (sides[commands[edge] ?? 0] === "owners") isSaved ||= leadsThere;
        else if (!leadsThere) {
          isSaved = false;
          break;
        }
      }
      if (isSaved) saved[state] = 1;
      else left++;
    }
  }
  return left === 0;
}

const looks = 4;
