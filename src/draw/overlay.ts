/** What is shown on top of a drawing: the way of a session, a counterexample, what was covered, what differs. */
export interface Overlay {
  /** What it shows, for the caption. */
  readonly title: string;
  /** By the id of a node, an edge or a row of the picture. What is not there has no mark. */
  readonly marks: ReadonlyMap<string, Mark>;
}

/** What is shown about one node or edge. */
export interface Mark {
  readonly tone: Tone;
  /** How often, where that is counted. */
  readonly count?: number;
  /** What is to be read beside it: an old guard, the step of a counterexample. */
  readonly note?: string;
}

/**
 * `active`: here it is now; `last`: what just happened; `visited`, `never`: in what was recorded; `refused`: it was asked
 * for, and not taken; `added`, `removed`, `changed`: against another graph.
 */
export type Tone = "active" | "last" | "visited" | "never" | "refused" | "added" | "removed" | "changed";
