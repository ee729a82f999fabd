import { type JsonObject, toJson } from "../json.ts";
import type { MachineEvent } from "../machine/event.ts";
import { pendingApprovals } from "../machine/reply.ts";
import { activeAgentOf } from "../machine/state.ts";
import type { SessionSnapshot } from "../machine/step.ts";
import type { StatelyEvent, StatelySnapshot } from "./stately-target.ts";

/** Where a session stands, without what was said in it: of the conversation only how long it is. */
export function reducedSnapshot({ status, value, context }: SessionSnapshot): StatelySnapshot {
  const { conversation, turn, staged, stack, variables, usage, cost, halt, outcome } = context;
  return {
    status,
    value,
    context: {
      agent: activeAgentOf(value),
      variables: toJson(variables),
      messages: conversation.length,
      turn,
      waitingForApproval: pendingApprovals(context).length,
      staged: staged.length,
      delegations: stack.map(({ caller, to }) => `${caller} ⇒ ${to}`),
      tokens: usage.inputTokens + usage.outputTokens,
      cost,
      halt: halt?.kind ?? null,
      outcome,
    },
  };
}

/** What happened, without texts, arguments and results: the calls of a reply by their names. */
export function reducedEvent(event: MachineEvent): StatelyEvent {
  const { type, at } = event;
  switch (event.type) {
    case "model.replied":
      return { type, at, turn: event.turn, model: event.model, calls: event.calls.map(({ name }) => name) };
    case "model.failed":
      return { type, at, turn: event.turn, code: event.error.code };
    case "tool.returned":
      return { type, at, call: event.call, set: toJson(event.set) };
    case "tool.failed":
      return { type, at, call: event.call, code: event.code };
    case "guardrail.tripped":
      return { type, at, guardrail: event.guardrail };
    default:
      return { type, at, ...partsOf(event) };
  }
}

/** Which call it is about, and what its guard said. */
function partsOf(event: MachineEvent): JsonObject {
  return {
    ...("call" in event ? { call: event.call } : {}),
    ...("guard" in event ? { guard: toJson(event.guard) } : {}),
  };
}
