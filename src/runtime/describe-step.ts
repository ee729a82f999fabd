import type { Graph } from "../graph/graph.ts";
import type { JsonValue } from "../json.ts";
import type { Call, SessionContext } from "../machine/context.ts";
import type { DecodedCall, MachineEvent } from "../machine/event.ts";
import type { ToolMessage } from "../machine/message.ts";
import { isTransfer, openCalls, pendingApprovals } from "../machine/reply.ts";
import { activeAgentOf, agentOf, type StateName, stateName } from "../machine/state.ts";
import type { SessionSnapshot } from "../machine/step.ts";
import type { ApprovalRequested, RestStatus, Update } from "./update.ts";

/** One step as it happened. */
export interface TakenStep {
  readonly before: SessionSnapshot;
  readonly event: MachineEvent;
  readonly after: SessionSnapshot;
}

/** Tells what a step meant. Pure: the same for a live run and for a replay of its journal. */
export function describeStep({ before, event, after }: TakenStep): readonly Update[] {
  if (before === after) return [{ type: "event.dropped", event: event.type }];
  const [was, is] = [before.context, after.context];
  const [left, entered] = [activeAgent(before), activeAgent(after)];
  const agent = left ?? entered ?? "";
  const updates = [...described(event, { was, is, agent, moved: left !== null && entered !== left ? entered : null })];
  if (was.reply !== null || is.conversation.length > was.conversation.length) {
    updates.push(...newApprovals(was, is, agent), ...answeredCalls(was, is, { agent, event }));
  }
  const limit = reachedLimit(was, is);
  if (limit !== null) updates.push({ type: "limit.reached", agent, limit });
  return updates;
}

/** The agent that is active in a snapshot, or `null`. */
export function activeAgent(snapshot: SessionSnapshot): string | null {
  return activeAgentOf(snapshot.value);
}

/** Where a snapshot rests, or `running` when it waits for a model, a tool or itself. */
export function statusOf(graph: Graph, snapshot: SessionSnapshot): RestStatus | "running" {
  const state: StateName = stateName(snapshot.value);
  if (typeof state === "string") return state;
  switch (state.inner) {
    case "awaitingUser":
      return agentOf(graph, state.agent).kind === "human" ? "awaitingOperator" : "awaitingUser";
    case "awaitingApproval":
    case "failed":
      return state.inner;
    default:
      return "running";
  }
}

interface Facts {
  readonly was: SessionContext;
  readonly is: SessionContext;
  readonly agent: string;
  /** The agent that the conversation went to. */
  readonly moved: string | null;
}

function described(event: MachineEvent, { was, is, agent, moved }: Facts): readonly Update[] {
  switch (event.type) {
    case "user.message":
      return is.staged.length > was.staged.length ? [{ type: "message.staged", text: event.text }] : [];
    case "operator.message":
      return event.text === "" ? [] : [{ type: "operator.replied", agent, text: event.text }];
    case "model.replied": {
      const { turn, text, calls, usage } = event;
      return [
        { type: "turn.ended", agent, turn, text, calls: calls.length, usage },
        ...calls.flatMap((call, index) => rejection(call, `${turn}.${index}`, agent)),
      ];
    }
    case "model.failed": {
      const { turn, error, partial } = event;
      if (is.halt === null) return [{ type: "text.discarded", agent, turn, error, delay: is.delay }];
      return partial === "" ? [] : [{ type: "text.discarded", agent, turn, error, delay: null }];
    }
    case "tool.returned":
      return [settled(was, event.call, { agent, status: "returned", output: event.output })];
    case "tool.failed":
      return [
        settled(was, event.call, { agent, status: "failed", output: { error: event.code, message: event.message } }),
      ];
    case "approval.granted":
      return [{ type: "approval.settled", call: event.call, granted: true }];
    case "approval.denied":
    case "deadline.passed":
      return [{ type: "approval.settled", call: event.call, granted: false }];
    case "turn.due":
      if (moved === null || is.received === null || is.received === was.received) return [];
      return [{ type: "handoff.made", by: is.received.by, from: agent, to: moved, input: is.received.input }];
    case "run.stopped":
    case "run.resumed":
    case "session.cancelled":
      return [];
    default: {
      if (moved === null || !("call" in event)) return [];
      const by = event.type.startsWith("return.") ? "return" : "handoff";
      const guard = "guard" in event ? { guard: event.guard } : {};
      return [{ type: "handoff.made", by, from: agent, to: moved, input: event.input, ...guard }];
    }
  }
}

