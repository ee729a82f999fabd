import type { Graph } from "../graph/graph.ts";
import type { Cell, DrawingColor } from "./columns.ts";
import type { DrawnEdge } from "./drawn-edge.ts";
import type { DrawnPlace } from "./drawn-place.ts";

/** What every section of a text drawing is made from. */
export interface TextMaterial {
  readonly graph: Graph;
  readonly edges: readonly DrawnEdge[];
  /** Names that edges lead to and no agent has. */
  readonly unknown: ReadonlySet<string>;
  readonly color: DrawingColor;
}

/** Names a place in a text drawing. */
export function placeCell(place: DrawnPlace, unknown: ReadonlySet<string>): Cell {
  switch (place.kind) {
    case "agent":
      return { text: place.agent, style: unknown.has(place.agent) ? "unknown" : "agent" };
    case "anyAgent":
      return { text: "any agent", style: "faint" };
    case "user":
      return { text: "the user", style: "human" };
    case "end":
      return { text: `the end (${place.outcome})`, style: "title" };
  }
}
