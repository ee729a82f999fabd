import type { Graph } from "../graph/graph.ts";
import { isRecord, type JsonObject, lookup } from "../json.ts";
import { type Change, only } from "./change.ts";
import { mayPass } from "./condition.ts";
import { type Call, freshExchange, type SessionContext } from "./context.ts";
import { doubtOf } from "./doubt.ts";
import type { EditedArguments, ModelFailed } from "./event.ts";
import { askedFor, decisionKey } from "./open-calls.ts";
import {
  closeIfSettled,
  denial,
  isTransfer,
  mapCalls,
  settle,
  settleAll,
  supersession,
  unsettledCall,
} from "./reply.ts";
import { inputSeen, summarized, takeReply, takeTrip } from "./take-reply.ts";
import { stopping, trippedBy } from "./trip.ts";
import { withVariables } from "./variables.ts";

/** The names of {@link replyChanges}. */
export type ReplyChange =
  | "take"
  | "trip"
  | "retry"
  | "giveUp"
  | "grant"
  | "deny"
  | "settleTool"
  | "reask"
  | "rerun"
  | "revive"
  | "renew";

/** What the answers of models, tools and approvers do to the context. */
export const replyChanges: Readonly<Record<ReplyChange, Change>> = {
  /** The model answered: its calls are open; those that were rejected when decoded are settled at once. */
  take: takeReply,

  /** A guardrail on the input tripped: there is no answer of the model. */
  trip: takeTrip,

  /** The model gave no reply, and it or another will be asked again. */
  retry: ({ graph, context: before, event, agent }) => {
    const failure = only(event, "model.failed");
    const context = learned(graph, before, { failure, agent });
    const attempt = context.attempt + 1;
    if (!mayPass(graph, context, failure)) {
      return { ...context, attempt, retries: 0, delay: 0, fallback: context.fallback + 1 };
    }
    const { baseDelay, maxDelay } = graph.retry;
    const backoff = Math.min(maxDelay, baseDelay * 2 ** context.retries) * (0.5 + failure.jitter / 2);
    const delay = Math.round(Math.max(backoff, failure.error.retryAfter ?? 0));
    return { ...context, attempt, retries: context.retries + 1, delay };
  },

  /** The model gave no reply and is not asked again. */
  giveUp: ({ graph, context, event, agent }) => {
    const failure = only(event, "model.failed");
    const halt = { kind: "modelFailed", error: failure.error } as const;
    return { ...learned(graph, context, { failure, agent }), delay: 0, halt };
  },

  /** A person allows a call, perhaps with other arguments. */
  grant: ({ context, event }) => {
    const { call: key, edited, remember, at } = only(event, "approval.granted");
    const granted = mapCalls(context, (call) => (call.key === key ? grantedCall(call, edited) : call));
    return remembered(waited(granted, context, { key, at }), { key, remember, decision: "granted" });
  },

  /** A person forbids a call, or nobody decided in time: the reply's handoffs are not performed either. */
  deny: ({ context, event }) => {
    const fact = only(event, "approval.denied", "deadline.passed");
    const { call: key, at } = fact;
    const reason = fact.type === "approval.denied" ? fact.reason : "nobody decided in time";
    const started = (unsettledCall(context, key)?.attempt ?? 1) > 1;
    const result = denial(reason, { error: fact.type === "approval.denied" ? "denied" : "expired", started });
    const denied = settle(waited(context, context, { key, at }), key, result);
    const kept =
      fact.type === "approval.denied"
        ? remembered(denied, { key, remember: fact.remember, decision: "denied" })
        : denied;
    return closeIfSettled(withoutTransfers(kept, "Not performed: another call of the same reply was denied."));
  },

  /** A tool came back, with a result or without; or what a handoff called first did. */
  settleTool: ({ graph, context, event }) => {
    const fact = only(event, "tool.returned", "tool.failed");
    const call = context.reply?.calls.find(({ key }) => key === fact.call);
    if (call?.hook === "pending") return settledHook(context, fact);
    const stop = stopping(graph, fact.verdicts);
    const judged =
      stop === null ? context : { ...context, tripped: trippedBy(graph, stop.guardrail, stop.reason ?? "") };
    const settled =
      fact.type === "tool.failed"
        ? settle(judged, fact.call, { status: "failed", output: { error: fact.code, message: fact.message } })
        : withVariables(
            graph,
            settle(judged, fact.call, { status: "returned", output: fact.output }),
            declaredWrites(graph, call, fact.set),
          );
    if (settled.tripped === null) return closeIfSettled(settled);
    const closed = closeIfSettled(withoutTransfers(settled, "Not performed: a guardrail stopped the reply."));
    return closed.reply === null ? { ...closed, due: null } : closed;
  },

  /** Whoever drives the session asks the model again. */
  reask: ({ context }) => ({ ...context, attempt: context.attempt + 1, delay: 0 }),

  /** Whoever drives the session runs the unfinished tools again, as far as each allows it. */
  rerun: ({ graph, context, event, agent }) =>
    closeIfSettled(
      mapCalls(context, (call) => {
        const isRunning = call.result === null && (call.request.kind === "tool" || call.hook === "pending");
        if (!isRunning) return call;
        const again = { ...call, attempt: call.attempt + 1 };
        switch (doubtOf(graph, call)) {
          case "retry":
            return again;
          case "ask":
            return askedFor(graph, agent, { call: again, at: event.at });
          case "fail":
            return { ...again, result: { status: "interrupted", output: { error: "in_doubt", message: inDoubt } } };
        }
      }),
    ),

  /** The model of a failed session is asked again. */
  revive: ({ context }) => ({
    ...context,
    halt: null,
    attempt: context.attempt + 1,
    retries: 0,
    delay: 0,
    fallback: 0,
  }),

  /** A session that stood still at a spent budget goes on with new ones. */
  renew: ({ context, event }) => ({
    ...context,
    halt: null,
    exchange: { ...freshExchange, startedAt: event.at },
  }),
};

