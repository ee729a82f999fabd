import { evaluateGuard, type GuardEvaluation } from "../graph/evaluate-guard.ts";
import type { AuthoredGuard, Graph, Handoff } from "../graph/graph.ts";
import { guardLabel } from "../graph/guard-label.ts";
import { lookup } from "../json.ts";
import type { SessionContext } from "./context.ts";
import type { Offer } from "./event.ts";
import { agentOf } from "./state.ts";

/** Why an edge cannot be taken now. */
export interface Closure {
  readonly code: "guard" | "guard_error" | "max_times" | "depth" | "handoffs_spent" | "model_calls_spent";
  /** For the model: what stands in the way, so that it can do something else. */
  readonly message: string;
}

/** Why a handoff is not open in this context, or `null` when it is. The one place that decides it. */
export function closureOf(graph: Graph, handoff: Handoff, context: SessionContext): Closure | null {
  const { holds, error } = evaluate(handoff.guard, context);
  if (error !== undefined) {
    return { code: "guard_error", message: `The condition of the handoff to ${handoff.to} could not be evaluated.` };
  }
  if (!holds && handoff.guard !== null) {
    return { code: "guard", message: `The handoff to ${handoff.to} requires: ${guardLabel(handoff.guard.node)}.` };
  }
  if (handoff.maxTimes !== null && timesTaken(handoff, context) >= handoff.maxTimes) {
    return {
      code: "max_times",
      message: `The handoff to ${handoff.to} can be made ${handoff.maxTimes} times per session.`,
    };
  }
  if (handoff.mode === "delegate" && context.stack.length >= graph.delegationDepth) {
    return { code: "depth", message: `Delegations can be ${graph.delegationDepth} deep.` };
  }
  const { handoffs, modelCalls } = graph.limits;
  if (handoffs !== null && context.exchange.handoffs >= handoffs) {
    return { code: "handoffs_spent", message: `No more handoffs before the user speaks again (limit: ${handoffs}).` };
  }
  if (modelCalls !== null && context.exchange.modelCalls >= modelCalls && agentOf(graph, handoff.to).kind === "model") {
    return {
      code: "model_calls_spent",
      message: `No more model calls before the user speaks again (limit: ${modelCalls}).`,
    };
  }
  return null;
}

/** What a guard says in this context; no guard always holds. */
export function evaluate(guard: AuthoredGuard | null, context: SessionContext): GuardEvaluation {
  return guard === null ? unguarded : evaluateGuard(guard.node, context.variables);
}

/** The handoffs of an agent whose offer depends on the context, and whether they are offered in this one. */
export function offersOf(graph: Graph, agent: string, context: SessionContext): readonly Offer[] {
  return Object.values(agentOf(graph, agent).handoffs).flatMap((handoff) => {
    if (handoff.guard === null && handoff.maxTimes === null) return [];
    const { holds, reads } = evaluate(handoff.guard, context);
    const left = handoff.maxTimes === null || timesTaken(handoff, context) < handoff.maxTimes;
    return [{ to: handoff.to, offered: handoff.offer === "always" || (holds && left), holds, reads }];
  });
}

/** Counts a handoff that is taken, where its number is limited. */
export function countTaken(handoff: Handoff, context: SessionContext): SessionContext["taken"] {
  if (handoff.maxTimes === null) return context.taken;
  return { ...context.taken, [edgeKey(handoff)]: timesTaken(handoff, context) + 1 };
}

function timesTaken(handoff: Handoff, context: SessionContext): number {
  return lookup(context.taken, edgeKey(handoff)) ?? 0;
}

function edgeKey({ from, to }: Handoff): string {
  return `${from} → ${to}`;
}

const unguarded: GuardEvaluation = Object.freeze({ holds: true, reads: Object.freeze({}) });
