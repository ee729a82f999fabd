import { UsageError } from "../errors.ts";
import type { GuardNode } from "../graph/guard.ts";
import { type ParsedGuard, parseGuard } from "../graph/parse-guard.ts";
import type { Abstraction } from "./abstract/derive-model.ts";
import { guardPredicate } from "./abstract/guard-predicate.ts";
import { pendingField, placeField, splitPlace } from "./abstract/layout.ts";
import { type Move, stallEvent } from "./abstract/move.ts";
import { all, any, eq, not, oneOf } from "./engine/build-expression.ts";
import type { Predicate } from "./engine/expression.ts";
import type { Event, Property } from "./engine/property.ts";
import type { GraphProperty, Period } from "./graph-property.ts";
import type { EventPattern, StatePattern, StatePlace } from "./pattern.ts";
import { refuseMistakes } from "./validate-property.ts";

/** A property of a graph as the engine takes it. */
export function compileProperty(abstraction: Abstraction, property: GraphProperty): Property {
  refuseMistakes(abstraction.layout, property);
  const { name } = property;
  const state = (pattern: StatePattern): Predicate => statePredicate(abstraction, pattern);
  const event = (pattern: EventPattern): Event => eventSet(abstraction, pattern, name);
  const what = (pattern: EventPattern | StatePattern): Predicate | Event =>
    isEvent(pattern) ? event(pattern) : state(pattern);
  switch (property.kind) {
    case "always":
      return { name, kind: "always", holds: state(property.holds) };
    case "never":
    case "reachable":
      return { name, kind: property.kind, what: what(property.what) };
    case "at":
      return { name, kind: "at", event: event(property.event), holds: state(property.holds) };
    case "before": {
      const { required, per } = property;
      return {
        name,
        kind: "before",
        required: event(required),
        event: event(property.event),
        ...reset(abstraction, per, name),
      };
    }
    case "atMost":
      return {
        name,
        kind: "atMost",
        count: property.count,
        event: event(property.event),
        ...reset(abstraction, property.per, name),
      };
    case "worst":
      return { name, kind: "worst", event: event(property.event), ...reset(abstraction, property.per, name) };
    case "leadsTo": {
      const { kind, trigger, response, ...fairness } = property;
      return { ...fairness, name, kind, trigger: state(trigger), response: state(response) };
    }
    case "eventually": {
      const { kind, response, ...fairness } = property;
      return { ...fairness, name, kind, response: state(response) };
    }
    case "canAlways":
      return { name, kind: "canAlways", goal: state(property.goal) };
    case "canForce":
      return {
        name,
        kind: "canForce",
        owners: property.owners,
        goal: state(property.goal),
        diligent: ["machine", "tool", "model"],
      };
  }
}

/** The guards that a property asks about variables with: the finite variables must keep their answers apart. */
export function propertyGuards(property: GraphProperty): readonly GuardNode[] {
  return Object.values(property).flatMap((part: unknown) => guardsIn(part));
}

/** The transitions that are such an event. */
function eventSet(abstraction: Abstraction, pattern: EventPattern, property: string): Event {
  const { when, ...rest } = pattern;
  const selects = selector(rest as EventPattern, property); // without its condition
  const { moves } = abstraction;
  const commands = candidates(moves, rest as EventPattern).filter((index) => {
    const move = moves[index];
    return move !== undefined && selects(move);
  });
  return when === undefined
    ? { kind: "event", commands }
    : { kind: "event", commands, when: statePredicate(abstraction, when) };
}

/** The moves among which an event is looked for: a large graph is asked about each of its edges. */
function candidates(moves: readonly Move[], pattern: EventPattern): readonly number[] {
  const known = positions.get(moves) ?? positionsOf(moves);
  positions.set(moves, known);
  const change = "handoff" in pattern ? "handOff" : "refused" in pattern ? "refuseHandoff" : "any";
  return known.get(change) ?? [];
}

