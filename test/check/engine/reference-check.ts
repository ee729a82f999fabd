import type { Predicate } from "../../../src/check/engine/expression.ts";
import type { Owner } from "../../../src/check/engine/model.ts";
import type { Event, Fairness, Game, Property, Refinement } from "../../../src/check/engine/property.ts";
import type { Verdict } from "../../../src/check/engine/result.ts";
import { exploreNaively, holdsIn, reach, type Space, shortestHit, statesWhere, type Transition } from "./reference.ts";

/** What the reference says about a property. */
export interface Opinion {
  readonly verdict: Verdict;
  /** The length of a shortest evidence; of a lasso, of its prefix. Null where there is none, or it is not known. */
  readonly length: number | null;
  readonly supremum?: number | "unbounded";
  readonly doomed?: number;
}

export function judgeNaively(space: Space, property: Property): Opinion {
  switch (property.kind) {
    case "always":
      return violatedBy(
        firstOf(space, (state) => !holdsIn(property.holds, state)),
        "holds",
      );
    case "never":
      return violatedBy(firstOccurrence(space, property.what), "holds");
    case "reachable": {
      const length = firstOccurrence(space, property.what);
      return { verdict: length === null ? "violated" : "holds", length };
    }
    case "at": {
      const held = statesWhere(space, property.holds);
      const bad = firstTransition(space, (way) => occurs(space, property.event, way) && !held.has(way.from));
      return violatedBy(bad, firstOccurrence(space, property.event) === null ? "vacuous" : "holds");
    }
    case "before": {
      const length = shortestHit(space, false, (seen, way) => {
        const before = seen && !occurs(space, property.reset, way);
        if (!before && occurs(space, property.event, way)) return "hit";
        return (before || occurs(space, property.required, way)) && !occurs(space, property.until, way);
      });
      return violatedBy(length, firstOccurrence(space, property.event) === null ? "vacuous" : "holds");
    }
    case "atMost":
      return violatedBy(
        shortestCount(space, property, property.count + 1),
        firstOccurrence(space, property.event) === null ? "vacuous" : "holds",
      );
    case "worst":
      return judgeWorst(space, property);
    case "leadsTo": {
      const trigger = statesWhere(space, property.trigger);
      const length = shortestLasso(space, { ...property, trigger });
      return violatedBy(length, trigger.size === 0 ? "vacuous" : "holds");
    }
    case "eventually":
      return violatedBy(shortestLasso(space, { ...property, trigger: null }), "holds");
    case "canAlways": {
      const saved = savedNaively(space, property.goal, property.chosenByNone);
      const doomed = [...space.states.keys()].filter((state) => !saved.has(state));
      return { ...violatedBy(nearest(space, doomed), "holds"), doomed: doomed.length };
    }
    case "canForce": {
      const won = wonNaively(space, property.goal, property);
      return violatedBy(
        nearest(
          space,
          [...space.states.keys()].filter((state) => !won.has(state)),
        ),
        "holds",
      );
    }
    case "refines":
      return judgeRefinement(space, property);
  }
}

export function occurs(space: Space, event: Event | undefined, { from, command }: Transition): boolean {
  if (!event?.commands.includes(command)) return false;
  return event.when === undefined || holdsIn(event.when, space.states[from] ?? {});
}

function violatedBy(length: number | null, otherwise: Verdict): Opinion {
  return { verdict: length === null ? otherwise : "violated", length };
}

function nearest(space: Space, states: readonly number[]): number | null {
  return states.length === 0 ? null : Math.min(...states.map((state) => space.depths[state] ?? 0));
}

function firstOf(space: Space, test: (state: Space["states"][number]) => boolean): number | null {
  return nearest(
    space,
    [...space.states.keys()].filter((number) => test(space.states[number] ?? {})),
  );
}

function firstTransition(space: Space, test: (transition: Transition) => boolean): number | null {
  const length = nearest(
    space,
    space.transitions.filter(test).map(({ from }) => from),
  );
  return length === null ? null : length + 1;
}

function firstOccurrence(space: Space, what: Predicate | Event): number | null {
  return what.kind === "event"
    ? firstTransition(space, (way) => occurs(space, what, way))
    : firstOf(space, (state) => holdsIn(what, state));
}

interface Counted {
  readonly event: Event;
  readonly reset?: Event;
  readonly until?: Event;
}

function shortestCount(space: Space, { event, reset, until }: Counted, wanted: number): number | null {
  return shortestHit(space, 0, (count, way) => {
    const next = (occurs(space, reset, way) ? 0 : count) + (occurs(space, event, way) ? 1 : 0);
    return next >= wanted ? "hit" : occurs(space, until, way) ? 0 : next;
  });
}

function judgeWorst(space: Space, counted: Counted): Opinion {
  // Longer than any path without a repeated state: what still grows then, grows for ever.
  const enough = space.states.length + 2;
  const most = space.states.map((_, state): number => (state === 0 ? 0 : -1));
  let last = 0;
  for (let changed = true; changed && Math.max(...most) < enough; ) {
    changed = false;
    for (const way of space.transitions) {
      const before = most[way.from] ?? -1;
      if (before === -1) continue;
      const count = (occurs(space, counted.reset, way) ? 0 : before) + (occurs(space, counted.event, way) ? 1 : 0);
      last = Math.max(last, count);
      const after = occurs(space, counted.until, way) ? 0 : count;
      if (after <= (most[way.to] ?? -1)) continue;
      most[way.to] = after;
      changed = true;
    }
  }
  const supremum = Math.max(last, ...most);
  if (supremum >= enough) return { verdict: "violated", length: null, supremum: "unbounded" };
  if (supremum === 0) return { verdict: "vacuous", length: null, supremum };
  return { verdict: "holds", length: shortestCount(space, counted, supremum), supremum };
}

