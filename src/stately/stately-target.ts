import type { JsonObject } from "../json.ts";

/** What takes messages of Stately's protocol: every inspector that `@statelyai/inspect` makes is one. */
export interface StatelyTarget {
  actor(actor: StatelyActor | string, snapshot?: StatelySnapshot): void;
  event(actor: StatelyActor | string, event: StatelyEvent | string): void;
  snapshot(actor: StatelyActor | string, snapshot: StatelySnapshot, info?: { readonly event?: StatelyEvent }): void;
  stop(): void;
}

/** A session, as Stately's protocol has actors. The statechart is drawn from the `config` of its `logic`. */
export interface StatelyActor {
  readonly sessionId: string;
}

/** Where a session stands. */
export interface StatelySnapshot {
  readonly status?: "active" | "done" | "error" | "stopped";
  readonly value?: unknown;
  readonly context?: JsonObject;
}

/** An event, reduced. */
export type StatelyEvent = { readonly type: string } & JsonObject;
