import { type Analysis, edgesOf, firstState, markStates } from "./analysis.ts";
import { edgesEvidence } from "./evidence.ts";
import { findFairParts } from "./fair-parts.ts";
import { fairUnits } from "./fairness.ts";
import { type Judgement, proven } from "./judgement.ts";
import { fairCycle } from "./lasso.ts";
import { type Claim, searchPending } from "./pending-search.ts";
import type { Fairness, Property } from "./property.ts";

/** Judges "whenever the trigger holds, the response holds then or later, on every fair run". */
export function checkLeadsTo(analysis: Analysis, property: Extract<Property, { kind: "leadsTo" }>): Judgement {
  const trigger = markStates(analysis, property.trigger);
  const lasso = findLasso(analysis, { trigger, response: markStates(analysis, property.response) }, property);
  if (lasso !== null) return lasso;
  return proven(analysis, firstState(analysis, property.trigger) === -1 ? "vacuous" : "holds");
}

/** Judges "the response holds at some point of every fair run". */
export function checkEventually(analysis: Analysis, property: Extract<Property, { kind: "eventually" }>): Judgement {
  const claim = { trigger: null, response: markStates(analysis, property.response) };
  return findLasso(analysis, claim, property) ?? proven(analysis, "holds");
}

/**
 * Finds a fair run on which a claim stays pending for ever: a shortest run to a set of states without a response in which
 * a fair run can stay, and a cycle there.
 */
function findLasso(analysis: Analysis, claim: Claim, options: Fairness): Judgement | null {
  const { starts } = edgesOf(analysis);
  const fairness = fairUnits(analysis.exploration.program.model, options);
  const pending = searchPending(analysis, claim);
  const parts = findFairParts(analysis, { states: pending.states, fairness });
  const partOf = new Int32Array(analysis.exploration.states).fill(-1);
  for (const [number, { states }] of parts.entries()) for (const state of states) partOf[state] = number;
  const from = pending.states.find((state) => partOf[state] !== -1);
  const part = parts[partOf[from ?? 0] ?? -1];
  if (from === undefined || part === undefined) return null;
  const prefix = pending.pathTo(from);
  const isDeadEnd = (starts[from] ?? 0) === (starts[from + 1] ?? 0);
  const cycle = isDeadEnd ? [] : fairCycle(analysis, part, { from, fairness });
  const evidence = edgesEvidence(analysis, [...prefix, ...cycle], { loopStart: prefix.length });
  return { verdict: "violated", evidence };
}
