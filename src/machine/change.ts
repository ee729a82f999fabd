import { InternalError } from "../errors.ts";
import type { Graph } from "../graph/graph.ts";
import type { SessionContext } from "./context.ts";
import type { EndProposed, HandoffProposed, MachineEvent, QuestionProposed, ReturnProposed } from "./event.ts";

/** What a transition does to the context: pure, and total over the events of its transitions. */
export type Change = (input: ChangeInput) => SessionContext;

/** What a change is computed from. */
export interface ChangeInput {
  readonly graph: Graph;
  readonly context: SessionContext;
  readonly event: MachineEvent;
  /** The agent that the transition leaves. */
  readonly agent: string;
  /** The agent that the transition enters. */
  readonly to: string;
  /** Which of the routes, ends, guardrails or rules it is for; -1 for none. */
  readonly index: number;
}

/** The event as one of these types: the table gives a change no other. */
export function only<Type extends MachineEvent["type"]>(
  event: MachineEvent,
  ...types: readonly Type[]
): Extract<MachineEvent, { readonly type: Type }> {
  if (isOneOf(event, types)) return event;
  throw new InternalError(`Event "${event.type}" where ${types.join(" or ")} was expected.`);
}

/** The event as a proposed wish about who speaks next: the table gives a change no other. */
export function proposed(event: MachineEvent): ProposedTransfer {
  if (isProposed(event)) return event;
  throw new InternalError(`Event "${event.type}" where a handoff, a return, a question or an end was expected.`);
}

/** What the machine proposes about who speaks next. */
export type ProposedTransfer = HandoffProposed | ReturnProposed | EndProposed | QuestionProposed;

function isOneOf<Type extends MachineEvent["type"]>(
  event: MachineEvent,
  types: readonly Type[],
): event is Extract<MachineEvent, { readonly type: Type }> {
  return types.some((type) => type === event.type);
}

/** Whether an event is a proposed wish about who speaks next. */
export function isProposed(event: MachineEvent): event is ProposedTransfer {
  return proposedKind(event) !== null;
}

/** What an event proposes, as the request of its call says it; `null` for any other event. */
export function proposedKind({ type }: MachineEvent): "handoff" | "return" | "end" | "question" | null {
  if (type.startsWith("handoff.")) return "handoff";
  if (type.startsWith("return.")) return "return";
  return type === "end.due" ? "end" : type === "question.due" ? "question" : null;
}