function positionsOf(moves: readonly Move[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>([["any", [...moves.keys()]]]);
  moves.forEach(({ change }, index) => {
    const list = found.get(change);
    if (list === undefined) found.set(change, [index]);
    else list.push(index);
  });
  return found;
}

const positions = new WeakMap<readonly Move[], ReadonlyMap<string, readonly number[]>>();

/** The states that are like this. */
function statePredicate(abstraction: Abstraction, pattern: StatePattern): Predicate {
  const { layout, pending } = abstraction;
  const { agent, place, variables, outcome } = pattern;
  const places = layout.places.flatMap((name, index) => (isPlace(name, { agent, place }) ? [index] : []));
  const isOpen = pending.texts.flatMap((text, index) => (mentions(text, pattern.pending ?? "") ? [index] : []));
  return all(
    agent === undefined && place === undefined ? all() : oneOf(placeField, places),
    variables === undefined ? all() : guardPredicate(checked(parseGuard(variables)).node, layout.variables),
    pattern.pending === undefined ? all() : oneOf(pendingField, isOpen),
    outcome === undefined
      ? all()
      : oneOf(
          "outcome",
          [layout.outcomes.indexOf(outcome)].filter((index) => index !== -1),
        ),
    ...(pattern.all ?? []).map((part) => statePredicate(abstraction, part)),
    pattern.any === undefined ? all() : any(...pattern.any.map((part) => statePredicate(abstraction, part))),
    pattern.not === undefined ? all() : not(statePredicate(abstraction, pattern.not)),
  );
}

function selector(pattern: EventPattern, property: string): (move: Move) => boolean {
  if ("handoff" in pattern) {
    const { from, to } = pattern.handoff;
    return (move) => move.change === "handOff" && fits(from, move.agent) && fits(to, move.to);
  }
  if ("refused" in pattern) {
    const { from, to } = pattern.refused;
    return (move) => move.change === "refuseHandoff" && fits(from, move.agent) && fits(to, move.call?.name ?? null);
  }
  if ("enters" in pattern) return ({ agent, to }) => to === pattern.enters && agent !== to;
  if ("calls" in pattern) {
    return ({ reply }) => reply?.calls.some(({ kind, name }) => kind === "tool" && name === pattern.calls) === true;
  }
  if ("runs" in pattern) return (move) => isAbout(move, pattern.runs) && move.event.startsWith("tool.");
  if ("returns" in pattern) return (move) => isAbout(move, pattern.returns) && move.event === "tool.returned";
  if ("approves" in pattern) return decision("approval.granted", pattern.approves);
  if ("denies" in pattern) return decision("approval.denied", pattern.denies);
  if ("answers" in pattern) {
    return ({ agent, reply }) =>
      reply?.calls.length === 0 && !reply.rejected && (pattern.answers === true || agent === pattern.answers);
  }
  if ("asksModel" in pattern) {
    return ({ change, to }) => asking.includes(change) && (pattern.asksModel === true || to === pattern.asksModel);
  }
  if ("says" in pattern) return ({ event }) => event === "user.message";
  if ("limit" in pattern) return ({ change }) => change === "halt" || change === "escalate";
  if ("ends" in pattern) {
    return ({ event, to, outcome }) =>
      to === null && event !== stallEvent && (pattern.ends === true || outcome === pattern.ends);
  }
  if ("either" in pattern) {
    const parts = pattern.either.map((part) => selector(part, property));
    return (move) => parts.some((part) => part(move));
  }
  throw new UsageError("bad_option", {
    message: `The property "${property}" speaks of an event that is none: ${JSON.stringify(pattern)}.`,
    hint: "An event is one of handoff, refused, enters, calls, runs, returns, approves, denies, answers, asksModel, says, limit, ends, either.",
  });
}

const asking: readonly string[] = [
  "ask",
  "goOn",
  "hear",
  "hearStaged",
  "handOff",
  "follow",
  "followTrip",
  "escalate",
  "withdraw",
];

function reset(abstraction: Abstraction, per: Period, property: string): { readonly reset?: Event } {
  if (per === "session") return {};
  return { reset: per === "exchange" ? exchangeBegins(abstraction) : eventSet(abstraction, per, property) };
}

/** An exchange begins where the machine renews its budgets: a message is heard, not only staged. */
function exchangeBegins(abstraction: Abstraction): Event {
  const { layout, model } = abstraction;
  const commands = model.commands.flatMap(({ updates }, index) => {
    const delivery = updates.find(({ field }) => field === "staged");
    const isStaging = delivery?.value.kind === "constant" && delivery.value.value === 1;
    return hears(abstraction, index) || (delivery !== undefined && !isStaging) ? [index] : [];
  });
  const hearing = layout.places.flatMap((name, index) => (hearingPlaces.includes(splitPlace(name)[1]) ? [index] : []));
  return { kind: "event", commands, when: any(oneOf(placeField, hearing), eq("staged", 1)) };
}

const hearingPlaces: readonly string[] = ["opened", "awaitingUser", "failed", "awaitingApproval"];

function hears({ moves }: Abstraction, command: number): boolean {
  const change = moves[command]?.change;
  return change === "hear" || change === "withdraw" || change === "hearOperator";
}

function decision(event: string, about: string | { readonly handoffTo: string }): (move: Move) => boolean {
  if (typeof about === "string") return (move) => move.event === event && isAbout(move, about);
  return (move) => move.event === event && move.call?.kind === "handoff" && move.call.name === about.handoffTo;
}

function isAbout({ call }: Move, tool: string): boolean {
  return call?.kind === "tool" && call.name === tool;
}

function fits(wanted: string | undefined, found: string | null): boolean {
  return wanted === undefined || wanted === found;
}

function isPlace(name: string, { agent, place }: Place): boolean {
  const [owner, inner] = splitPlace(name);
  const isAgent = agent === undefined || (owner !== null && listOf(agent).includes(owner));
  return isAgent && (place === undefined || listOf<StatePlace>(place).some((one) => one === inner));
}

interface Place {
  readonly agent: StatePattern["agent"] | undefined;
  readonly place: StatePattern["place"] | undefined;
}

function listOf<Item extends string>(items: Item | readonly Item[]): readonly Item[] {
  return typeof items === "string" ? [items] : items;
}

function mentions(text: string, tool: string): boolean {
  return text.split(", ").some((call) => call === `tool ${tool}` || call.startsWith(`tool ${tool} (`));
}

function isEvent(pattern: EventPattern | StatePattern): pattern is EventPattern {
  return eventKeys.some((key) => key in pattern);
}

const eventKeys = [
  "handoff",
  "refused",
  "enters",
  "calls",
  "runs",
  "returns",
  "approves",
  "denies",
  "answers",
  "asksModel",
  "says",
  "limit",
  "ends",
  "either",
] as const;

function checked(guard: ParsedGuard): ParsedGuard {
  const [mistake] = guard.mistakes;
  if (mistake === undefined) return guard;
  throw new UsageError("bad_option", {
    message: `A property asks for what cannot be asked: ${JSON.stringify(mistake)}.`,
  });
}

/** Guards stand under `variables` in patterns, at any depth. */
function guardsIn(part: unknown): readonly GuardNode[] {
  if (Array.isArray(part)) return part.flatMap(guardsIn);
  if (typeof part !== "object" || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) =>
    key === "variables" ? [checked(parseGuard(value)).node] : guardsIn(value),
  );
}
