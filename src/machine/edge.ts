import { evaluateGuard, type GuardEvaluation } from "../graph/evaluate-guard.ts";
import type { AuthoredGuard, Graph, Handoff } from "../graph/graph.ts";
import { guardLabel } from "../graph/guard-label.ts";
import { lookup } from "../json.ts";
import { spentBudget, spentByPassing } from "./budget.ts";
import type { Offer } from "./call-request.ts";
import type { LimitName, SessionContext } from "./context.ts";
import { agentOf } from "./state.ts";

/** Why an edge cannot be taken now. */
export interface Closure {
  readonly code: string;
  /** For the model: what stands in the way, so that it can do something else. */
  readonly message: string;
  /** The budget that is spent, where it is one. */
  readonly limit: LimitName | null;
}

/** Why a handoff is not open in this context, or `null` when it is. The one place that decides it. */
export function closureOf(
  graph: Graph,
  handoff: Handoff,
  { context, at }: { readonly context: SessionContext; readonly at: number },
): Closure | null {
  const { to, guard, maxTimes } = handoff;
  const closed = (code: Closure["code"], message: string): Closure => ({ code, message, limit: null });
  const { holds, error } = evaluate(guard, context);
  if (error !== undefined) {
    return closed("guard_error", `The condition of the handoff to ${to} could not be evaluated.`);
  }
  if (!holds && guard !== null) return closed("guard", `The handoff to ${to} requires: ${guardLabel(guard.node)}.`);
  if (maxTimes !== null && timesTaken(handoff, context) >= maxTimes.count) {
    const within = maxTimes.per === "session" ? "per session" : "before the user speaks again";
    return closed("max_times", `The handoff to ${to} can be made ${maxTimes.count} times ${within}.`);
  }
  if (handoff.mode === "delegate" && context.stack.length >= graph.delegationDepth) {
    return closed("depth", `Delegations can be ${graph.delegationDepth} deep.`);
  }
  const limit =
    spentByPassing(graph, context, handoff) ??
    (agentOf(graph, to).kind === "model" ? spentBudget(graph, context, at) : null);
  if (limit === null) return null;
  const [code, what] = spentWords[limit];
  return { code, limit, message: `${what} before the user speaks again (limit: ${graph.limits[limit]}).` };
}

const spentWords: Readonly<Record<LimitName, readonly [code: string, what: string]>> = {
  modelCalls: ["model_calls_spent", "No more model calls"],
  toolCalls: ["tool_calls_spent", "No more tool calls"],
  handoffs: ["handoffs_spent", "No more handoffs"],
  refusals: ["refusals_spent", "No more refused calls"],
  repairs: ["repairs_spent", "No more repairs"],
  tokens: ["tokens_spent", "No more tokens"],
  cost: ["cost_spent", "No more costs"],
  time: ["time_spent", "No more time"],
  pingPong: ["ping_pong", "No more handoffs between the same two agents"],
};

/** What a guard says in this context; no guard always holds. */
export function evaluate(guard: AuthoredGuard | null, context: SessionContext): GuardEvaluation {
  return guard === null ? unguarded : evaluateGuard(guard.node, context.variables);
}

/** The handoffs of an agent whose offer depends on the context, and whether they are offered in this one. */
export function offersOf(graph: Graph, agent: string, context: SessionContext): readonly Offer[] {
  return Object.values(agentOf(graph, agent).handoffs).flatMap((handoff) => {
    if (handoff.guard === null && handoff.maxTimes === null) return [];
    const { holds, reads } = evaluate(handoff.guard, context);
    const left = handoff.maxTimes === null || timesTaken(handoff, context) < handoff.maxTimes.count;
    return [{ to: handoff.to, offered: handoff.offer === "always" || (holds && left), holds, reads }];
  });
}

/** Counts a handoff that is taken, where its number is limited. */
export function countTaken(handoff: Handoff, context: SessionContext): SessionContext {
  if (handoff.maxTimes === null) return context;
  const counted = { [edgeKey(handoff)]: timesTaken(handoff, context) + 1 };
  if (handoff.maxTimes.per === "session") return { ...context, taken: { ...context.taken, ...counted } };
  const { exchange } = context;
  return { ...context, exchange: { ...exchange, taken: { ...exchange.taken, ...counted } } };
}

function timesTaken(handoff: Handoff, { taken, exchange }: SessionContext): number {
  return lookup(handoff.maxTimes?.per === "exchange" ? exchange.taken : taken, edgeKey(handoff)) ?? 0;
}

/** The name of an edge in records. */
export function edgeKey({ from, to }: Pick<Handoff, "from" | "to">): string {
  return `${from} → ${to}`;
}

const unguarded: GuardEvaluation = Object.freeze({ holds: true, reads: Object.freeze({}) });
