import type { Values } from "../engine/exploration.ts";
import type { Abstraction } from "./derive-model.ts";
import { variableField } from "./guard-predicate.ts";
import { pendingField, placeField, splitPlace } from "./layout.ts";
import type { Pending } from "./pending.ts";

/** The value of a field in a state; 0 for one that the graph does not have. */
export function fieldValue({ positions }: Abstraction, name: string, state: Values): number {
  return state[positions.get(name) ?? -1] ?? 0;
}

/** The agent that has the conversation in a state, or `null`, and where it stands. */
export function placeIn(abstraction: Abstraction, state: Values): readonly [agent: string | null, inner: string] {
  return splitPlace(abstraction.layout.places[fieldValue(abstraction, placeField, state)] ?? "");
}

/** The calls that are open in a state. */
export function pendingIn(abstraction: Abstraction, state: Values): Pending {
  return abstraction.pending.at(fieldValue(abstraction, pendingField, state));
}

/** The values of the variables in a state, one for each class that nobody can tell apart. */
export function variablesIn(abstraction: Abstraction, state: Values): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(abstraction.layout.variables).map(([name, values]) => [
      name,
      values[fieldValue(abstraction, variableField(name), state)],
    ]),
  );
}