function rejection(call: DecodedCall, key: string, agent: string): readonly Update[] {
  if (call.kind !== "rejected") return [];
  const reason = { error: call.code, message: call.message };
  return call.handoff
    ? [
        {
          type: "handoff.refused",
          from: agent,
          to: call.to ?? call.name,
          call: key,
          status: "refused",
          reason,
        },
      ]
    : [{ type: "tool.settled", agent, call: key, tool: call.name, status: "refused", output: reason }];
}

function settled(
  was: SessionContext,
  key: string,
  result: { readonly agent: string; readonly status: ToolMessage["status"]; readonly output: JsonValue },
): Update {
  const tool = was.reply?.calls.find((call) => call.key === key)?.name ?? "";
  return { type: "tool.settled", call: key, tool, ...result };
}

function newApprovals(was: SessionContext, is: SessionContext, agent: string): readonly Update[] {
  const waited = pendingApprovals(was);
  return pendingApprovals(is)
    .filter(({ key }) => !waited.some((call) => call.key === key))
    .flatMap((call) => approvalUpdate(call, agent) ?? []);
}

function reachedLimit(was: SessionContext, is: SessionContext): string | null {
  if (is.halt?.kind === "limitReached" && is.halt !== was.halt) return is.halt.limit;
  return is.received?.by === "limit" && is.received !== was.received ? String(is.received.input) : null;
}

/** What a person is asked about a call that needs approval. */
export function approvalUpdate({ key, request }: Call, agent: string): ApprovalRequested | null {
  switch (request.kind) {
    case "tool":
      return { type: "approval.requested", agent, call: key, kind: "tool", name: request.tool, input: request.input };
    case "rejected":
      return null;
    default:
      return { type: "approval.requested", agent, call: key, kind: "handoff", name: request.to, input: request.input };
  }
}

/** The calls that got their results by the machine's own doing: refused, denied, superseded, interrupted. */
function answeredCalls(
  was: SessionContext,
  is: SessionContext,
  { agent, event }: { readonly agent: string; readonly event: MachineEvent },
): readonly Update[] {
  return openCallsOf(was, event).flatMap<Update>((call) => {
    const result = resultOf(is, call);
    if (result === null || result.status === "returned" || result.status === "failed" || result.status === "taken")
      return [];
    const { status, output } = result;
    if (call.request.kind === "tool")
      return [{ type: "tool.settled", agent, call: call.key, tool: call.name, status, output }];
    if (call.request.kind === "rejected") return [];
    const guard = "guard" in event && event.call === call.key ? { guard: event.guard } : {};
    return [
      { type: "handoff.refused", from: agent, to: call.request.to, call: call.key, status, reason: output, ...guard },
    ];
  });
}

/** The calls that had no result before the step; of a reply that has just come, its handoffs. */
function openCallsOf(was: SessionContext, event: MachineEvent): readonly Call[] {
  if (was.reply !== null) return was.reply.calls.filter((call) => call.result === null);
  if (event.type !== "model.replied" || !event.calls.some(isTransfer)) return [];
  return openCalls(event.calls, event.turn).filter((call) => isTransfer(call.request));
}

/** A call's result after the step: in the open reply, or, when the step closed it, at the end of the conversation. */
function resultOf(
  is: SessionContext,
  { key }: Call,
): { readonly status: ToolMessage["status"]; readonly output: JsonValue } | null {
  const open = is.reply?.calls.find((call) => call.key === key);
  if (open !== undefined) return open.result;
  for (let index = -1; ; index--) {
    const message = is.conversation.at(index);
    if (message === undefined || message.role === "assistant") return null;
    if (message.role === "tool" && message.call === key) return message;
  }
}
