import { UsageError } from "../../errors.ts";
import { validateLabels } from "./check-refines.ts";
import type { Predicate } from "./expression.ts";
import type { Model } from "./model.ts";
import type { Event, Property } from "./property.ts";
import { validateExpression } from "./validate-model.ts";

/**
 * Judges properties before anything is explored: none is dropped silently.
 *
 * @throws {@link UsageError} `bad_definition` when two have one name, when one speaks of a field or command that the
 * model has not, or when its kind is not known.
 */
export function validateProperties(model: Model, properties: readonly Property[]): void {
  const names = new Set<string>();
  for (const property of properties) {
    if (names.has(property.name)) refuse(`Two properties are named "${property.name}".`);
    names.add(property.name);
    validateProperty(model, property);
  }
}

function validateProperty(model: Model, property: Property): void {
  const known = new Map(model.fields.map(({ name }) => [name, name]));
  const subject = `Property "${property.name}"`;
  for (const part of partsOf(property).flatMap(alternatives)) {
    if (part?.kind === "event") {
      const odd = part.commands.find((command) => model.commands[command] === undefined);
      if (odd !== undefined) refuse(`${subject} speaks of command ${odd}; there are ${model.commands.length}.`);
    }
    const condition = part?.kind === "event" ? part.when : part;
    if (condition !== undefined) validateExpression(condition, known, subject);
  }
  if (property.kind === "refines") validateLabels(model.commands.length, property);
  if (property.kind === "atMost" && !(Number.isInteger(property.count) && property.count >= 0)) {
    refuse(`${subject} has the count ${property.count}.`);
  }
}

/** What is said, and the events that it may be instead. */
function alternatives(part: Predicate | Event | undefined): readonly (Predicate | Event | undefined)[] {
  return part?.kind === "event" && part.or !== undefined ? [part, ...alternatives(part.or)] : [part];
}

/** All that a property says about states and transitions. */
function partsOf(property: Property): readonly (Predicate | Event | undefined)[] {
  switch (property.kind) {
    case "always":
      return [property.holds];
    case "never":
    case "reachable":
      return [property.what];
    case "at":
      return [property.event, property.holds];
    case "before":
      return [property.required, property.event, property.reset, property.until];
    case "atMost":
    case "worst":
      return [property.event, property.reset, property.until];
    case "leadsTo":
      return [property.trigger, property.response];
    case "eventually":
      return [property.response];
    case "canAlways":
    case "canForce":
      return [property.goal];
    case "refines":
      return [];
    default:
      return unknownKind(property);
  }
}

/** The compiler sees to it that each kind is judged; a caller without it learns of the mistake here. */
function unknownKind(property: never): never {
  refuse(`A property is of an unknown kind: ${JSON.stringify(property)}.`);
}

function refuse(message: string): never {
  throw new UsageError("bad_definition", { message });
}