const inDoubt = "Interrupted before it was done: whether it had an effect is unknown, and it is not run again.";

/** What a failed call leaves behind: a summary, and guardrails that need not run again. */
function learned(
  graph: Graph,
  before: SessionContext,
  { failure, agent }: { readonly failure: ModelFailed; readonly agent: string },
): SessionContext {
  const context = summarized(graph, before, failure.summary);
  return failure.inputChecked === true
    ? inputSeen(context, agent, { verdicts: failure.verdicts ?? [], upTo: context.heard })
    : context;
}

function grantedCall(call: Call, edited: EditedArguments | undefined): Call {
  const granted: Call = { ...call, approval: "granted" };
  const { request } = call;
  if (edited === undefined) return granted;
  const { arguments: text, input, lossy } = edited;
  const changed = { ...granted, edited: true, arguments: text };
  if (request.kind === "handoff") return { ...changed, request: { ...request, input } };
  if (request.kind !== "tool" || !isRecord(input)) return granted;
  const { lossy: _, ...rest } = request;
  const taken = { ...rest, input: input as JsonObject }; // an object of JSON
  return { ...changed, request: lossy === true ? { ...taken, lossy } : taken };
}

/** The time that a person took to decide does not count against the exchange. */
function waited(
  context: SessionContext,
  before: SessionContext,
  { key, at }: { readonly key: string; readonly at: number },
): SessionContext {
  const asked = before.reply?.calls.filter((call) => call.approval === "pending" && call.result === null) ?? [];
  const [first] = asked;
  if (asked.length !== 1 || first?.key !== key || first.askedAt === null) return context;
  const { exchange } = context;
  return { ...context, exchange: { ...exchange, startedAt: exchange.startedAt + Math.max(0, at - first.askedAt) } };
}

/** Keeps a decision for the rest of the session, when the person wanted that. */
function remembered(
  context: SessionContext,
  {
    key,
    remember,
    decision,
  }: {
    readonly key: string;
    readonly remember: "tool" | "arguments" | undefined;
    readonly decision: "granted" | "denied";
  },
): SessionContext {
  const request = context.reply?.calls.find((call) => call.key === key)?.request;
  if (remember === undefined || request?.kind !== "tool") return context;
  return { ...context, decisions: { ...context.decisions, [decisionKey(request, remember)]: decision } };
}

/** No wish of the reply about who speaks next is performed. */
function withoutTransfers(context: SessionContext, message: string): SessionContext {
  return settleAll(context, supersession(message), (call) => isTransfer(call.request));
}

/** What a handoff called first has agreed, or the handoff is refused. */
function settledHook(
  context: SessionContext,
  fact: Extract<Parameters<Change>[0]["event"], { type: "tool.returned" | "tool.failed" }>,
): SessionContext {
  if (fact.type === "tool.returned") {
    return mapCalls(context, (call) => (call.key === fact.call ? { ...call, hook: "done" } : call));
  }
  const output = { error: fact.code === "refused" ? "refused" : "on_handoff", message: fact.message };
  const { exchange } = context;
  const refused = settle(context, fact.call, { status: "refused", output });
  return closeIfSettled({ ...refused, exchange: { ...exchange, refusals: exchange.refusals + 1 } });
}

/** What a tool set, as far as it declares to write it; anything else has no effect. */
function declaredWrites(
  graph: Graph,
  call: Call | undefined,
  set: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const tool = call?.request.kind === "tool" ? lookup(graph.tools, call.request.tool) : undefined;
  return Object.fromEntries(Object.entries(set).filter(([name]) => tool?.writes.includes(name)));
}
