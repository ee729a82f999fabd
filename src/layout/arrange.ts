import type { Layout, PlacedPicture } from "../draw/placed-picture.ts";
import { type Direction, elkGraph } from "./elk-graph.ts";
import type { Elk } from "./elk-json.ts";
import { placedFromElk } from "./placed-from-elk.ts";

/** Downwards, as one reads; what becomes very broad so is laid out to the right as well, and the better shape taken. */
export function arrange(elk: Elk): Layout {
  return async (picture) => {
    const laidOut = async (direction: Direction): Promise<PlacedPicture> =>
      placedFromElk(picture, await elk(elkGraph(picture, direction)));
    const down = await laidOut("DOWN");
    if (down.width <= down.height * broad) return down;
    const right = await laidOut("RIGHT");
    return oddity(right) < oddity(down) ? right : down;
  };
}

const broad = 2;

/** How far a drawing is from the shape of a screen. */
function oddity({ width, height }: PlacedPicture): number {
  return Math.abs(Math.log(width / height / 1.4));
}
