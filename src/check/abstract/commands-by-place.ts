import { conjunctsOf } from "../engine/expression.ts";
import type { Command } from "../engine/model.ts";
import type { Abstraction } from "./derive-model.ts";
import { placeField } from "./layout.ts";

/** Gives the positions of the commands that are possible in a place, in the order of the model. */
export function commandsByPlace({ model, layout }: Abstraction): (place: number) => readonly number[] {
  const byPlace = layout.places.map((): number[] => []);
  for (const [index, command] of model.commands.entries()) {
    const place = placeOfCommand(command);
    if (place === null) for (const list of byPlace) list.push(index);
    else byPlace[place]?.push(index);
  }
  return (place) => byPlace[place] ?? [];
}

/** Every command names its place at the top of its guard. */
function placeOfCommand({ guard }: Command): number | null {
  for (const part of conjunctsOf(guard)) {
    if (part.kind !== "equal" || part.left.kind !== "field" || part.left.field !== placeField) continue;
    if (part.right.kind === "constant") return part.right.value;
  }
  return null;
}
