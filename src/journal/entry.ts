import type { GraphHash } from "../graph/graph-hash.ts";
import type { MachineEvent } from "../machine/event.ts";

/** One line of a session's journal: a fact, and where it stands. */
export interface Entry {
  readonly session: string;
  /** 0 for the opening, then counting up without gaps. */
  readonly position: number;
  readonly event: SessionOpened | MachineEvent;
}

/** The first entry of every session: under which graph it runs. */
export interface SessionOpened {
  readonly type: "session.opened";
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly graph: string;
  readonly hash: GraphHash;
  /** The version of the journal's format. */
  readonly format: 1;
}
