import { type Analysis, type Edge, edgesOf } from "./analysis.ts";
import { shortestWithMore } from "./check-count.ts";
import { createWorkspace, findComponents } from "./components.ts";
import { type Counted, countedBy } from "./counted.ts";
import { edgesEvidence } from "./evidence.ts";
import { type Judgement, proven } from "./judgement.ts";
import type { Property } from "./property.ts";
import { recordedPathTo, shortestWay } from "./recorded-path.ts";

/**
 * Judges "there is a bound on the occurrences in a period", and tells the smallest one.
 *
 * Within a period what begins or ends one is not taken. There, an occurrence on a cycle can be repeated without end. Without such
 * a cycle the components form an order in which the most occurrences add up.
 */
export function checkWorst(analysis: Analysis, property: Extract<Property, { kind: "worst" }>): Judgement {
  const counted = countedBy(analysis, property);
  const period = componentsOfPeriods(analysis, counted);
  const repeated = analysis.rules.cyclesRepeat ? firstRepeated(analysis, counted, period.numbers) : null;
  if (repeated !== null) {
    const finding = { kind: "supremum", value: "unbounded" } as const;
    return { verdict: "violated", evidence: cycleEvidence(analysis, repeated, { ...counted, ...period }), finding };
  }
  const value = mostInPeriod(analysis, counted, period);
  const judgement = proven(analysis, value === 0 ? "vacuous" : "holds", { kind: "supremum", value });
  if (judgement.verdict !== "holds") return judgement;
  const evidence = shortestWithMore(analysis, value - 1, counted);
  // Without the time for a worst run, the bound is still the bound.
  return { ...judgement, evidence: evidence === "unknown" ? null : evidence };
}

interface Period {
  /** By state: the number of its component among the transitions within periods. */
  readonly numbers: Int32Array;
  /** The states, component by component, each component after those that it leads to. */
  readonly members: Int32Array;
}

function componentsOfPeriods(analysis: Analysis, counted: Counted): Period {
  const { states } = analysis.exploration;
  const { commands } = edgesOf(analysis);
  const everything = Int32Array.from({ length: states }, (_, state) => state);
  const follows = (state: number, edge: number): boolean => isWithin(counted, state, commands[edge] ?? 0);
  const { members, begins } = findComponents(analysis, { states: everything, follows }, createWorkspace(states));
  const numbers = new Int32Array(states);
  for (let component = 0; component + 1 < begins.length; component++) {
    for (let at = begins[component] ?? 0; at < (begins[component + 1] ?? 0); at++)
      numbers[members[at] ?? 0] = component;
  }
  return { numbers, members };
}

/** Whether a transition neither begins nor ends a period. */
function isWithin({ reset, until }: Counted, state: number, command: number): boolean {
  return !reset(state, command) && !until(state, command);
}

/** The first occurrence, by the state it leaves, that lies on a cycle within a period. */
function firstRepeated(analysis: Analysis, counted: Counted, numbers: Int32Array): Edge | null {
  const { starts, targets, commands } = edgesOf(analysis);
  for (let state = 0; state < analysis.exploration.expanded; state++) {
    for (let edge = starts[state] ?? 0; edge < (starts[state + 1] ?? 0); edge++) {
      const command = commands[edge] ?? 0;
      const inside = numbers[state] === numbers[targets[edge] ?? 0];
      if (inside && counted.event(state, command) && isWithin(counted, state, command)) return { state, edge };
    }
  }
  return null;
}

function cycleEvidence(analysis: Analysis, occurrence: Edge, period: Counted & Period) {
  const { numbers } = period;
  const { targets, commands } = edgesOf(analysis);
  const { state, edge } = occurrence;
  const prefix = recordedPathTo(analysis, state);
  const back =
    targets[edge] === state
      ? []
      : shortestWay(analysis, {
          from: targets[edge] ?? 0,
          follows: (from, way) =>
            numbers[targets[way] ?? 0] === numbers[state] && isWithin(period, from, commands[way] ?? 0),
          ends: (_, way) => targets[way] === state,
        });
  const evidence = edgesEvidence(analysis, [...prefix, occurrence, ...back], {
    loopStart: prefix.length,
    marks: period.event,
  });
  return { ...evidence, marks: evidence.marks.filter((position) => position >= prefix.length) };
}

function mostInPeriod(analysis: Analysis, counted: Counted, { numbers, members }: Period): number {
  const { event, reset, until } = counted;
  const { starts, targets, commands } = edgesOf(analysis);
  const { expanded, states } = analysis.exploration;
  // By component: the most occurrences on arrival. Every reachable component is entered by some period.
  const most = new Int32Array(states);
  let highest = 0;
  for (let state = 0; state < expanded; state++) {
    for (let edge = starts[state] ?? 0; edge < (starts[state + 1] ?? 0); edge++) {
      const command = commands[edge] ?? 0;
      const target = numbers[targets[edge] ?? 0] ?? 0;
      if (reset(state, command) && event(state, command) && !until(state, command)) most[target] = 1;
      // A period that is one transition long.
      if (reset(state, command) && event(state, command)) highest = 1;
    }
  }
  for (let at = members.length - 1; at >= 0; at--) {
    const state = members[at] ?? 0;
    const count = most[numbers[state] ?? 0] ?? 0;
    highest = Math.max(highest, count);
    for (let edge = starts[state] ?? 0; edge < (starts[state + 1] ?? 0); edge++) {
      const command = commands[edge] ?? 0;
      if (reset(state, command)) continue;
      const after = count + (event(state, command) ? 1 : 0);
      const target = numbers[targets[edge] ?? 0] ?? 0;
      if (until(state, command)) highest = Math.max(highest, after);
      else most[target] = Math.max(most[target] ?? 0, after);
    }
  }
  return highest;
}
