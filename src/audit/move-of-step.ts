import type { Move, ReplyShape } from "../check/abstract/move.ts";
import { canonical, isTransferCall, type PendingCall } from "../check/abstract/pending.ts";
import { openCallsOf } from "../check/abstract/state-of.ts";
import type { Graph } from "../graph/graph.ts";
import { acceptable } from "../machine/acceptable.ts";
import type { DecodedCall } from "../machine/call-request.ts";
import type { SessionContext } from "../machine/context.ts";
import type { MachineEvent } from "../machine/event.ts";
import { activeAgentOf } from "../machine/state.ts";
import type { SessionSnapshot } from "../machine/step.ts";
import { takenRow } from "../machine/taken-row.ts";
import { stopping } from "../machine/trip.ts";

/** One step of a session that really happened. */
export interface RealStep {
  readonly before: SessionSnapshot;
  readonly event: MachineEvent;
  readonly after: SessionSnapshot;
}

/**
 * What a step of a real session is in the terms of the checker, so that properties ask the same of both. `null` for an
 * event that the machine dropped.
 */
export function moveOfStep(graph: Graph, { before, event, after }: RealStep): Move | null {
  const agent = activeAgentOf(before.value);
  const to = activeAgentOf(after.value);
  const { outcome } = after.context;
  const facts = { event: event.type, agent, to, ...(to === null && outcome !== null ? { outcome } : {}) };
  if (event.type === "session.cancelled") {
    return before.status === "active" ? { ...facts, enters: null, when: null, change: "cancel", index: -1 } : null;
  }
  const row = takenRow(graph, before, event);
  if (row === null || row.change === null) return null;
  const { goTo, when, change, index = -1 } = row;
  const call = callOf(before.context, event);
  return {
    ...facts,
    enters: goTo?.kind === "agent" ? goTo.inner : null,
    when,
    change,
    index,
    ...(call === undefined ? {} : { call }),
    ...(event.type === "model.replied"
      ? { reply: replyShape(graph, { agent: agent ?? "", context: before.context, event }) }
      : {}),
  };
}

/** The open call that an event is about; of an operator, the wish that comes with the message. */
function callOf(context: SessionContext, event: MachineEvent): PendingCall | undefined {
  if ("call" in event) return openCallsOf(context).find(({ key }) => key === event.call);
  if (event.type !== "operator.message" || event.handoff === undefined) return undefined;
  return { kind: "handoff", name: event.handoff.to, status: "ready" };
}

interface Answer {
  readonly agent: string;
  readonly context: SessionContext;
  readonly event: Extract<MachineEvent, { type: "model.replied" }>;
}

function replyShape(graph: Graph, { agent, context, event }: Answer): ReplyShape {
  const taken = event.calls.map((call) => acceptable(graph, agent, { call, variables: context.variables }));
  const { output } = event;
  const stop = stopping(graph, event.verdicts);
  const wanted = taken.flatMap(pendingCall);
  const several = refusedTogether(graph, wanted);
  return {
    calls: stop === null ? canonical(wanted.filter((call) => !several.includes(call))) : [],
    refused: taken.length - wanted.length + (stop === null ? several.length : 0),
    form: output === undefined ? null : "value" in output ? "fits" : "unfit",
    stoppedBy: stop?.guardrail ?? null,
  };
}

/** Of several wishes about who speaks next, those that are refused because there are several. */
function refusedTogether({ severalHandoffs }: Graph, wanted: readonly PendingCall[]): readonly PendingCall[] {
  const wishes = wanted.filter(isTransferCall);
  return severalHandoffs === "refuseAll" && wishes.length > 1 ? wishes : [];
}

function pendingCall(call: DecodedCall): readonly PendingCall[] {
  switch (call.kind) {
    case "rejected":
      return [];
    case "tool":
      return [{ kind: "tool", name: call.tool, status: call.approval ? "asked" : "ready" }];
    case "handoff":
    case "return":
      return [{ kind: call.kind, name: call.to, status: "ready" }];
    default:
      return [{ kind: call.kind, name: "", status: "ready" }];
  }
}
