import { type Analysis, edgesOf, markStates } from "./analysis.ts";
import { attractor, type Sides } from "./attractor.ts";
import { edgesEvidence } from "./evidence.ts";
import { decodeState } from "./exploration.ts";
import { type Judgement, proven } from "./judgement.ts";
import type { Property } from "./property.ts";
import { recordedPathTo } from "./recorded-path.ts";
import type { Strategy, StrategyMove } from "./result.ts";

type CanForce = Extract<Property, { kind: "canForce" }>;

/** The longest strategy that is told. */
const mostMoves = 1000;

/** Judges "from every reachable state, the owners can force the goal": the attractor of the goal, backwards. */
export function checkCanForce(analysis: Analysis, property: CanForce): Judgement {
  if (!analysis.exploration.complete && analysis.rules.truncatedIsUnknown) return { verdict: "unknown" };
  const sides = sidesOf(analysis, property);
  const won = attractor(analysis, markStates(analysis, property.goal), sides);
  const first = won.indexOf(0);
  if (first === -1) return proven(analysis, "holds");
  return {
    verdict: "violated",
    evidence: edgesEvidence(analysis, recordedPathTo(analysis, first)),
    finding: strategyFrom(analysis, first, { won, sides }),
  };
}

function sidesOf({ exploration }: Analysis, { owners, diligent = [], chosenByNone = [] }: CanForce): Sides {
  const notChosen = new Set(chosenByNone);
  return exploration.program.model.commands.map(({ owner }, command) => {
    if (notChosen.has(command)) return "adversary";
    if (owners.includes(owner)) return "owners";
    return diligent.includes(owner) ? "diligent" : "adversary";
  });
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
