import type { AfterReply, End, Graph, Route } from "../graph/graph.ts";
import { spentBudget, spentByPassing } from "./budget.ts";
import type { LimitName, SessionContext } from "./context.ts";
import { evaluate } from "./edge.ts";
import { endHolds } from "./session-holds.ts";
import { agentOf } from "./state.ts";
import { guardrailOf } from "./trip.ts";

/**
 * The budget that stands in the way of what is due, or `null`. A user message that waits to be delivered renews all;
 * what ends the session, or gives the user the word, needs none.
 */
export function limitReached(graph: Graph, agent: string, { context, at }: LimitMoment): LimitName | null {
  if (context.staged.length > 0) return null;
  const way = wayOn(graph, agent, context);
  if (way === null) return null;
  const { spent } = context.exchange;
  if (spent !== null) return spent;
  const budget = asksModel(graph, way) ? spentBudget(graph, context, at) : null;
  return budget ?? (way.kind === "pass" ? spentByPassing(graph, context, { from: agent, to: way.to }) : null);
}

/** Whether the machine would go on by itself, to another agent or to a model call of the same. */
export function goesOn(graph: Graph, agent: string, context: SessionContext): boolean {
  return wayOn(graph, agent, context) !== null;
}

/** When a limit is read. */
export interface LimitMoment {
  readonly context: SessionContext;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Where the machine would go on by itself: to another agent, or to a model call of the same. */
type Way = { readonly kind: "pass"; readonly to: string } | { readonly kind: "ask" };

function wayOn(graph: Graph, agent: string, context: SessionContext): Way | null {
  if (context.tripped !== null) {
    const { onTrip } = guardrailOf(graph, context.tripped.guardrail);
    return onTrip.kind === "agent" ? { kind: "pass", to: onTrip.agent } : null;
  }
  switch (context.due) {
    case null:
      return null;
    case "model":
      return wayOf(openRoute(graph, agent, context)?.destination, { kind: "ask" });
    case "afterReply":
      return wayOf(openFollow(graph, agent, context)?.destination, null);
  }
}

function wayOf(destination: AfterReply["destination"] | undefined, otherwise: Way | null): Way | null {
  switch (destination?.kind) {
    case undefined:
      return otherwise;
    case "agent":
      return { kind: "pass", to: destination.agent };
    case "same":
      return { kind: "ask" };
    default:
      return null;
  }
}

function asksModel(graph: Graph, way: Way): boolean {
  return way.kind === "ask" || agentOf(graph, way.to).kind === "model";
}

/** The first route of an agent whose guard holds, or `null`. */
export function openRoute(graph: Graph, agent: string, context: SessionContext): Route | null {
  return agentOf(graph, agent).routes.find(({ guard }) => evaluate(guard, context).holds) ?? null;
}

/** What follows the agent's answer: the first rule whose guard holds and that is not used up, or `null`. */
export function openFollow(graph: Graph, agent: string, context: SessionContext): AfterReply | null {
  return agentOf(graph, agent).afterReply.find((rule) => followHolds(rule, context)) ?? null;
}

/** Whether a rule after an answer applies. */
export function followHolds({ destination, guard }: AfterReply, context: SessionContext): boolean {
  const isLeft = destination.kind !== "same" || context.autonomous < destination.maxTurns;
  return isLeft && evaluate(guard, context).holds;
}

/** The first end condition that holds, or `null`. */
export function metEnd(graph: Graph, agent: string, { context, at }: LimitMoment): End | null {
  return graph.ends.find((end) => endHolds(end, { context, agent, at })) ?? null;
}
