import { type Agent, agentsOf, type Graph, handoffsOf } from "../graph/graph.ts";
import type { GraphProperty } from "./graph-property.ts";
import type { EventPattern } from "./pattern.ts";

/**
 * What every graph is asked, without a property being written: that nothing in it is dead, that each guard makes a
 * difference, that exchanges are bounded, that nobody gets stuck, and that approvals come before what they allow.
 */
export function defaultProperties(graph: Graph): readonly GraphProperty[] {
  const agents = agentsOf(graph);
  const tools = [...new Set(agents.flatMap(({ tools: own }) => own))];
  return [
    ...agents.map(
      ({ name }): GraphProperty => ({
        name: `${name} can get the conversation`,
        kind: "reachable",
        what: { agent: name },
      }),
    ),
    ...(graph.defaultMesh ? [] : handoffsOf(graph).flatMap(edgeProperties)),
    ...agents.flatMap(wayProperties),
    ...tools.map((tool): GraphProperty => ({ name: `${tool} can run`, kind: "reachable", what: { runs: tool } })),
    ...bounds(graph),
    {
      name: "the conversation can always come to rest",
      kind: "canAlways",
      goal: { place: ["awaitingUser", "completed", "cancelled"] },
    },
    ...tools.flatMap((tool) => approvalProperty(graph, tool)),
    ...endings(graph),
  ];
}

/** Ways without a model: a rule that comes behind one that always holds is never reached. */
function wayProperties({ name: agent, routes, afterReply }: Agent): readonly GraphProperty[] {
  const taken = (name: string, what: EventPattern): GraphProperty => ({ name, kind: "reachable", what });
  return [
    ...routes.map((_, index) =>
      taken(`route ${index + 1} of ${agent} can be taken`, { follows: { agent, route: index } }),
    ),
    ...afterReply.map((_, index) =>
      taken(`rule ${index + 1} after a reply of ${agent} can be taken`, { follows: { agent, afterReply: index } }),
    ),
  ];
}

function edgeProperties({
  from,
  to,
  guard,
  approval,
}: ReturnType<typeof handoffsOf>[number]): readonly GraphProperty[] {
  const name = `${from} → ${to}`;
  return [
    { name: `${name} can be taken`, kind: "reachable", what: { handoff: { from, to } } },
    ...(guard === null
      ? []
      : [{ name: `${name} can be refused`, kind: "reachable", what: { refused: { from, to } } } as const]),
    ...(approval ? [allowedFirst(from, to)] : []),
  ];
}

/** Whoever has allowed a handoff has allowed one from this agent: the period ends when the agent loses the conversation. */
function allowedFirst(from: string, to: string): GraphProperty {
  return {
    name: `${from} → ${to} is taken only when a person has allowed it`,
    kind: "before",
    required: { approves: { handoffTo: to }, when: { agent: from } },
    event: { handoff: { from, to } },
    per: { enters: from },
  };
}

/** Budgets bound an exchange; where one is lifted, the graph itself must. */
function bounds({ limits }: Graph): readonly GraphProperty[] {
  const counted: readonly (readonly [name: string, limit: number | null, event: EventPattern])[] = [
    ["handoffs", limits.handoffs, { handoff: {} }],
    ["model calls", limits.modelCalls, { asksModel: true }],
  ];
  return counted.flatMap(([name, limit, event]) =>
    limit === null
      ? [{ name: `${name} in an exchange are bounded`, kind: "worst", event, per: "exchange" } as const]
      : [],
  );
}

function approvalProperty(graph: Graph, tool: string): readonly GraphProperty[] {
  if (graph.tools[tool]?.approval.kind !== "always") return [];
  return [
    {
      name: `${tool} runs only when a person has allowed it`,
      kind: "before",
      required: { approves: tool },
      event: { runs: tool },
      per: { calls: tool },
    },
  ];
}

function endings(graph: Graph): readonly GraphProperty[] {
  const outcomes = new Set([
    ...graph.ends.map(({ outcome }) => outcome),
    ...agentsOf(graph).flatMap(({ canEnd }) => (canEnd === null ? [] : [canEnd.outcome])),
  ]);
  return [...outcomes].map((outcome) => ({
    name: `it can end as "${outcome}"`,
    kind: "reachable",
    what: { ends: outcome },
  }));
}
