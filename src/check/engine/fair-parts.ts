import { type Analysis, edgesOf } from "./analysis.ts";
import { createWorkspace, findComponents } from "./components.ts";
import type { FairUnits } from "./fairness.ts";

/** A set of states in which a run can stay for ever, and be fair. */
export interface FairPart {
  readonly states: Int32Array;
  /** By unit: whether some transition of it stays inside. */
  readonly taken: Uint8Array;
  /** By unit: in how many of the states it is enabled. */
  readonly enabled: Int32Array;
}

/** Where a fair run may go. */
export interface Confines {
  /** The states to choose from, each once. */
  readonly states: Int32Array;
  readonly fairness: FairUnits;
}

/**
 * Finds the sets of states in which a fair run can stay for ever, taking all transitions inside.
 *
 * A strongly connected component is such a set when each unit of fairness is taken inside, or is disabled: for weak
 * fairness in some state, for strong fairness in all. Where strong fairness fails, a run that stays must in the end keep
 * off the states that enable the unit: they are removed, and what is left is split and judged again.
 */
export function findFairParts(analysis: Analysis, { states, fairness }: Confines): readonly FairPart[] {
  const { targets } = edgesOf(analysis);
  const workspace = createWorkspace(analysis.exploration.states);
  // By state: the number of the set that is under judgement and that it belongs to; 0 for none.
  const regions = new Int32Array(analysis.exploration.states);
  let regionCount = 0;
  const claim = (members: Int32Array): number => {
    regionCount++;
    for (const state of members) regions[state] = regionCount;
    return regionCount;
  };
  const found: FairPart[] = [];
  const open = [{ states, region: claim(states), whole: true }];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const { region } = part;
    const follows = (_: number, edge: number): boolean => regions[targets[edge] ?? 0] === region;
    const { members, begins } = findComponents(analysis, { states: part.states, follows }, workspace);
    for (let component = 0; component + 1 < begins.length; component++) {
      const inside = members.subarray(begins[component], begins[component + 1]);
      const survey = surveyOf(analysis, inside, { fairness, regions, region: claim(inside) });
      if (!survey.endless) continue;
      const verdict = judge(analysis, survey, fairness);
      if (verdict === "fair" || (!analysis.rules.partsAreJudged && !part.whole)) found.push(survey);
      if (verdict === "unfair" || verdict === "fair") continue;
      const left = inside.filter((state) => !enablesSome(analysis, state, { fairness, units: verdict }));
      if (left.length > 0) open.push({ states: left, region: claim(left), whole: false });
    }
  }
  return found;
}

interface Survey extends FairPart {
  /** Whether a run can stay: round a cycle, or at a dead end. */
  readonly endless: boolean;
}

interface Surroundings {
  readonly fairness: FairUnits;
  readonly regions: Int32Array;
  readonly region: number;
}

function surveyOf(analysis: Analysis, states: Int32Array, { fairness, regions, region }: Surroundings): Survey {
  const { starts, targets, commands } = edgesOf(analysis);
  const { rules, exploration } = analysis;
  const taken = new Uint8Array(fairness.units.length);
  const enabled = new Int32Array(fairness.units.length);
  const lastSeen = new Int32Array(fairness.units.length).fill(-1);
  let endless = false;
  for (const state of states) {
    const [begin, end] = [starts[state] ?? 0, starts[state + 1] ?? 0];
    if (begin === end && state < exploration.expanded && rules.deadEndsRepeat) endless = true;
    for (let edge = begin; edge < end; edge++) {
      const unit = fairness.unitOf[commands[edge] ?? 0] ?? -1;
      const stays = regions[targets[edge] ?? 0] === region;
      if (stays && rules.cyclesRepeat) endless = true;
      if (unit === -1) continue;
      if (stays) taken[unit] = 1;
      if (lastSeen[unit] === state) continue;
      lastSeen[unit] = state;
      enabled[unit] = (enabled[unit] ?? 0) + 1;
    }
  }
  return { states, taken, enabled, endless };
}

/** Gives, where removing states may help, the units whose states must be left. */
function judge({ rules }: Analysis, survey: Survey, { units }: FairUnits): "fair" | "unfair" | ReadonlySet<number> {
  const starved = new Set<number>();
  for (const [unit, { strong }] of units.entries()) {
    if (survey.taken[unit] === 1) continue;
    if (survey.enabled[unit] === survey.states.length) return "unfair";
    if (strong && rules.strongIsStrong && survey.enabled[unit] !== 0) starved.add(unit);
  }
  return starved.size === 0 ? "fair" : starved;
}

function enablesSome(
  analysis: Analysis,
  state: number,
  { fairness, units }: { readonly fairness: FairUnits; readonly units: ReadonlySet<number> },
): boolean {
  const { starts, commands } = edgesOf(analysis);
  for (let edge = starts[state] ?? 0; edge < (starts[state + 1] ?? 0); edge++) {
    if (units.has(fairness.unitOf[commands[edge] ?? 0] ?? -1)) return true;
  }
  return false;
}
