import { type AgentView, agentsOf, type End, type Graph, handoffsOf, type Limits } from "../graph/graph.ts";
import type { SessionNode } from "../graph/session-condition.ts";
import { lookup } from "../json.ts";

/**
 * What a change of a graph can let happen that no search of states shows: budgets, conditions on arguments and on
 * the session, checks on texts, and what agents see. Each is a sentence.
 */
export function unsearchedChanges(graph: Graph, old: Graph): readonly string[] {
  return [
    ...raisedLimits(graph, old),
    ...approvals(graph, old),
    ...guardrails(graph, old),
    ...ends(graph, old),
    ...views(graph, old),
  ];
}

function raisedLimits(graph: Graph, old: Graph): readonly string[] {
  return Object.keys(old.limits).flatMap((key) => {
    const name = key as keyof Limits; // the limits' own names
    const [now, before] = [graph.limits[name], old.limits[name]];
    if (before === null || (now !== null && now <= before)) return [];
    return [`the limit of ${name} is ${now === null ? "lifted" : now}; it was ${before}`];
  });
}

/** Arguments are not searched: any could need an approval, or none. */
function approvals(graph: Graph, old: Graph): readonly string[] {
  return Object.keys(graph.tools).flatMap((tool) => {
    const [now, before] = [graph.tools[tool]?.approval, lookup(old.tools, tool)?.approval];
    if (now?.kind !== "when" || before?.kind !== "when") return [];
    return JSON.stringify(now) === JSON.stringify(before) ? [] : [`${tool} is to be allowed under another condition`];
  });
}

/** A guardrail may trip or not, so that one more or less makes no difference to a search. */
function guardrails(graph: Graph, old: Graph): readonly string[] {
  return old.guardrails.flatMap((before) => {
    const now = graph.guardrails.find(({ name }) => name === before.name);
    if (now === undefined) return [`the guardrail ${before.name} is gone`];
    return JSON.stringify(now) === JSON.stringify(before) ? [] : [`the guardrail ${before.name} is another`];
  });
}

/** An end on the session may hold or not at any time: that it holds later, earlier or never makes no difference to a search. */
function ends(graph: Graph, old: Graph): readonly string[] {
  const [now, before] = [openEnds(graph), openEnds(old)];
  const [kept, known] = [now.map(textOf), before.map(textOf)];
  const gone = before.filter((end) => !kept.includes(textOf(end)));
  const come = now.filter((end) => !known.includes(textOf(end)));
  if (gone.length + come.length === 0) {
    return kept.join() === known.join() ? [] : ["the ends are asked for in another order"];
  }
  const outcomes = new Set([...gone, ...come].map(({ outcome }) => outcome));
  return [...outcomes].map((outcome) => `it ends as "${outcome}" under another condition on the session`);
}

/** The ends that hold or not whatever the variables and the agent are. */
function openEnds(graph: Graph): readonly End[] {
  return graph.ends.filter(({ session }) => session !== null && isOpen(session));
}

function isOpen(node: SessionNode): boolean {
  switch (node.kind) {
    case "all":
    case "any":
      return node.parts.some(isOpen);
    case "not":
      return isOpen(node.part);
    default:
      return node.kind !== "variables" && node.kind !== "agent";
  }
}

function textOf(end: End): string {
  return JSON.stringify(end);
}

function views(graph: Graph, old: Graph): readonly string[] {
  const byAgent = agentsOf(graph).flatMap(({ name, view }) =>
    changedView(view, lookup(old.agents, name)?.view) ? [`${name} has another view`] : [],
  );
  const byEdge = handoffsOf(graph).flatMap(({ from, to, view }) => {
    const before = lookup(lookup(old.agents, from)?.handoffs ?? {}, to);
    return changedView(view, before?.view) ? [`${to} has another view of what came from ${from}`] : [];
  });
  return [...byAgent, ...byEdge];
}

function changedView(now: AgentView | null, before: AgentView | null | undefined): boolean {
  return before !== undefined && JSON.stringify(now) !== JSON.stringify(before);
}
