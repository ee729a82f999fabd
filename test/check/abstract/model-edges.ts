import type { Abstraction } from "../../../src/check/abstract/derive-model.ts";
import { holdsIn, type Read, termIn } from "../../../src/check/abstract/evaluate.ts";
import type { Move } from "../../../src/check/abstract/move.ts";
import { layOut } from "../../../src/check/engine/layout.ts";
import { bucketNumber, indexByLocation } from "../../../src/check/engine/location-index.ts";

/** A command of a model that is possible in a state. */
export interface Edge {
  /** Its position in the model. */
  readonly number: number;
  readonly name: string;
  readonly move: Move;
  /** The state that it leads to, and the text of that. */
  readonly after: readonly number[];
  readonly target: string;
}

/** Gives the edges of a model that leave a state. */
export function modelEdges(abstraction: Abstraction): (values: readonly number[]) => readonly Edge[] {
  const { model, moves } = abstraction;
  const places = new Map(model.fields.map(({ name }, place) => [name, place]));
  const possible = possibleCommands(abstraction);
  return (values) => {
    const read: Read = (name) => values[places.get(name) ?? -1] ?? 0;
    return possible(read).flatMap((number) => {
      const [command, move] = [model.commands[number], moves[number]];
      if (command === undefined || move === undefined) return [];
      const after = [...values];
      for (const { field, value } of command.updates) after[places.get(field) ?? -1] = termIn(value, read);
      return [{ number, name: command.name, move, after, target: keyOf(after) }];
    });
  };
}

/** A state as a text that no other state has: no field has as many values as there are characters. */
export function keyOf(values: readonly number[]): string {
  return String.fromCharCode(...values);
}

/** Gives the positions of the commands whose guards hold. */
function possibleCommands({ model }: Abstraction): (read: Read) => readonly number[] {
  const { locations, families } = indexByLocation(model, layOut(model));
  const fields = locations.map(({ field }) => field);
  return (read) =>
    families.flatMap(({ fixes, buckets }) => {
      const fixed = fixes.flatMap((position) => fields[position] ?? []);
      const values = fixed.map(({ name }) => read(name));
      const sizes = fixed.map(({ size }) => size);
      const commands = buckets[bucketNumber(values, sizes)] ?? [];
      return commands.flatMap(({ index, guard }) => (holdsIn(guard, read) ? [index] : []));
    });
}
