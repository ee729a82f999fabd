import type { Graph } from "../../graph/graph.ts";
import type { JsonValue } from "../../json.ts";
import type { Style } from "../screen.ts";

/** A line of a transcript beside what agents say: styled text, and a value that is cut to the room that is left. */
export interface FactLine {
  readonly text: string;
  readonly value?: JsonValue;
}

/** What fact lines are written with. */
export interface FactWriter {
  readonly graph: Graph;
  readonly paint: (style: Style, text: string) => string;
  /** An agent's name in its colour. */
  readonly nameOf: (agent: string) => string;
  /** Whether something of the answer under way has been shown. */
  readonly streamed: boolean;
}
