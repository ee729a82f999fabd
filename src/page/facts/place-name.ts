import type { DrawnPlace } from "../../draw/drawn-place.ts";

/** Names an end of a way. */
export function placeName(place: DrawnPlace): string {
  switch (place.kind) {
    case "agent":
      return place.agent;
    case "anyAgent":
      return "any agent";
    case "user":
      return "the user";
    case "end":
      return `the end (${place.outcome})`;
  }
}
