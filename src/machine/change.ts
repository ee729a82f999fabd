import { InternalError } from "../errors.ts";
import type { Graph } from "../graph/graph.ts";
import type { SessionContext } from "./context.ts";
import type { HandoffProposed, MachineEvent, ReturnProposed } from "./event.ts";

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
}

/** The event as one of these types: the table gives a change no other. */
export function only<Type extends MachineEvent["type"]>(
  event: MachineEvent,
  ...types: readonly Type[]
): Extract<MachineEvent, { readonly type: Type }> {
  if (isOneOf(event, types)) return event;
  throw new InternalError(`Event "${event.type}" where ${types.join(" or ")} was expected.`);
}

/** The event as a proposed handoff or return: the table gives a change no other. */
export function proposed(event: MachineEvent): HandoffProposed | ReturnProposed {
  if (isProposed(event)) return event;
  throw new InternalError(`Event "${event.type}" where a handoff or a return was expected.`);
}

function isOneOf<Type extends MachineEvent["type"]>(
  event: MachineEvent,
  types: readonly Type[],
): event is Extract<MachineEvent, { readonly type: Type }> {
  return types.some((type) => type === event.type);
}

/** Whether an event is a proposed handoff or return. */
export function isProposed(event: MachineEvent): event is HandoffProposed | ReturnProposed {
  return event.type.startsWith("handoff.") || event.type.startsWith("return.");
}
