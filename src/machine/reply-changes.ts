import type { Graph } from "../graph/graph.ts";
import { lookup } from "../json.ts";
import { acceptable } from "./acceptable.ts";
import { type Change, only } from "./change.ts";
import { freshExchange, type SessionContext } from "./context.ts";
import {
  closeIfSettled,
  isTransfer,
  mapCalls,
  openCalls,
  refusal,
  requestedCalls,
  settle,
  settleAll,
} from "./reply.ts";

/** The names of {@link replyChanges}. */
export type ReplyChange =
  | "take"
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
  take: ({ graph, context, event, agent }) => {
    const { turn, text, usage, native, calls: decoded } = only(event, "model.replied");
    const calls = openCalls(
      decoded.map((call) => acceptable(graph, agent, call)),
      turn,
    );
    const message = { role: "assistant", agent, turn, text, calls: requestedCalls(calls) } as const;
    const taken: SessionContext = {
      ...context,
      conversation: context.conversation.append(native === undefined ? message : { ...message, native }),
      reply: calls.length === 0 ? null : { agent, calls },
      due: calls.length > 0,
      delay: 0,
      usage: {
        inputTokens: context.usage.inputTokens + usage.inputTokens,
        outputTokens: context.usage.outputTokens + usage.outputTokens,
      },
    };
    return calls.length === 0 ? taken : closeIfSettled(countRefused(refuseSeveral(graph, taken)));
  },

  /** The model gave no reply and will be asked again. */
  retry: ({ graph, context, event }) => {
    const { error, jitter } = only(event, "model.failed");
    const { baseDelay, maxDelay } = graph.retry;
    const backoff = Math.min(maxDelay, baseDelay * 2 ** context.retries) * (0.5 + jitter / 2);
    const delay = Math.round(Math.max(backoff, error.retryAfter ?? 0));
    return { ...context, attempt: context.attempt + 1, retries: context.retries + 1, delay };
  },

  /** The model gave no reply and is not asked again. */
  giveUp: ({ context, event }) => {
    const { error } = only(event, "model.failed");
    return { ...context, delay: 0, halt: { kind: "modelFailed", error } };
  },

  /** A person allows a call. */
  grant: ({ context, event }) => {
    const { call: key } = only(event, "approval.granted");
    return mapCalls(context, (call) => (call.key === key ? { ...call, approval: "granted" } : call));
  },

  /** A person forbids a call, or nobody decided in time: the reply's handoffs are not performed either. */
  deny: ({ context, event }) => {
    const fact = only(event, "approval.denied", "deadline.passed");
    const reason = fact.type === "approval.denied" ? fact.reason : "nobody decided in time";
    const message = `A person did not allow this call${reason === undefined ? "" : `: ${reason}`}.`;
    const denied = settle(context, fact.call, { status: "denied", output: { error: "denied", message } });
    const output = { error: "superseded", message: "Not performed: another call of the same reply was denied." };
    return closeIfSettled(settleAll(denied, { status: "superseded", output }, (call) => isTransfer(call.request)));
  },

  /** A tool came back, with a result or without. */
  settleTool: ({ graph, context, event }) => {
    const fact = only(event, "tool.returned", "tool.failed");
    if (fact.type === "tool.failed") {
      const output = { error: fact.code, message: fact.message };
      return closeIfSettled(settle(context, fact.call, { status: "failed", output }));
    }
    const variables = Object.freeze(written(graph, context, fact));
    return closeIfSettled({ ...settle(context, fact.call, { status: "returned", output: fact.output }), variables });
  },

  /** Whoever drives the session asks the model again. */
  reask: ({ context }) => ({ ...context, attempt: context.attempt + 1, delay: 0 }),

  /** Whoever drives the session runs the unfinished tools again. */
  rerun: ({ context }) =>
    mapCalls(context, (call) => (call.result === null ? { ...call, attempt: call.attempt + 1 } : call)),

  /** The model of a failed session is asked again. */
  revive: ({ context }) => ({ ...context, halt: null, attempt: context.attempt + 1, retries: 0, delay: 0 }),

  /** A session that stood still at a spent budget goes on with new ones. */
  renew: ({ context }) => ({ ...context, halt: null, due: true, exchange: freshExchange }),
};

/** Under the policy `refuseAll`, several handoffs in one reply are all refused. */
function refuseSeveral(graph: Graph, context: SessionContext): SessionContext {
  const transfers = context.reply?.calls.filter((call) => isTransfer(call.request)) ?? [];
  if (graph.severalHandoffs === "first" || transfers.length < 2) return context;
  const result = refusal("several_handoffs", "Not performed: only one handoff per reply. Choose one.");
  return settleAll(context, result, (call) => isTransfer(call.request));
}

function countRefused(context: SessionContext): SessionContext {
  const refused = context.reply?.calls.filter((call) => call.result !== null).length ?? 0;
  if (refused === 0) return context;
  return { ...context, exchange: { ...context.exchange, refusals: context.exchange.refusals + refused } };
}

/** The variables after a tool wrote what it declares; anything else has no effect. */
function written(
  graph: Graph,
  context: SessionContext,
  { call: key, set }: { readonly call: string; readonly set: Readonly<Record<string, unknown>> },
): SessionContext["variables"] {
  const request = context.reply?.calls.find((call) => call.key === key)?.request;
  const tool = request?.kind === "tool" ? lookup(graph.tools, request.tool) : undefined;
  const declared = Object.entries(set).filter(([name]) => tool?.writes.includes(name));
  return declared.length === 0 ? context.variables : { ...context.variables, ...Object.fromEntries(declared) };
}
