import type { Agent } from "../../graph/graph.ts";
import type { Rows } from "../../machine/row.ts";
import type { InnerState } from "../../machine/state.ts";
import type { Pending } from "./pending.ts";
import type { Course } from "./twin-builder.ts";

/** An agent's reply with calls that have no result. */
export interface OpenReply {
  readonly agent: Agent;
  readonly pending: Pending;
  readonly rows: Readonly<Record<InnerState, Rows>>;
  readonly once: Once;
}

/**
 * Works out what comes of something once for all open replies of an agent in which it comes to the same. `seen` tells
 * apart whatever `work` reads of the reply.
 */
export type Once = (seen: string, work: () => readonly Course[]) => readonly Course[];

/** Makes the memory of one agent. */
export function createOnce(): Once {
  const known = new Map<string, readonly Course[]>();
  return (seen, work) => {
    const courses = known.get(seen) ?? work();
    known.set(seen, courses);
    return courses;
  };
}
