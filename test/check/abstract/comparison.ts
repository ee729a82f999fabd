import { moveOfStep, type RealStep } from "../../../src/audit/move-of-step.ts";
import type { Abstraction } from "../../../src/check/abstract/derive-model.ts";
import { eventOf } from "../../../src/check/abstract/event-of.ts";
import { isAssumption } from "../../../src/check/abstract/move.ts";
import { stateOf } from "../../../src/check/abstract/state-of.ts";
import type { Graph } from "../../../src/graph/graph.ts";
import { compileGraph, type HandoffMachine } from "../../../src/machine/compile-graph.ts";
import type { MachineEvent } from "../../../src/machine/event.ts";
import { stateName } from "../../../src/machine/state.ts";
import { createStepper, type SessionSnapshot } from "../../../src/machine/step.ts";
import { type Edge, keyOf, modelEdges } from "./model-edges.ts";
import { factsOf } from "./move-facts.ts";
import { createWorld } from "./possible-events.ts";
import { readingsOf } from "./readings.ts";

/*
 * The model of a graph beside its machine. In a state they agree when
 *
 * C1 each move of the model, made an event, is a step of the machine that leads to the same state, and is the same move;
 * C2 each event that the machine takes, of all that the world could send, is a move of the model that leads to the same
 *    state; or it leaves the state as it was, and no property can ask for it;
 * C3 all questions about the state have one answer.
 *
 * What the fields leave open (a spent budget that is not counted, an end on the session) the model assumes either way, and
 * the machine knows: no event is made of such a move, and where the machine does as it says, C1 and C2 take it.
 */

/** A state of the model, and a session of the real machine that is in it. */
export interface Spot {
  readonly values: readonly number[];
  readonly snapshot: SessionSnapshot;
}

/** How much was compared. */
export interface Counts {
  /** Moves of the model that were made events (C1). */
  moves: number;
  /** Events that the machine took (C2). */
  events: number;
  /** The changes of the table that were among them. */
  readonly changes: Set<string>;
}

/** The two machines of a graph, side by side. */
export interface Comparison {
  readonly start: Spot;
  readonly counts: Counts;
  /** Compares the two in a spot; where they agree, gives the spots that lie one move on. */
  compare(spot: Spot): readonly Spot[];
}

/** How much is looked at. */
export interface Thoroughness {
  /** In one of so many states C2 is looked at, in all others only C1 and C3; 1 looks at all of it everywhere. */
  readonly oneIn: number;
}

/** Puts the model of a graph beside its machine. */
export function createComparison(graph: Graph, abstraction: Abstraction, { oneIn }: Thoroughness): Comparison {
  const { model, moves, layout } = abstraction;
  const machine = compileGraph(graph);
  const stepper = createStepper(machine);
  const takes = typesTaken(machine);
  const worldAt = createWorld(graph, layout.parallelCalls);
  const compareReadings = readingsOf(abstraction);
  const edgesAt = modelEdges(abstraction);
  const facts = moves.map((move) => factsOf(graph, move));
  const counts: Counts = { moves: 0, events: 0, changes: new Set() };
  let compared = 0;
  return { start: { values: model.fields.map(({ initial }) => initial), snapshot: stepper.initial }, counts, compare };

  function compare(spot: Spot): readonly Spot[] {
    compareReadings(spot);
    const edges = edgesAt(spot.values);
    const found = edges.filter(({ move }) => !isAssumption(move.assumes)).flatMap((edge) => follow(spot, edge, edges));
    if (compared++ % oneIn === 0) compareEvents(spot, edges);
    return found;
  }

  /** C1 */
  function follow({ values, snapshot }: Spot, edge: Edge, edges: readonly Edge[]): readonly Spot[] {
    const { number, name, move, after, target } = edge;
    counts.moves++;
    counts.changes.add(move.change);
    const event = eventOf(layout, move, { snapshot, at: 1 });
    const step = judged({ before: snapshot, event, after: stepper.step(snapshot, event).snapshot });
    if (step.target !== target) {
      const isAssumed = (other: Edge): boolean => isAssumption(other.move.assumes) && other.target === step.target;
      if (step.found !== null && edges.some(isAssumed)) return [{ values: step.found, snapshot: step.after }];
      throw new Error(`${name} ${facts[number]} ${told(values)}: ${differences(after, step.found)}\n${json(event)}`);
    }
    if (step.facts !== facts[number]) throw new Error(`${name}: model ${facts[number]}, machine ${step.facts}`);
    return [{ values: after, snapshot: step.after }];
  }

  /** C2 */
  function compareEvents({ values, snapshot }: Spot, edges: readonly Edge[]): void {
    const known = new Set(edges.map(({ number, target }) => `${facts[number]} ${target}`));
    const here = keyOf(values);
    const types = takes(snapshot);
    for (const event of worldAt(snapshot)) {
      if (!types.includes(event.type)) continue;
      const { snapshot: after } = stepper.step(snapshot, event);
      if (after === snapshot) continue; // it was dropped
      const step = judged({ before: snapshot, event, after });
      counts.events++;
      counts.changes.add(step.change);
      if (known.has(`${step.facts} ${step.target}`)) continue;
      if (step.target === here && idleChanges.includes(step.change)) continue;
      throw new Error(`no move ${step.facts} ${told(values)}: ${differences(values, step.found)}\n${json(event)}`);
    }
  }

  function judged(step: RealStep): Judged {
    const found = stateOf(abstraction, step.after);
    const move = moveOfStep(graph, step);
    return {
      after: step.after,
      found,
      target: found === null ? null : keyOf(found),
      facts: move === null ? "none" : factsOf(graph, move),
      change: move?.change ?? "none",
    };
  }

  function told(values: readonly number[]): string {
    return `at ${model.fields.map(({ name }, place) => `${name}=${valueAt(values, place)}`).join(" ")}`;
  }

  function differences(one: readonly number[], other: readonly number[] | null): string {
    if (other === null) return "a state that the model does not have";
    const differing = model.fields.flatMap(({ name }, place) =>
      one[place] === other[place] ? [] : [`${name}: ${valueAt(one, place)}, machine ${valueAt(other, place)}`],
    );
    return differing.join("; ");
  }

  function valueAt(values: readonly number[], place: number): string | number {
    const value = values[place] ?? 0;
    return model.fields[place]?.values?.[value] ?? value;
  }
}

/** What the machine did with an event, in the terms of the model. */
interface Judged {
  readonly after: SessionSnapshot;
  /** The state that it led to, and the text of that; `null` where the model has none for it. */
  readonly found: readonly number[] | null;
  readonly target: string | null;
  readonly facts: string;
  readonly change: string;
}

/**
 * The changes that may leave the state as it was: the same is asked again, one more message waits, an operator speaks where
 * no budget begins anew with that. That somebody speaks while a message waits is said by `check/chatter.ts`.
 */
export const idleChanges: readonly string[] = ["retry", "reask", "rerun", "continue", "stage", "hearOperator"];

/** Gives the types of events for which XState has transitions where a session is: all others it drops unread. */
function typesTaken({ states }: HandoffMachine): (snapshot: SessionSnapshot) => readonly string[] {
  return ({ value }) => {
    const state = stateName(value);
    if (typeof state === "string") return states[state]?.ownEvents ?? [];
    const agent = states[state.agent];
    return [...(agent?.ownEvents ?? []), ...(agent?.states[state.inner]?.ownEvents ?? [])];
  };
}

function json(event: MachineEvent): string {
  return JSON.stringify(event);
}
