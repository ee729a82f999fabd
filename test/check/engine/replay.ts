import type { Model, Owner } from "../../../src/check/engine/model.ts";
import type { Event, Fairness, Periods, Property } from "../../../src/check/engine/property.ts";
import type { Evidence, PropertyResult } from "../../../src/check/engine/result.ts";
import {
  holdsIn,
  initialState,
  type Space,
  statesWhere,
  successor,
  type Transition,
  type Valuation,
} from "./reference.ts";
import { occurs, savedNaively, wonNaively } from "./reference-check.ts";

/** A run of evidence in the terms of the reference. */
interface Run {
  readonly space: Space;
  /** One more than there are steps. */
  readonly states: readonly number[];
  readonly ways: readonly Transition[];
  readonly evidence: Evidence;
}

/** Tells what is wrong with a piece of evidence: the steps are no run of the model, or do not show the verdict. */
export function mistakeIn(space: Space, property: Property, result: PropertyResult): string | null {
  const { evidence } = result;
  if (evidence === null) return null;
  const run = replay(space, evidence);
  if (typeof run === "string") return run;
  return shows(run, property, result) ? null : `The run does not show that ${property.kind} is ${result.verdict}.`;
}

function replay(space: Space, evidence: Evidence): Run | string {
  const { model } = space;
  const numbers = new Map(space.states.map((state, number) => [JSON.stringify(state), number]));
  let state = initialState(model);
  if (!isState(model, evidence.initial, state)) return "The run does not begin with the initial state.";
  const states = [0];
  const ways: Transition[] = [];
  for (const { command, before, after } of evidence.steps) {
    const definition = model.commands[command];
    if (definition === undefined || !holdsIn(definition.guard, state)) return `Command ${command} is not enabled.`;
    if (!isState(model, before, state)) return "A step does not begin where the one before ended.";
    state = successor(definition, state);
    if (!isState(model, after, state)) return `Command ${command} has other updates.`;
    const to = numbers.get(JSON.stringify(state)) ?? -1;
    ways.push({ from: states.at(-1) ?? 0, command, to });
    states.push(to);
  }
  return { space, states, ways, evidence };
}

function isState({ fields }: Model, values: readonly number[], state: Valuation): boolean {
  return fields.every(({ name }, index) => values[index] === state[name]);
}

function shows(run: Run, property: Property, { finding, verdict }: PropertyResult): boolean {
  const { space, states, ways, evidence } = run;
  const last = space.states[states.at(-1) ?? 0] ?? {};
  const lastWay = ways.at(-1);
  const isLast = (event: Parameters<typeof occurs>[1]): boolean =>
    lastWay !== undefined && occurs(space, event, lastWay);
  switch (property.kind) {
    case "always":
      return !holdsIn(property.holds, last);
    case "never":
    case "reachable":
      return property.what.kind === "event" ? isLast(property.what) : holdsIn(property.what, last);
    case "at":
      return isLast(property.event) && !holdsIn(property.holds, space.states[lastWay?.from ?? 0] ?? {});
    case "before": {
      const reset = ways.findLastIndex((way) => occurs(space, property.reset, way));
      const ended = ways.slice(0, -1).findLastIndex((way) => occurs(space, property.until, way));
      const earlier = ways
        .slice(Math.max(reset, ended + 1, 0), -1)
        .some((way) => occurs(space, property.required, way));
      return isLast(property.event) && !earlier;
    }
    case "atMost":
      return isLast(property.event) && countIn(run, property) === property.count + 1;
    case "worst":
      if (finding?.kind !== "supremum") return false;
      if (finding.value !== "unbounded") return verdict === "holds" && countIn(run, property) === finding.value;
      return (
        closes(run) &&
        loop(run).some((way) => occurs(space, property.event, way)) &&
        !loop(run).some((way) => occurs(space, property.reset, way) || occurs(space, property.until, way))
      );
    case "leadsTo": {
      const trigger = statesWhere(space, property.trigger);
      const raised = states.findLastIndex((state) => trigger.has(state));
      return (
        raised !== -1 && staysWithout(run, property, states.slice(firstPending(run, property))) && isFair(run, property)
      );
    }
    case "eventually":
      return staysWithout(run, property, states) && isFair(run, property);
    case "canAlways": {
      const goal = statesWhere(space, property.goal);
      const isTrapped = !savedNaively(space, property.goal, property.chosenByNone).has(states.at(-1) ?? 0);
      const left = states.some((state) => goal.has(state));
      return isTrapped && finding?.kind === "trap" && finding.leftForGood === left;
    }
    case "canForce":
      return finding?.kind === "strategy" && defeats(run, property, finding.moves);
    case "refines":
      return lastWay !== undefined && property.labels[lastWay.command] !== null && evidence.loopStart === null;
  }
}

