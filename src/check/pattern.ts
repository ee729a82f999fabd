import type { GraphShape } from "../graph/graph.ts";
import type { Guard } from "../graph/guard.ts";
import type { InnerState } from "../machine/state.ts";

/** A condition on a state of a session, as data; everything that stands in it must hold. */
export interface StatePattern<Shape extends GraphShape = GraphShape> {
  /** Who has the conversation. */
  readonly agent?: Shape["agent"] | readonly Shape["agent"][];
  /** Where the session is: an inner state of whichever agent, or beside the agents. */
  readonly place?: StatePlace | readonly StatePlace[];
  readonly variables?: Guard<Shape["variables"]>;
  /** A call of this tool is open: it waits for a person, or runs. */
  readonly pending?: Shape["tool"];
  /** How the session ended. */
  readonly outcome?: string;
  readonly all?: readonly StatePattern<Shape>[];
  readonly any?: readonly StatePattern<Shape>[];
  readonly not?: StatePattern<Shape>;
}

/** Where a session can be. */
export type StatePlace = InnerState | "opened" | "completed" | "cancelled";

/** Something that happens, as data: exactly one of these, and `when` on the state before it. */
export type EventPattern<Shape extends GraphShape = GraphShape> = {
  /** Only where the state before was like this. */
  readonly when?: StatePattern<Shape>;
} & (
  | { readonly handoff: { readonly from?: Shape["agent"]; readonly to?: Shape["agent"] } }
  /** A handoff is refused by the machine. */
  | { readonly refused: { readonly from?: Shape["agent"]; readonly to?: Shape["agent"] } }
  /** The conversation goes to this agent from elsewhere, by whichever way. */
  | { readonly enters: Shape["agent"] }
  /** A model asks for a tool. */
  | { readonly calls: Shape["tool"] }
  /** A tool has run, with a result or without. */
  | { readonly runs: Shape["tool"] }
  | { readonly returns: Shape["tool"] }
  /** A person allows a call of a tool, or a handoff to an agent. */
  | { readonly approves: Shape["tool"] | { readonly handoffTo: Shape["agent"] } }
  | { readonly denies: Shape["tool"] | { readonly handoffTo: Shape["agent"] } }
  /** An agent's model answers without calls; `true`: any agent's. */
  | { readonly answers: Shape["agent"] | true }
  /** An agent's model is asked; `true`: any agent's. */
  | { readonly asksModel: Shape["agent"] | true }
  /** The user says something. */
  | { readonly says: true }
  /** A budget is spent. */
  | { readonly limit: true }
  /**
   * A way without a model is taken: a route of this agent, or a rule of its `afterReply`, by its place in the list from 0;
   * without either, any of them.
   */
  | { readonly follows: { readonly agent: Shape["agent"]; readonly route?: number; readonly afterReply?: number } }
  /** The session ends so; `true`: in any way. */
  | { readonly ends: string | true }
  /** Any of these; a `when` stands beside it, not inside. */
  | { readonly either: readonly EventPattern<Shape>[] }
);
