import { type Analysis, edgesOf, markStates } from "./analysis.ts";
import { edgesEvidence } from "./evidence.ts";
import { decodeState } from "./exploration.ts";
import { type Judgement, proven } from "./judgement.ts";
import type { Property } from "./property.ts";
import { recordedPathTo } from "./recorded-path.ts";
import type { Strategy, StrategyMove } from "./result.ts";
import { reverseEdges } from "./reversed-edges.ts";

type CanForce = Extract<Property, { kind: "canForce" }>;

/** The longest strategy that is told. */
const mostMoves = 1000;

/** Judges "from every reachable state, the owners can force the goal": the attractor of the goal, backwards. */
export function checkCanForce(analysis: Analysis, property: CanForce): Judgement {
  if (!analysis.exploration.complete && analysis.rules.truncatedIsUnknown) return { verdict: "unknown" };
  const sides = sidesOf(analysis, property);
  const won = wonStates(analysis, property, sides);
  const first = won.indexOf(0);
  if (first === -1) return proven(analysis, "holds");
  return {
    verdict: "violated",
    evidence: edgesEvidence(analysis, recordedPathTo(analysis, first)),
    finding: strategyFrom(analysis, first, { won, sides }),
  };
}

/** By command: whose move it is. */
type Sides = readonly ("owners" | "adversary" | "diligent")[];

function sidesOf({ exploration }: Analysis, { owners, diligent = [], chosenByNone = [] }: CanForce): Sides {
  const notChosen = new Set(chosenByNone);
  return exploration.program.model.commands.map(({ owner }, command) => {
    if (notChosen.has(command)) return "adversary";
    if (owners.includes(owner)) return "owners";
    return diligent.includes(owner) ? "diligent" : "adversary";
  });
}

function wonStates(analysis: Analysis, { goal }: CanForce, sides: Sides): Uint8Array {
  const { states } = analysis.exploration;
  const { starts, commands } = edgesOf(analysis);
  const { begins, sources, edges } = reverseEdges(analysis);
  // A state is won when none of the adversary's moves leads elsewhere, and there is progress: a move of the owners to
  // a state that is won, or an adversary that cannot stall.
  const unanswered = new Int32Array(states);
  const progress = new Uint8Array(states);
  for (let state = 0; state < states; state++) {
    for (let edge = starts[state] ?? 0; edge < (starts[state + 1] ?? 0); edge++) {
      const side = sides[commands[edge] ?? 0];
      if (side !== "owners") unanswered[state] = (unanswered[state] ?? 0) + 1;
      if (side === "diligent") progress[state] = 1;
    }
  }
  const won = markStates(analysis, goal);
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

interface Play {
  readonly won: Uint8Array;
  readonly sides: Sides;
}

function strategyFrom(analysis: Analysis, first: number, { won, sides }: Play): Strategy {
  const { starts, targets, commands } = edgesOf(analysis);
  const moves: StrategyMove[] = [];
  const seen = new Set([first]);
  for (const state of seen) {
    if (moves.length === mostMoves) return { kind: "strategy", moves, whole: false };
    let chosen: number | null = null;
    const reached: number[] = [];
    for (let edge = starts[state] ?? 0; edge < (starts[state + 1] ?? 0); edge++) {
      const target = targets[edge] ?? 0;
      if (won[target] === 1) continue;
      if (sides[commands[edge] ?? 0] === "owners") reached.push(target);
      else if (chosen === null) {
        chosen = commands[edge] ?? 0;
        reached.splice(0, reached.length, target);
        break;
      }
    }
    for (const target of reached) seen.add(target);
    moves.push({ state: decodeState(analysis.exploration, state), command: chosen });
  }
  return { kind: "strategy", moves, whole: true };
}