interface Awaited extends Fairness {
  readonly trigger: ReadonlySet<number> | null;
  readonly response: Predicate;
}

/** The length of a shortest run to a state in which a fair run may stay for ever while a claim is pending. */
function shortestLasso(space: Space, awaited: Awaited): number | null {
  const { trigger } = awaited;
  const response = statesWhere(space, awaited.response);
  const endless = endlessStates(space, response, awaited);
  const start = !response.has(0) && (trigger === null || trigger.has(0));
  if (start && endless.has(0)) return 0;
  return shortestHit(space, start, (pending, { to }) => {
    const next = !response.has(to) && (pending || trigger?.has(to) === true);
    return next && endless.has(to) ? "hit" : next;
  });
}

/**
 * The states in which a fair run may stay for ever without response. Guesses which strongly fair units are taken for ever;
 * the others must not be enabled. Strongly connected is: each can be reached from each.
 */
function endlessStates(space: Space, response: ReadonlySet<number>, fairness: Fairness): ReadonlySet<number> {
  const strong = unitsOf(space, fairness.strong ?? []);
  const weak = unitsOf(space, fairness.weak ?? []).filter((unit) => !strong.includes(unit));
  const enables = (state: number, unit: string): boolean =>
    (space.leaving[state] ?? []).some(({ command }) => unitOf(space, command) === unit);
  const found = new Set<number>();
  for (let guess = 0; guess < 2 ** strong.length; guess++) {
    const taken = strong.filter((_, number) => (guess >> number) % 2 === 1);
    const silent = strong.filter((unit) => !taken.includes(unit));
    const allowed = new Set(
      [...space.states.keys()].filter((state) => !response.has(state) && !silent.some((unit) => enables(state, unit))),
    );
    const reached = new Map([...allowed].map((state) => [state, reach(space, [state], ({ to }) => allowed.has(to))]));
    for (const state of allowed) {
      const part = new Set([...(reached.get(state) ?? [])].filter((other) => reached.get(other)?.has(state)));
      const inside = space.transitions.filter(({ from, to }) => part.has(from) && part.has(to));
      if (inside.length === 0 && (space.leaving[state] ?? []).length > 0) continue;
      const isTaken = (unit: string): boolean => inside.some(({ command }) => unitOf(space, command) === unit);
      const rests = (unit: string): boolean => [...part].some((other) => !enables(other, unit));
      if (taken.every(isTaken) && weak.every((unit) => isTaken(unit) || rests(unit))) found.add(state);
    }
  }
  return found;
}

function unitsOf(space: Space, owners: readonly Owner[]): readonly string[] {
  const commands = space.model.commands.flatMap(({ owner }, number) => (owners.includes(owner) ? [number] : []));
  return [...new Set(commands.map((command) => unitOf(space, command)))];
}

function unitOf({ model }: Space, command: number): string {
  const { owner, group } = model.commands[command] ?? {};
  return `${owner}/${group}`;
}

/** The states from which some way leads to the goal, and all leads there that nobody chooses. */
export function savedNaively(space: Space, goal: Predicate, chosenByNone: readonly number[] = []): ReadonlySet<number> {
  if (chosenByNone.length === 0) {
    const goals = statesWhere(space, goal);
    const leads = (state: number): boolean => [...reach(space, [state], () => true)].some((one) => goals.has(one));
    return new Set([...space.states.keys()].filter(leads));
  }
  const saved = new Set(statesWhere(space, goal));
  for (let size = -1; size !== saved.size; ) {
    size = saved.size;
    for (const state of space.states.keys()) {
      const ways = space.leaving[state] ?? [];
      const isForced = ({ command }: Transition): boolean => chosenByNone.includes(command);
      const isWay = ways.some((way) => !isForced(way) && saved.has(way.to));
      if (isWay && ways.filter(isForced).every(({ to }) => saved.has(to))) saved.add(state);
    }
  }
  return saved;
}

export function wonNaively(
  space: Space,
  goal: Predicate,
  { owners, diligent = [], chosenByNone = [] }: Game,
): ReadonlySet<number> {
  const won = new Set(statesWhere(space, goal));
  const ownerOf = ({ command }: Transition): Owner | "none" =>
    chosenByNone.includes(command) ? "none" : (space.model.commands[command]?.owner ?? "machine");
  for (let size = -1; size !== won.size; ) {
    size = won.size;
    for (const state of space.states.keys()) {
      const ways = space.leaving[state] ?? [];
      const isOf = (side: readonly Owner[], way: Transition): boolean => side.some((owner) => owner === ownerOf(way));
      const ours = ways.filter((way) => isOf(owners, way));
      const theirs = ways.filter((way) => !isOf(owners, way));
      const moves = ours.some(({ to }) => won.has(to)) || theirs.some((way) => isOf(diligent, way));
      if (moves && theirs.every(({ to }) => won.has(to))) won.add(state);
    }
  }
  return won;
}

function judgeRefinement(space: Space, { old, labels, oldLabels }: Refinement): Opinion {
  const before = exploreNaively(old);
  const close = (states: Iterable<number>): readonly number[] =>
    [...reach(before, states, ({ command }) => oldLabels[command] === null)].sort((one, other) => one - other);
  const length = shortestHit(space, close([0]), (set, { command }) => {
    const label = labels[command];
    if (label === null || label === undefined) return set;
    const after = before.transitions.filter((way) => set.includes(way.from) && oldLabels[way.command] === label);
    return after.length === 0 ? "hit" : close(after.map(({ to }) => to));
  });
  return violatedBy(length, space.transitions.some(({ command }) => labels[command] !== null) ? "holds" : "vacuous");
}
