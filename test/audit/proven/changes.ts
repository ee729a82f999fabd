import type { Graph, Handoff } from "handoff-machine";
import { agentsOf, handoffsOf } from "../../../src/graph/graph.ts";
import { toolNames } from "../../arbitraries/tools.ts";
import { withHandoff, withoutHandoff, withTool } from "../../check/variants.ts";
import { type Draw, oneOf } from "../../machine/hostile/draw.ts";

/** The graph with one thing changed, mostly so that less is possible, or more. */
export function changed(graph: Graph, draw: Draw): Graph {
  const edges = handoffsOf(graph);
  const edge = edges[draw(Math.max(1, edges.length))];
  const agents = agentsOf(graph);
  const agent = agents[draw(agents.length)];
  if (agent === undefined) return graph;
  const tool = oneOf(draw, toolNames);
  const edgeWith = (change: Partial<Handoff>): Graph =>
    edge === undefined ? graph : withHandoff(graph, [edge.from, edge.to], change);
  const choices: readonly [() => Graph, ...(() => Graph)[]] = [
    () => graph,
    () => (edge === undefined ? graph : withoutHandoff(graph, [edge.from, edge.to])),
    () => edgeWith({ guard: null }),
    () => edgeWith({ maxTimes: null }),
    () => edgeWith({ maxTimes: { count: 1, per: "session" } }),
    () => edgeWith({ approval: edge?.approval !== true, approvalExpires: null }),
    () => edgeWith({ mode: edge?.mode === "delegate" ? "handoff" : "delegate" }),
    () => edgeWith({ onHandoff: null }),
    () => withTool(graph, tool, { guard: null }),
    () => withTool(graph, tool, { approval: { kind: "never" } }),
    () => withTool(graph, tool, { approval: { kind: "always" }, approvalExpires: null }),
    () => withTool(graph, tool, { writes: [] }),
    () => ({ ...graph, agents: { ...graph.agents, [agent.name]: { ...agent, tools: agent.tools.slice(1) } } }),
    () => ({ ...graph, agents: { ...graph.agents, [agent.name]: { ...agent, canEnd: null } } }),
    () => ({ ...graph, agents: { ...graph.agents, [agent.name]: { ...agent, canAsk: false } } }),
    () => ({ ...graph, agents: { ...graph.agents, [agent.name]: { ...agent, routes: agent.routes.slice(1) } } }),
    () => ({
      ...graph,
      agents: { ...graph.agents, [agent.name]: { ...agent, afterReply: agent.afterReply.slice(1) } },
    }),
    () => ({ ...graph, ends: graph.ends.slice(1) }),
    () => ({ ...graph, guardrails: graph.guardrails.slice(1) }),
    () => ({ ...graph, entry: { kind: oneOf(draw, ["last", "start"]) } }),
    () => ({ ...graph, whilePending: graph.whilePending === "stage" ? "withdraw" : "stage" }),
    () => ({ ...graph, severalHandoffs: graph.severalHandoffs === "first" ? "refuseAll" : "first" }),
    () => ({ ...graph, onLimit: { kind: oneOf(draw, ["askUser", "fail"]) } }),
    () => ({ ...graph, delegationDepth: 1 }),
  ];
  return oneOf(draw, choices)();
}
