import type { JsonObject } from "../../json.ts";
import type { ConditionName } from "../../machine/condition.ts";
import type { LimitName } from "../../machine/context.ts";
import type { ChangeName } from "../../machine/row.ts";
import type { InnerState } from "../../machine/state.ts";
import type { PendingCall } from "./pending.ts";

/**
 * What one command of the checked model is in the conversation: what properties can ask for, what a trace prints, and
 * what makes the event of the real machine again.
 */
export interface Move {
  /** The event's type, as the machine has it. */
  readonly event: string;
  /** Who had the conversation before; `null` before the first message. */
  readonly agent: string | null;
  /** Who has it afterwards; `null` after the end. */
  readonly to: string | null;
  /** The inner state of `to` that is entered, be it again; `null` where the place stays, or is beside the agents. */
  readonly enters: InnerState | null;
  /** Under which condition of the table the row applies; `null`: always. */
  readonly when: ConditionName | null;
  /** What the transition does. */
  readonly change: ChangeName;
  /** What the model asked for, of a reply. */
  readonly reply?: ReplyShape;
  /** The call that the event is about. */
  readonly call?: PendingCall;
  /** Which of the pending calls it is. */
  readonly place?: number;
  /** What a tool wrote, of the variables that guards read. */
  readonly set?: JsonObject;
  /** How the session ended. */
  readonly outcome?: string;
  /** Which guardrail tripped. */
  readonly guardrail?: string;
  /** Which rule, route, end or guardrail the row is for; -1 for none. */
  readonly index: number;
  /** Of a failed model call, or a guardrail that trips: whether the guardrails on the input have seen everything. */
  readonly seen?: boolean;
  /** How much it spends of each budget at most, be it counted or not. */
  readonly spends?: ReadonlyMap<LimitName, number>;
  /** What is assumed that the fields do not tell: that a budget is spent, an end condition holds, a call may be made again. */
  readonly assumes?: string;
}

/** The event of the move in which nothing happens. */
export const stallEvent = "nothing";

/** Whether a move assumes what no field tells: that a budget is spent, or that an end condition holds. */
export function isAssumption(assumes: string | undefined): boolean {
  return assumes !== undefined && (assumes.startsWith("a budget") || assumes.startsWith("the end"));
}

/** What the checker distinguishes in a reply. */
export interface ReplyShape {
  /** The calls that are open afterwards, in their order. */
  readonly calls: readonly PendingCall[];
  /** How many calls were refused at once; where refusals are not counted, 1 stands for any number. */
  readonly refused: number;
  /** Of an answer without calls: whether it has the form that the agent's `output` asks for. */
  readonly form: "fits" | "unfit" | null;
  /** The guardrail that stopped all of it. */
  readonly stoppedBy: string | null;
}
