import { type Analysis, edgesOf, eventTest, firstEdge, firstState, markStates } from "./analysis.ts";
import { not } from "./build-expression.ts";
import { commandEvidence, pathEvidence } from "./evidence.ts";
import type { Predicate } from "./expression.ts";
import { type Judgement, proven } from "./judgement.ts";
import type { Event } from "./property.ts";
import type { Evidence } from "./result.ts";

/** Judges "the predicate holds in every reachable state". */
export function checkAlways(analysis: Analysis, holds: Predicate): Judgement {
  return checkNever(analysis, not(holds));
}

/** Judges "no reachable state is such" or "no such transition occurs". */
export function checkNever(analysis: Analysis, what: Predicate | Event): Judgement {
  const evidence = occurrence(analysis, what);
  return evidence === null ? proven(analysis, "holds") : { verdict: "violated", evidence };
}

/** Judges "some reachable state is such" or "such a transition occurs". */
export function checkReachable(analysis: Analysis, what: Predicate | Event): Judgement {
  const evidence = occurrence(analysis, what);
  return evidence === null ? proven(analysis, "violated") : { verdict: "holds", evidence };
}

/** Judges "whenever the event occurs, the predicate held in the state before". Needs recorded transitions. */
export function checkAt(analysis: Analysis, event: Event, holds: Predicate): Judgement {
  const occurs = eventTest(analysis, event);
  const held = markStates(analysis, holds);
  const bad = firstEdge(analysis, (state, command) => held[state] === 0 && occurs(state, command));
  if (bad !== null) return { verdict: "violated", evidence: edgeEvidence(analysis, bad) };
  return proven(analysis, firstEdge(analysis, occurs) === null ? "vacuous" : "holds");
}

/** Whether an event can be judged without recorded transitions. */
export function isPlain(what: Predicate | Event): boolean {
  return what.kind !== "event" || (what.when === undefined && what.or === undefined);
}

function occurrence(analysis: Analysis, what: Predicate | Event): Evidence | null {
  if (what.kind !== "event") {
    const state = firstState(analysis, what);
    return state === -1 ? null : pathEvidence(analysis, state);
  }
  if (!isPlain(what)) {
    const edge = firstEdge(analysis, eventTest(analysis, what));
    return edge && edgeEvidence(analysis, edge);
  }
  const { firsts } = analysis.exploration.store;
  let soonest = -1;
  for (const command of what.commands) {
    const first = firsts[command] ?? -1;
    if (first !== -1 && (soonest === -1 || first < (firsts[soonest] ?? 0))) soonest = command;
  }
  return soonest === -1 ? null : commandEvidence(analysis, firsts[soonest] ?? 0, soonest);
}

function edgeEvidence(analysis: Analysis, last: { readonly state: number; readonly edge: number }): Evidence {
  const { commands } = edgesOf(analysis);
  return commandEvidence(analysis, last.state, commands[last.edge] ?? 0);
}
