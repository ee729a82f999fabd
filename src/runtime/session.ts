import type { GraphShape } from "../graph/graph.ts";
import type { JsonValue } from "../json.ts";
import type { SessionSnapshot } from "../machine/step.ts";
import type { Run } from "./run.ts";
import type { SessionState } from "./session-state.ts";

/**
 * One conversation that goes on. Every method that says something returns at once with the run that it starts
 * or joins; what it says is taken in order.
 */
export interface Session<Shape extends GraphShape = GraphShape> {
  readonly id: string;
  /** What stands now: derived from the journal, read-only. */
  readonly state: SessionState<Shape>;
  /** The machine's snapshot that `state` is read from: what a replay of the journal gives. */
  readonly snapshot: SessionSnapshot<Shape>;
  /**
   * Says something as the user. While something is pending the message is staged and delivered afterwards; an
   * interrupted session is resumed first.
   *
   * @throws {UsageError} `session_ended`, `session_closed`, `too_large`, or `bad_event` for an empty text.
   */
  send(text: string): Run;
  /**
   * Says something as the operator of the human agent that owns the conversation, hands it on, or both.
   *
   * @throws {UsageError} `no_human_agent` when none owns it; `bad_event` for a handoff that its agent does not have.
   */
  operate(message: OperatorSays<Shape["agent"]>): Run;
  /**
   * Allows a call that waits for approval; without a key, the only one that waits.
   *
   * @throws {UsageError} `no_such_call`, naming those that wait.
   */
  approve(call?: string, options?: { readonly by?: string }): Run;
  /** Forbids a call that waits for approval: see {@link Session.approve}. The model is told the reason. */
  deny(call?: string, options?: { readonly by?: string; readonly reason?: string }): Run;
  /** Aborts what is under way: text that has arrived is kept, open calls are answered as interrupted. */
  stop(): Run;
  /** Ends the session for good. */
  cancel(reason?: string): Run;
  /** Goes on with a session whose process died, or which failed. Where nothing is unfinished it does nothing. */
  resume(): Run;
  /** The session's journal as NDJSON. */
  export(): Promise<string>;
  /** Lets go of the session: work under way is abandoned, as if the process had died. It can be opened again. */
  close(): void;
}

/** What an operator says: something to the user, to whom the conversation goes, or both. */
export interface OperatorSays<AgentName extends string = string> {
  readonly text?: string;
  readonly handoff?: { readonly to: AgentName; readonly input?: JsonValue };
}
