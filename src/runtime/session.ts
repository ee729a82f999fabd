import type { GraphShape } from "../graph/graph.ts";
import type { ContentPart } from "../graph/message.ts";
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
   * Says something as the user: a text, text with images and files, or several messages in one breath, also of several
   * users. While something is pending it is staged and delivered afterwards (or withdraws what a person was asked: see
   * the graph's `whilePending`); an interrupted session is resumed first.
   *
   * @throws {UsageError} `session_ended`, `session_closed`, `too_large`, or `bad_event` for an empty message.
   */
  send(said: Saying | readonly Saying[]): Run;
  /**
   * Says something as the operator of the human agent that owns the conversation, hands it on, or both.
   *
   * @throws {UsageError} `no_human_agent` when none owns it; `bad_event` for a handoff that its agent does not have.
   */
  operate(message: OperatorSays<Shape["agent"]>): Run;
  /**
   * Allows a call that waits for approval; without a key, the only one that waits. The decision is bound to the call as
   * it stands: its tool, its arguments, and the time to decide.
   *
   * @throws {UsageError} `no_such_call`, naming those that wait, also when `binding` is that of another call;
   *   `bad_event` when `input` does not fit the schema of the arguments; `too_large`.
   */
  approve(call?: string, options?: ApproveOptions): Run;
  /** Forbids a call that waits for approval: see {@link Session.approve}. The model is told the reason. */
  deny(call?: string, options?: DenyOptions): Run;
  /** Aborts what is under way: text that has arrived is kept, open calls are answered as interrupted. */
  stop(): Run;
  /** Ends the session for good. */
  cancel(reason?: string): Run;
  /** Goes on with a session whose process died, or which failed. Where nothing is unfinished it does nothing. */
  resume(): Run;
  /**
   * Joins what is under way without saying anything: also what nobody started, as when the time to decide about a call
   * is over. Where nothing is, the run is over at once.
   */
  follow(): Run;
  /** The session's journal as NDJSON. */
  export(): Promise<string>;
  /** Lets go of the session: work under way is abandoned, as if the process had died. It can be opened again. */
  close(): void;
}

/** What a user says: a text, or one with images and files, or by one of several users. */
export type Saying = string | { readonly text?: string; readonly parts?: readonly ContentPart[]; readonly by?: string };

/** How a call is decided. */
export interface DecideOptions {
  /** Who decides. */
  readonly by?: string;
  /** The `binding` of what the person was shown: the decision is refused when the call is another by now. */
  readonly binding?: string;
  /** Decide so from now on in this session: about this tool, or about this tool with these arguments. */
  readonly remember?: "tool" | "arguments";
}

/** How a call is allowed. */
export interface ApproveOptions extends DecideOptions {
  /** Takes the place of the model's arguments; the model is told. */
  readonly input?: JsonValue;
}

/** How a call is forbidden. */
export interface DenyOptions extends DecideOptions {
  /** What the model is told. */
  readonly reason?: string;
}

/** What an operator says: something to the user, to whom the conversation goes, or both. */
export interface OperatorSays<AgentName extends string = string> {
  readonly text?: string;
  readonly handoff?: { readonly to: AgentName; readonly input?: JsonValue };
}
