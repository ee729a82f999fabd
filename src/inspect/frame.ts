import type { GuardEvaluation } from "../graph/evaluate-guard.ts";
import type { Message, Usage } from "../graph/message.ts";
import type { JsonValue } from "../json.ts";
import type { Halt } from "../machine/context.ts";
import type { StateName } from "../machine/state.ts";
import type { ApprovalRequested, RestStatus, Update } from "../runtime/update.ts";

/**
 * One entry of a journal as it is looked at: what happened, and what it changed. The frames up to a position, folded, give
 * the session as it stood there; nothing else is needed to go back and forth in time.
 */
export interface Frame {
  readonly position: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The type of the event. */
  readonly event: string;
  /** The state after it. */
  readonly state: StateName;
  readonly status: RestStatus | "running";
  /** Whether the machine dropped the event. */
  readonly isDropped: boolean;
  /** The way that was taken; `null` for the opening and for dropped events. */
  readonly taken: TakenWay | null;
  /** What the step meant, in words of the runtime: handoffs made and refused, calls settled, limits reached. */
  readonly updates: readonly Update[];
  /** Messages that came to the conversation, or took another's place, by their index from 0. */
  readonly messages: readonly { readonly index: number; readonly message: Message }[];
  /** Variables whose value changed, with the new one. */
  readonly variables: Readonly<Record<string, JsonValue>>;
  /** All that is below, where it changed; what is left out stands as before. */
  readonly approvals?: readonly ApprovalRequested[];
  readonly staged?: number;
  readonly delegations?: readonly string[];
  readonly usage?: Usage;
  readonly cost?: number;
  readonly halt?: Halt | null;
  readonly outcome?: string | null;
  readonly result?: JsonValue;
}

/** Which way a step took, as drawings name it. */
export interface TakenWay {
  readonly from: StateName;
  readonly to: StateName;
  /** The id of the row of the transition table. */
  readonly row: string | null;
  /** The id of the edge between agents; `null` where the conversation stayed where it was. */
  readonly edge: string | null;
  /** The id of the edge that was asked for and refused. */
  readonly refused: string | null;
  /** What its guard said, and what it read. */
  readonly guard: GuardEvaluation | null;
}
