import { InternalError } from "../../errors.ts";
import type { Meter } from "./budget.ts";
import { scanOf } from "./closures.ts";
import type { Exploration } from "./exploration.ts";
import type { Predicate } from "./expression.ts";
import type { Scan } from "./program.ts";
import type { Event } from "./property.ts";
import type { Rules } from "./rules.ts";
import { generateScan } from "./scan-generated.ts";
import type { RecordedEdges } from "./store.ts";

/** What a property is judged on. */
export interface Analysis {
  readonly exploration: Exploration;
  readonly rules: Rules;
  readonly meter: Meter;
  readonly codegen: boolean;
}

/** Judges states in the order of their discovery. */
function scanFor({ exploration, codegen }: Analysis, predicate: Predicate): Scan {
  const { layout } = exploration.program;
  return (codegen ? generateScan(predicate, layout) : null) ?? scanOf(predicate, layout);
}

/** The first state for which a predicate holds, or -1. */
export function firstState(analysis: Analysis, predicate: Predicate): number {
  const { exploration, rules } = analysis;
  const { arena } = exploration.store;
  const scan = scanFor(analysis, predicate);
  if (rules.firstIsKept) return scan(arena, 0, exploration.states);
  let last = -1;
  for (let at = scan(arena, 0, exploration.states); at !== -1; at = scan(arena, at + 1, exploration.states)) last = at;
  return last;
}

/** By state: 1 where a predicate holds. */
export function markStates(analysis: Analysis, predicate: Predicate): Uint8Array {
  const { states, store } = analysis.exploration;
  const marks = new Uint8Array(states);
  const scan = scanFor(analysis, predicate);
  for (let at = scan(store.arena, 0, states); at !== -1; at = scan(store.arena, at + 1, states)) marks[at] = 1;
  return marks;
}

/** By command: 1 where some event has it. */
export function markCommands({ exploration }: Analysis, events: readonly (Event | undefined)[]): Uint8Array {
  const marks = new Uint8Array(exploration.program.model.commands.length);
  for (const event of events) {
    for (let part = event; part !== undefined; part = part.or) for (const command of part.commands) marks[command] = 1;
  }
  return marks;
}

/** Whether a transition belongs to an event. */
export type EventTest = (state: number, command: number) => boolean;

/** Makes an event a test of transitions; no event is one that never occurs. */
export function eventTest(analysis: Analysis, event: Event | undefined): EventTest {
  if (event === undefined) return () => false;
  const { or, ...first } = event;
  if (or !== undefined) {
    const [one, other] = [eventTest(analysis, first), eventTest(analysis, or)];
    return (state, command) => one(state, command) || other(state, command);
  }
  const members = markCommands(analysis, [event]);
  if (event.when === undefined) return (_, command) => members[command] === 1;
  const when = markStates(analysis, event.when);
  return (state, command) => members[command] === 1 && when[state] === 1;
}

/** The recorded transitions of an exploration that was asked for them. */
export function edgesOf({ exploration }: Analysis): RecordedEdges {
  const { recorded } = exploration.store;
  if (recorded === null) throw new InternalError("The transitions were not recorded.");
  return recorded;
}

/** A transition, by the state that it leaves and its position among the recorded ones. */
export interface Edge {
  readonly state: number;
  readonly edge: number;
}

/** The first transition that passes the test, in the order of discovery of the states that they leave; or null. */
export function firstEdge(analysis: Analysis, test: EventTest): Edge | null {
  const { starts, commands } = edgesOf(analysis);
  let found: Edge | null = null;
  for (let state = 0; state < analysis.exploration.expanded; state++) {
    for (let edge = starts[state] ?? 0; edge < (starts[state + 1] ?? 0); edge++) {
      if (!test(state, commands[edge] ?? 0)) continue;
      found = { state, edge };
      if (analysis.rules.firstIsKept) return found;
    }
  }
  return found;
}
