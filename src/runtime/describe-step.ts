import type { Graph } from "../graph/graph.ts";
import type { CallStatus, ToolMessage } from "../graph/message.ts";
import type { JsonValue } from "../json.ts";
import { bindingOf } from "../machine/approval-binding.ts";
import type { DecodedCall } from "../machine/call-request.ts";
import type { Call, SessionContext } from "../machine/context.ts";
import type { MachineEvent } from "../machine/event.ts";
import { pendingApprovals } from "../machine/reply.ts";
import { activeAgentOf, agentOf, type StateName, stateName } from "../machine/state.ts";
import type { SessionSnapshot } from "../machine/step.ts";
import { describeReply, fixedReplies, guardrailUpdates } from "./describe-reply.ts";
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
  const moved = left !== null && entered !== left ? entered : null;
  const limit = reachedLimit(was, is);
  const updates: Update[] = limit === null ? [] : [{ type: "limit.reached", agent, limit }];
  updates.push(...described(event, { was, is, agent, moved }), ...fixedReplies(was, is));
  if (was.reply !== null || is.conversation.length > was.conversation.length) {
    updates.push(...newApprovals(was, is, agent), ...answeredCalls(was, is, { agent, event }));
  }
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
      return is.staged.slice(was.staged.length).map(({ text }) => ({ type: "message.staged", text }));
    case "operator.message":
      return event.text === "" ? [] : [{ type: "operator.replied", agent, text: event.text }];
    case "model.replied":
      return [
        ...describeReply(event, { was, is, agent }),
        ...event.calls.flatMap((call, index) => rejection(call, `${event.turn}.${index}`, agent)),
      ];
    case "model.failed": {
      const { turn, error, partial } = event;
      if (is.halt === null) return [{ type: "text.discarded", agent, turn, error, delay: is.delay }];
      return partial === "" ? [] : [{ type: "text.discarded", agent, turn, error, delay: null }];
    }
    case "guardrail.tripped": {
      const { turn, partial, guardrail, reason, verdicts } = event;
      const error = { code: "guardrail", message: `${guardrail}: ${reason}`, retryable: false };
      const discarded: Update = { type: "text.discarded", agent, turn, error, delay: null };
      return [...(partial === "" ? [] : [discarded]), ...guardrailUpdates(verdicts, agent)];
    }
    case "tool.returned":
    case "tool.failed":
      return [...settled(event, was, agent), ...guardrailUpdates(event.verdicts, agent)];
    case "approval.granted":
    case "approval.denied":
      return [
        { type: "approval.settled", call: event.call, granted: event.type === "approval.granted", ...decision(event) },
      ];
    case "deadline.passed":
      return [{ type: "approval.settled", call: event.call, granted: false, expired: true }];
    case "question.due":
      return [{ type: "user.asked", agent, call: event.call, question: event.question }];
    case "turn.due":
      if (moved === null || is.received === null || is.received === was.received) return [];
      return [{ type: "handoff.made", by: is.received.by, from: agent, to: moved, input: is.received.input }];
    case "end.due":
    case "run.stopped":
    case "run.resumed":
    case "session.cancelled":
      return [];
    default: {
      if (moved === null || is.received === null) return [];
      const { by, input } = is.received;
      const guard = "guard" in event ? { guard: event.guard } : {};
      return [{ type: "handoff.made", by, from: agent, to: moved, input, ...guard }];
    }
  }
}

function decision({ by, ...event }: Extract<MachineEvent, { type: "approval.granted" | "approval.denied" }>): {
  by?: string;
  input?: JsonValue;
} {
  const input = event.type === "approval.granted" && event.edited !== undefined ? { input: event.edited.input } : {};
  return { ...(by === undefined ? {} : { by }), ...input };
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

/** What a tool did; what a handoff calls first is told with the handoff. */
function settled(
  event: Extract<MachineEvent, { type: "tool.returned" | "tool.failed" }>,
  was: SessionContext,
  agent: string,
): readonly Update[] {
  const call = was.reply?.calls.find(({ key }) => key === event.call);
  if (call?.hook === "pending") return [];
  const result =
    event.type === "tool.returned"
      ? ({ status: "returned", output: event.output } as const)
      : ({ status: "failed", output: { error: event.code, message: event.message } } as const);
  return [{ type: "tool.settled", agent, call: event.call, tool: call?.name ?? "", ...result }];
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
export function approvalUpdate(call: Call, agent: string): ApprovalRequested | null {
  const { key, request, expiresAt, attempt } = call;
  const facts = { expiresAt, binding: bindingOf(call), inDoubt: attempt > 1 } as const;
  switch (request.kind) {
    case "tool":
      return {
        type: "approval.requested",
        agent,
        call: key,
        kind: "tool",
        name: request.tool,
        input: request.input,
        ...facts,
      };
    case "handoff":
      return {
        type: "approval.requested",
        agent,
        call: key,
        kind: "handoff",
        name: request.to,
        input: request.input,
        ...facts,
      };
    default:
      return null;
  }
}

/** The calls that got their results by the machine's own doing: refused, denied, superseded, interrupted. */
function answeredCalls(
  was: SessionContext,
  is: SessionContext,
  { agent, event }: { readonly agent: string; readonly event: MachineEvent },
): readonly Update[] {
  return openCallsOf(was, event).flatMap<Update>(({ key: call, name, request }) => {
    const result = resultOf(is, call);
    if (result === null || hasOwnUpdate(result.status, request)) return [];
    const { status, output } = result;
    if (request.kind === "handoff" || request.kind === "return") {
      const guard = "guard" in event && event.call === call ? { guard: event.guard } : {};
      return [{ type: "handoff.refused", from: agent, to: request.to, call, status, reason: output, ...guard }];
    }
    return [{ type: "tool.settled", agent, call, tool: name, status, output }];
  });
}

/** What a tool did, who took over, and what was rejected when it was decoded is told by updates of its own. */
function hasOwnUpdate(status: CallStatus, { kind }: OpenCall["request"]): boolean {
  return (
    status === "taken" || kind === "rejected" || (kind === "tool" && (status === "returned" || status === "failed"))
  );
}

type OpenCall = Pick<Call, "key" | "name" | "request">;

/** The calls that had no result before the step; of a reply that has just come, all. */
function openCallsOf(was: SessionContext, event: MachineEvent): readonly OpenCall[] {
  if (was.reply !== null) return was.reply.calls.filter((call) => call.result === null);
  if (event.type === "operator.message") {
    return event.handoff === undefined
      ? []
      : [{ key: `${was.turn + 1}.0`, name: "handoff", request: { kind: "handoff", ...event.handoff } }];
  }
  if (event.type !== "model.replied") return [];
  return event.calls.map((call, index) => ({ key: `${event.turn}.${index}`, name: call.name, request: call }));
}

/** A call's result after the step: in the open reply, or, when the step closed it, at the end of the conversation. */
function resultOf(
  is: SessionContext,
  key: string,
): { readonly status: ToolMessage["status"]; readonly output: JsonValue } | null {
  const open = is.reply?.calls.find((call) => call.key === key);
  if (open !== undefined) return open.result;
  for (let index = -1; ; index--) {
    const message = is.conversation.at(index);
    if (message === undefined || message.role === "assistant") return null;
    if (message.role === "tool" && message.call === key) return message;
  }
}
