import type { Destination } from "../graph/graph.ts";

/** Where a way leads, for messages: `to "billing"`. */
export function destinationText(destination: Destination): string {
  switch (destination.kind) {
    case "agent":
      return `to "${destination.agent}"`;
    case "end":
      return `to the end "${destination.outcome}"`;
    case "user":
      return "to the user";
    case "same":
      return "to itself";
  }
}
