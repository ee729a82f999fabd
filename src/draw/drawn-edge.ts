import { agentsOf, type Graph, type Handoff } from "../graph/graph.ts";
import type { GuardNode } from "../graph/guard.ts";
import { returnTargets } from "../machine/delegation.ts";
import { payloadLabel } from "./payload-fields.ts";

/** One arrow of a drawing: the same in every format. */
export interface DrawnEdge {
  /**
   * `handoff` and `delegation` are called by a model; `return` leads from a delegate back; a `route` is taken
   * without a model; `limit` when a budget is spent; `end` when the session is over.
   */
  readonly kind: "handoff" | "delegation" | "return" | "route" | "limit" | "end";
  /** `null`: any agent. */
  readonly from: string | null;
  /** `null`: the end of the session. */
  readonly to: string | null;
  /** `null`: nothing stands in its way. */
  readonly guard: GuardNode | null;
  /** What else there is to know, each a few words: `needs approval`, `at most 2 times`. */
  readonly notes: readonly string[];
}

/** Lists the arrows of a graph, agent by agent, as they are written; those that leave from any agent come last. */
export function drawnEdges(graph: Graph): readonly DrawnEdge[] {
  const returns = returnTargets(drawablePart(graph));
  const limits: readonly DrawnEdge[] =
    graph.onLimit.kind === "handoff"
      ? [{ kind: "limit", from: null, to: graph.onLimit.to, guard: null, notes: ["limit reached"] }]
      : [];
  return [
    ...agentsOf(graph).flatMap(({ name, handoffs, routes }): readonly DrawnEdge[] => [
      ...Object.values(handoffs).map(handoffEdge),
      ...routes.map(
        ({ from, to, guard }) => ({ kind: "route", from, to, guard: guard?.node ?? null, notes: [] }) as const,
      ),
      ...returns(name).map((caller) => ({ kind: "return", from: name, to: caller, guard: null, notes: [] }) as const),
    ]),
    ...limits,
    ...graph.ends.map(
      ({ outcome, guard }) => ({ kind: "end", from: null, to: null, guard: guard.node, notes: [outcome] }) as const,
    ),
  ];
}

/** Names that edges lead to and no agent has: a graph can be drawn before it is valid. */
export function unknownTargets(graph: Graph): readonly string[] {
  const targets = drawnEdges(graph).flatMap(({ to }) => (to === null ? [] : [to]));
  return [...new Set([graph.start, ...targets])].filter((name) => !Object.hasOwn(graph.agents, name));
}

function handoffEdge({ from, to, mode, guard, approval, maxTimes, input }: Handoff): DrawnEdge {
  return {
    kind: mode === "delegate" ? "delegation" : "handoff",
    from,
    to,
    guard: guard?.node ?? null,
    notes: [
      ...(approval ? ["needs approval"] : []),
      ...(maxTimes === null ? [] : [`at most ${maxTimes} ${maxTimes === 1 ? "time" : "times"}`]),
      ...(input === null ? [] : [payloadLabel(input)]),
    ],
  };
}

/** The graph without the edges that lead nowhere, since no way goes on behind them. */
function drawablePart(graph: Graph): Graph {
  const isKnown = ({ to }: { readonly to: string }): boolean => Object.hasOwn(graph.agents, to);
  const agents = agentsOf(graph).map((agent) => ({
    ...agent,
    handoffs: Object.fromEntries(Object.entries(agent.handoffs).filter(([, handoff]) => isKnown(handoff))),
    routes: agent.routes.filter(isKnown),
  }));
  const { onLimit } = graph;
  return {
    ...graph,
    agents: Object.fromEntries(agents.map((agent) => [agent.name, agent])),
    onLimit: onLimit.kind === "handoff" && !isKnown(onLimit) ? { kind: "askUser" } : onLimit,
  };
}
