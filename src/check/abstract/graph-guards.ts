import { agentsOf, type Graph } from "../../graph/graph.ts";
import type { GuardNode } from "../../graph/guard.ts";
import { questionsOf } from "../../graph/session-condition.ts";

/** Every guard over the session's variables in a graph: what the finite variables have to tell apart. */
export function graphGuards(graph: Graph): readonly GuardNode[] {
  const guards = [
    ...Object.values(graph.tools).map(({ guard }) => guard),
    ...agentsOf(graph).flatMap(({ handoffs, routes, afterReply, canEnd }) => [
      ...Object.values(handoffs).map(({ guard }) => guard),
      ...[...routes, ...afterReply].map(({ guard }) => guard),
      canEnd?.guard ?? null,
    ]),
    ...(graph.entry.kind === "list" ? graph.entry.rules.map(({ guard }) => guard) : []),
    ...graph.ends.map(({ guard }) => guard),
  ];
  const nodes = guards.flatMap((guard) => (guard === null ? [] : [guard.node]));
  const questions = graph.ends.flatMap(({ session }) => (session === null ? [] : questionsOf(session)));
  return [...nodes, ...questions.flatMap((question) => (question.kind === "variables" ? [question.guard.node] : []))];
}
