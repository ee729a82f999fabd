import type { EventPattern, Graph, GraphProperty, StatePattern } from "handoff-machine";
import type { StatePlace } from "../../../src/check/pattern.ts";
import { agentsOf } from "../../../src/graph/graph.ts";
import { toolNames } from "../../arbitraries/tools.ts";
import { type Draw, oneOf } from "../../machine/hostile/draw.ts";

/* Random properties of random graphs, of all kinds that one conversation can break or show. */

/** The kinds that are drawn. */
export const kinds = ["always", "never", "reachable", "onlyVia", "at", "before", "atMost", "worst"] as const;

/** One property of each kind; that it is reachable is asked of the same that is asked never to be. */
export function drawnProperties(graph: Graph, draw: Draw): readonly GraphProperty[] {
  const what = draw(3) === 0 ? state(graph, draw) : event(graph, draw);
  const per = (): Extract<GraphProperty, { kind: "before" }>["per"] =>
    draw(3) === 0 ? event(graph, draw) : oneOf(draw, ["session", "exchange", "exchange"]);
  return [
    { name: "always", kind: "always", holds: mostly(graph, draw) },
    { name: "never", kind: "never", what },
    { name: "reachable", kind: "reachable", what },
    { name: "onlyVia", kind: "onlyVia", agent: agentName(graph, draw), from: [agentName(graph, draw)] },
    { name: "at", kind: "at", event: event(graph, draw), holds: mostly(graph, draw) },
    { name: "before", kind: "before", required: common(graph, draw), event: event(graph, draw), per: per() },
    { name: "atMost", kind: "atMost", count: draw(4), event: event(graph, draw), per: per() },
    { name: "worst", kind: "worst", event: event(graph, draw), per: per() },
  ];
}

/** A pattern that many states are like. */
function mostly(graph: Graph, draw: Draw): StatePattern {
  return draw(3) === 0 ? state(graph, draw) : { not: { all: [state(graph, draw), state(graph, draw)] } };
}

/** Something that happens early in many conversations. */
function common(graph: Graph, draw: Draw): EventPattern {
  return draw(4) === 0
    ? event(graph, draw)
    : oneOf<EventPattern>(draw, [{ says: true }, { asksModel: true }, { answers: true }]);
}

function event(graph: Graph, draw: Draw): EventPattern {
  const when = draw(4) === 0 ? { when: state(graph, draw) } : {};
  const either = (): EventPattern => ({ either: [happening(graph, draw), happening(graph, draw)] });
  return { ...(draw(5) === 0 ? either() : happening(graph, draw)), ...when };
}

function happening(graph: Graph, draw: Draw): EventPattern {
  const agent = (): string => agentName(graph, draw);
  const tool = (): string => oneOf(draw, toolNames);
  const edge = (): { readonly from?: string; readonly to?: string } => ({
    ...(draw(2) === 0 ? { from: agent() } : {}),
    ...(draw(2) === 0 ? { to: agent() } : {}),
  });
  const decided = () => (draw(3) === 0 ? { handoffTo: agent() } : tool());
  const choices: readonly [() => EventPattern, ...(() => EventPattern)[]] = [
    () => ({ handoff: edge() }),
    () => ({ refused: edge() }),
    () => ({ enters: agent() }),
    () => ({ calls: tool() }),
    () => ({ runs: tool() }),
    () => ({ returns: tool() }),
    () => ({ approves: decided() }),
    () => ({ denies: decided() }),
    () => ({ answers: draw(2) === 0 ? true : agent() }),
    () => ({ asksModel: draw(2) === 0 ? true : agent() }),
    () => ({ says: true }),
    () => ({ limit: true }),
    () => ({ ends: draw(2) === 0 ? true : outcome(graph, draw) }),
  ];
  return oneOf(draw, choices)();
}

function state(graph: Graph, draw: Draw): StatePattern {
  const places: readonly [StatePlace, ...StatePlace[]] = [
    "opened",
    "awaitingUser",
    "awaitingModel",
    "awaitingApproval",
    "awaitingTools",
    "deciding",
    "failed",
    "completed",
    "cancelled",
  ];
  const choices: readonly [() => StatePattern, ...(() => StatePattern)[]] = [
    () => ({ agent: agentName(graph, draw) }),
    () => ({ place: oneOf(draw, places) }),
    () => ({ place: oneOf(draw, places), agent: agentName(graph, draw) }),
    () => ({ pending: oneOf(draw, toolNames) }),
    () => ({ outcome: outcome(graph, draw) }),
    () => ({ variables: { flag: draw(2) === 0 } }),
    () => ({ variables: { tier: oneOf(draw, ["low", "mid", "high"]) } }),
    () => ({ variables: { amount: { atLeast: draw(10) } } }),
    () => ({ any: [state(graph, draw), state(graph, draw)] }),
    () => ({ not: state(graph, draw) }),
  ];
  return oneOf(draw, choices)();
}

function agentName(graph: Graph, draw: Draw): string {
  const names = agentsOf(graph).map(({ name }) => name);
  return names[draw(names.length)] ?? graph.start;
}

/** One that the graph has. */
function outcome({ ends }: Graph, draw: Draw): string {
  const outcomes = ["cancelled", ...ends.map((end) => end.outcome)];
  return outcomes[draw(outcomes.length)] ?? "cancelled";
}