/** The occurrences in the last period, which are the marks. */
function countIn({ space, ways, evidence }: Run, { event, reset, until }: Periods & { readonly event: Event }): number {
  const ended = ways.slice(0, -1).findLastIndex((way) => occurs(space, until, way));
  const begin = Math.max(
    ways.findLastIndex((way) => occurs(space, reset, way)),
    ended + 1,
  );
  const positions = ways.flatMap((way, index) => (index >= begin && occurs(space, event, way) ? [index] : []));
  return JSON.stringify(positions) === JSON.stringify(evidence.marks) ? positions.length : Number.NaN;
}

function loop({ ways, evidence }: Run): readonly Transition[] {
  return evidence.loopStart === null ? [] : ways.slice(evidence.loopStart);
}

/** Whether the run is a lasso: a cycle, or a dead end that repeats. */
function closes(run: Run): boolean {
  const { space, states, evidence } = run;
  if (evidence.loopStart === null) return false;
  const end = states.at(-1) ?? 0;
  return loop(run).length === 0 ? space.leaving[end]?.length === 0 : states[evidence.loopStart] === end;
}

/** The position of the last trigger at or before which no response follows any more. */
function firstPending({ space, states }: Run, property: Extract<Property, { kind: "leadsTo" }>): number {
  const response = statesWhere(space, property.response);
  const trigger = statesWhere(space, property.trigger);
  const settled = states.findLastIndex((state) => response.has(state));
  const raised = states.findIndex((state, position) => position > settled && trigger.has(state));
  return raised === -1 ? 0 : raised;
}

function staysWithout(
  run: Run,
  { response }: { response: Extract<Property, { kind: "eventually" }>["response"] },
  states: readonly number[],
): boolean {
  const settles = statesWhere(run.space, response);
  return closes(run) && states.length > 0 && !states.some((state) => settles.has(state));
}

function isFair(run: Run, { weak = [], strong = [] }: Fairness): boolean {
  const { model, leaving } = run.space;
  const cycle = loop(run);
  return model.commands.every(({ owner, group }) => {
    const isUnit = ({ command }: Transition): boolean =>
      model.commands[command]?.owner === owner && model.commands[command]?.group === group;
    const enabled = cycle.filter(({ from }) => leaving[from]?.some(isUnit)).length;
    if (cycle.some(isUnit)) return true;
    if (strong.includes(owner)) return enabled === 0;
    return !weak.includes(owner) || cycle.length === 0 || enabled < cycle.length;
  });
}

/** Whether the adversary's strategy keeps the goal away, whatever the owners do. */
function defeats(
  { space, states }: Run,
  property: Extract<Property, { kind: "canForce" }>,
  moves: readonly { readonly state: readonly number[]; readonly command: number | null }[],
): boolean {
  const { model } = space;
  const won = wonNaively(space, property.goal, property);
  const goal = statesWhere(space, property.goal);
  const planned = new Map(moves.map(({ state, command }) => [JSON.stringify(state), command]));
  const keyOf = (state: number): string => JSON.stringify(model.fields.map(({ name }) => space.states[state]?.[name]));
  const isOf = (owners: readonly Owner[], { command }: Transition): boolean =>
    property.chosenByNone?.includes(command) !== true &&
    owners.some((owner) => owner === model.commands[command]?.owner);
  const ownersMove = (way: Transition): boolean => isOf(property.owners, way);
  const isDiligent = (way: Transition): boolean => isOf(property.diligent ?? [], way);
  const play = new Set([states.at(-1) ?? 0]);
  for (const state of play) {
    const command = planned.get(keyOf(state));
    const leaving = space.leaving[state] ?? [];
    if (command === undefined || goal.has(state) || won.has(state)) return false;
    if (command === null && leaving.some((way) => !ownersMove(way) && isDiligent(way))) return false;
    const next = command === null ? leaving.filter(ownersMove) : leaving.filter((way) => way.command === command);
    if (command !== null && next.some(ownersMove)) return false;
    for (const { to } of next) play.add(to);
  }
  return true;
}
