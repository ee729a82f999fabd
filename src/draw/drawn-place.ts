/** Where an arrow of a drawing begins or ends. */
export type DrawnPlace =
  | { readonly kind: "agent"; readonly agent: string }
  /** Every agent has this arrow, but for one that it leads to. */
  | { readonly kind: "anyAgent" }
  /** Who speaks with the agents. */
  | { readonly kind: "user" }
  /** The end of the session, and how it is called in records. */
  | { readonly kind: "end"; readonly outcome: string };

/** The place of one agent. */
export function agentPlace(agent: string): DrawnPlace {
  return { kind: "agent", agent };
}

/** The end of the session. */
export function endPlace(outcome: string): DrawnPlace {
  return { kind: "end", outcome };
}

/** The agent that a place is, or `null`. */
export function agentAt(place: DrawnPlace): string | null {
  return place.kind === "agent" ? place.agent : null;
}
