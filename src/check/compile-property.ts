import type { GuardNode } from "../graph/guard.ts";
import type { Abstraction } from "./abstract/derive-model.ts";
import { isAssumption } from "./abstract/move.ts";
import { eq } from "./engine/build-expression.ts";
import type { Predicate } from "./engine/expression.ts";
import type { Command } from "./engine/model.ts";
import { type Event, eventOf, type Periods, type Property } from "./engine/property.ts";
import type { GraphProperty, Period } from "./graph-property.ts";
import { movesThat } from "./moves-that.ts";
import type { EventPattern, StatePattern } from "./pattern.ts";
import { asksModel, hearsSomebody, isBypass, isEvent, selector } from "./select-moves.ts";
import { askedGuard, statePredicate } from "./state-predicate.ts";

/** A property of a graph as the engine takes it. */
export function compileProperty(
  abstraction: Abstraction,
  property: Exclude<GraphProperty, { readonly kind: "leaksNot" }>,
): Property {
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

/** Guards stand under `variables` in patterns, at any depth. */
function guardsIn(part: unknown): readonly GuardNode[] {
  if (Array.isArray(part)) return part.flatMap(guardsIn);
  if (typeof part !== "object" || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => (key === "variables" ? [askedGuard(value)] : guardsIn(value)));
}
