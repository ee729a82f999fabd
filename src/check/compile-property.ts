import { UsageError } from "../errors.ts";
import type { GuardNode } from "../graph/guard.ts";
import { type ParsedGuard, parseGuard } from "../graph/parse-guard.ts";
import type { Abstraction } from "./abstract/derive-model.ts";
import { guardPredicate } from "./abstract/guard-predicate.ts";
import { pendingField, placeField, splitPlace } from "./abstract/layout.ts";
import { isAssumption, type Move } from "./abstract/move.ts";
import { all, any, eq, not, oneOf } from "./engine/build-expression.ts";
import type { Predicate } from "./engine/expression.ts";
import type { Command } from "./engine/model.ts";
import { type Event, eventOf, type Periods, type Property } from "./engine/property.ts";
import type { GraphProperty, Period } from "./graph-property.ts";
import type { EventPattern, StatePattern, StatePlace } from "./pattern.ts";
import { asksModel, hearsSomebody, isBypass, isEvent, type MoveTest, selector } from "./select-moves.ts";
import { refuseMistakes } from "./validate-property.ts";

/** A property of a graph as the engine takes it. */
export function compileProperty(
  abstraction: Abstraction,
  property: Exclude<GraphProperty, { readonly kind: "leaksNot" }>,
): Property {
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
    case "onlyVia":
      return { name, kind: "never", what: movesThat(abstraction, (move) => isBypass(move, property)) };
    case "at":
      return { name, kind: "at", event: event(property.event), holds: state(property.holds) };
    case "before": {
      const { required, per } = property;
      return {
        name,
        kind: "before",
        required: event(required),
        event: event(property.event),
        ...periods(abstraction, { name, per, counted: [required, property.event] }),
      };
    }
    case "atMost":
      return {
        name,
        kind: "atMost",
        count: property.count,
        event: event(property.event),
        ...periods(abstraction, { name, per: property.per, counted: [property.event] }),
      };
    case "worst":
      return {
        name,
        kind: "worst",
        event: event(property.event),
        ...periods(abstraction, { name, per: property.per, counted: [property.event] }),
      };
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
        chosenByNone: assumedMoves(abstraction),
      };
  }
}

/** The moves that are possible where nobody knows better: nobody can bring about that a budget is spent. */
export function assumedMoves({ moves }: Abstraction): readonly number[] {
  return moves.flatMap(({ assumes }, index) => (isAssumption(assumes) ? [index] : []));
}

/** The guards that a property asks about variables with: the finite variables must keep their answers apart. */
export function propertyGuards(property: GraphProperty): readonly GuardNode[] {
  return Object.values(property).flatMap((part: unknown) => guardsIn(part));
}

/** The transitions that are such an event. */
function eventSet(abstraction: Abstraction, pattern: EventPattern, property: string): Event {
  const { when, ...rest } = pattern;
  const selected = movesThat(abstraction, selector(rest as EventPattern, property), rest as EventPattern); // without its condition
  return when === undefined ? selected : { ...selected, when: statePredicate(abstraction, when) };
}

function movesThat({ moves }: Abstraction, selects: MoveTest, pattern?: EventPattern): Event {
  const commands = candidates(moves, pattern).filter((index) => {
    const move = moves[index];
    return move !== undefined && selects(move);
  });
  return { kind: "event", commands };
}

/** The moves among which an event is looked for: a large graph is asked about each of its edges. */
function candidates(moves: readonly Move[], pattern: EventPattern = { says: true }): readonly number[] {
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
export function statePredicate(abstraction: Abstraction, pattern: StatePattern): Predicate {
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

/** What a property counts in which periods, and its name. */
interface Counting {
  readonly name: string;
  readonly per: Period;
  readonly counted: readonly EventPattern[];
}

/**
 * Where the periods of a property begin and end. An exchange begins where the machine renews its budgets: a message is
 * heard, not only staged. What was staged is heard with another move, such as a handoff: that one still belongs to the
 * exchange before, unless it is asked for as a question to the model, which hears the message.
 */
function periods(abstraction: Abstraction, { name, per, counted }: Counting): Periods {
  if (per === "session") return {};
  if (per !== "exchange") return { reset: eventSet(abstraction, per, name) };
  const { model } = abstraction;
  const heard = movesThat(abstraction, hearsSomebody);
  const delivered = eventOf(
    model,
    (command, index) => !heard.commands.includes(index) && delivers(command),
    eq("staged", 1),
  );
  if (!counted.some(asksModel)) return { reset: heard, until: delivered };
  return { reset: { ...heard, or: delivered } };
}

/** Whether what was staged, if something was, enters the conversation. */
function delivers({ updates }: Command): boolean {
  const delivery = updates.find(({ field }) => field === "staged");
  return delivery !== undefined && !(delivery.value.kind === "constant" && delivery.value.value === 1);
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
