import {
  type AfterReply,
  type Agent,
  agentsOf,
  type Destination,
  type Graph,
  type Guardrail,
  type Handoff,
} from "../graph/graph.ts";
import { returnTargets } from "../machine/delegation.ts";
import { checkedAgents } from "./checked-agents.ts";
import { drawablePart } from "./drawable-part.ts";
import type { DrawnEdge } from "./drawn-edge.ts";
import { agentAt, agentPlace, type DrawnPlace, endPlace } from "./drawn-place.ts";
import { handoffNotes, wayNotes } from "./edge-notes.ts";
import { payloadLabel } from "./payload-fields.ts";

/**
 * Lists the arrows of a graph: those of the user's messages, then agent by agent, as they are written; those that
 * leave from any agent come last. Every drawing has exactly these.
 */
export function drawnEdges(graph: Graph): readonly DrawnEdge[] {
  const returns = returnTargets(drawablePart(graph));
  return [
    ...entryEdges(graph),
    ...agentsOf(graph).flatMap((agent) => [
      ...Object.values(agent.handoffs).map(handoffEdge),
      ...(agent.kind === "human" ? [] : modelEdges(graph, agent)),
      ...returns(agent.name).map((caller) => returnEdge(agent.name, caller)),
    ]),
    ...limitEdges(graph),
    ...graph.guardrails.flatMap((guardrail) =>
      checkedAgents(graph, guardrail) === null ? guardrailEdges(guardrail, { kind: "anyAgent" }) : [],
    ),
    ...endEdges(graph),
  ];
}

/** Names that edges lead to and no agent has: a graph can be drawn before it is valid. */
export function unknownTargets(graph: Graph): readonly string[] {
  const targets = drawnEdges(graph).flatMap(({ to }) => agentAt(to) ?? []);
  return [...new Set([graph.start, ...targets])].filter((name) => !Object.hasOwn(graph.agents, name));
}

function entryEdges({ entry, start }: Graph): readonly DrawnEdge[] {
  const rules = { last: [], start: [{ agent: start, guard: null }], list: entry.kind === "list" ? entry.rules : [] };
  return rules[entry.kind].map(({ agent, guard }, index, all) => ({
    kind: "entry",
    from: { kind: "user" },
    to: agentPlace(agent),
    guard: guard?.node ?? null,
    rank: rankOf(index, all),
    notes: [],
  }));
}

function handoffEdge(handoff: Handoff): DrawnEdge {
  const { from, to, mode, guard } = handoff;
  return {
    kind: mode === "delegate" ? "delegation" : "handoff",
    from: agentPlace(from),
    to: agentPlace(to),
    guard: guard?.node ?? null,
    rank: null,
    notes: handoffNotes(handoff),
    handoff,
  };
}

/** What a person never takes, whatever is declared: see the diagnostic `unused-on-human`. */
function modelEdges(graph: Graph, agent: Agent): readonly DrawnEdge[] {
  const { name, routes, afterReply } = agent;
  return [
    ...routes.map((route, index) => wayEdge("route", route, rankOf(index, routes))),
    ...afterReply.map((rule, index) => wayEdge("afterReply", rule, rankOf(index, afterReply))),
    ...endCallEdges(agent),
    ...graph.guardrails.flatMap((guardrail) =>
      checkedAgents(graph, guardrail)?.includes(name) ? guardrailEdges(guardrail, agentPlace(name)) : [],
    ),
  ];
}

function wayEdge(
  kind: "route" | "afterReply",
  { from, destination, guard }: AfterReply,
  rank: number | null,
): DrawnEdge {
  return {
    kind,
    from: agentPlace(from),
    to: placeOf(destination, from),
    guard: guard?.node ?? null,
    rank,
    notes: wayNotes(destination),
    destination,
  };
}

function placeOf(destination: Destination, from: string): DrawnPlace {
  switch (destination.kind) {
    case "agent":
      return agentPlace(destination.agent);
    case "same":
      return agentPlace(from);
    case "end":
      return endPlace(destination.outcome);
    case "user":
      return { kind: "user" };
  }
}

function endCallEdges({ name, canEnd }: Agent): readonly DrawnEdge[] {
  if (canEnd === null) return [];
  const { guard, outcome, result } = canEnd;
  return [
    {
      kind: "endCall",
      from: agentPlace(name),
      to: endPlace(outcome),
      guard: guard?.node ?? null,
      rank: null,
      notes: result === null ? [] : [payloadLabel(result)],
      canEnd,
    },
  ];
}

/** A guardrail that refuses or asks again leads nowhere. */
function guardrailEdges(guardrail: Guardrail, from: DrawnPlace): readonly DrawnEdge[] {
  const { onTrip } = guardrail;
  if (onTrip.kind === "refuse" || onTrip.kind === "retry") return [];
  const to = onTrip.kind === "agent" ? agentPlace(onTrip.agent) : endPlace(onTrip.outcome);
  return [{ kind: "guardrail", from, to, guard: null, rank: null, notes: [], guardrail }];
}

function returnEdge(from: string, caller: string): DrawnEdge {
  return { kind: "return", from: agentPlace(from), to: agentPlace(caller), guard: null, rank: null, notes: [] };
}

function limitEdges({ onLimit }: Graph): readonly DrawnEdge[] {
  if (onLimit.kind !== "handoff") return [];
  const [from, to] = [{ kind: "anyAgent" } as const, agentPlace(onLimit.to)];
  return [{ kind: "limit", from, to, guard: null, rank: null, notes: [] }];
}

function endEdges({ ends }: Graph): readonly DrawnEdge[] {
  return ends.map((end) => ({
    kind: "end",
    from: { kind: "anyAgent" },
    to: endPlace(end.outcome),
    guard: end.guard?.node ?? null,
    rank: null,
    notes: [],
    end,
  }));
}

function rankOf(index: number, all: readonly unknown[]): number | null {
  return all.length > 1 ? index + 1 : null;
}
