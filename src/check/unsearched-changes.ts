import { guardReads } from "../graph/evaluate-guard.ts";
import { type Agent, agentsOf, type Graph, handoffsOf } from "../graph/graph.ts";
import type { Tool } from "../graph/tool.ts";
import { lookup } from "../json.ts";
import { graphGuards } from "./abstract/graph-guards.ts";
import { agentOptions, type HandoffPart, handoffOptions } from "./unsearched/agent-options.ts";
import { endOptions } from "./unsearched/end-options.ts";
import { graphOptions, type Looked } from "./unsearched/graph-options.ts";
import { type GuardrailPart, guardrailOptions } from "./unsearched/guardrail-options.ts";
import { changesOf, type Kept } from "./unsearched/option.ts";
import { priceOptions } from "./unsearched/price-options.ts";
import { toolOptions } from "./unsearched/tool-options.ts";
import { variableOptions } from "./unsearched/variable-options.ts";

/**
 * What a change of a graph can let happen that no search of states shows: where the model of the old graph takes more to be
 * possible than the old graph allows, the two definitions are compared instead. Each is a sentence. What only one of the
 * graphs has is searched, but for guardrails and ends.
 */
export function unsearchedChanges(graph: Graph, old: Graph, looked: Looked): readonly string[] {
  const read = new Set([graph, old].flatMap(graphGuards).flatMap(guardReads));
  const whole = { whose: graph.id, now: graph, before: old };
  const options = [...graphOptions(old, looked), ...priceOptions(graph, old), ...endOptions(old)];
  return [
    ...changesOf(options, whole),
    ...writtenVariables(graph, old).flatMap((name) =>
      changesOf(variableOptions(name, read.has(name)), { whose: name, now: graph.variables, before: old.variables }),
    ),
    ...guardrails(graph, old).flatMap((kept) => changesOf(guardrailOptions, kept)),
    ...tools(graph, old).flatMap((kept) => changesOf(toolOptions(read), kept)),
    ...agents(graph, old).flatMap((kept) => changesOf(agentOptions(graph, old), kept)),
    ...handoffs(graph, old).flatMap((kept) => changesOf(handoffOptions(read), kept)),
  ];
}

type Pairs<Part> = readonly Kept<Part>[];

/** Those that a tool may write. What a handoff writes stands in the graph, and nothing else writes. */
function writtenVariables(graph: Graph, old: Graph): readonly string[] {
  const written = new Set(toolNames(graph).flatMap((tool) => lookup(graph.tools, tool)?.writes ?? []));
  return Object.keys(old.variables.domains).filter((name) => written.has(name));
}

function guardrails(graph: Graph, old: Graph): Pairs<GuardrailPart> {
  return old.guardrails.map((before) => ({
    whose: `the guardrail ${before.name}`,
    now: { graph, guardrail: graph.guardrails.find(({ name }) => name === before.name) ?? null },
    before: { graph: old, guardrail: before },
  }));
}

function tools(graph: Graph, old: Graph): Pairs<Tool<never>> {
  return toolNames(graph).flatMap((whose) => {
    const [now, before] = [lookup(graph.tools, whose), lookup(old.tools, whose)];
    return now === undefined || before === undefined ? [] : [{ whose, now, before }];
  });
}

/** The tools that some agent may call. */
function toolNames(graph: Graph): readonly string[] {
  return [...new Set(agentsOf(graph).flatMap((agent) => agent.tools))];
}

function agents(graph: Graph, old: Graph): Pairs<Agent> {
  return agentsOf(graph).flatMap((now) => {
    const before = lookup(old.agents, now.name);
    return before === undefined || now.kind === "human" ? [] : [{ whose: now.name, now, before }];
  });
}

function handoffs(graph: Graph, old: Graph): Pairs<HandoffPart> {
  return handoffsOf(graph).flatMap((handoff) => {
    const { from, to } = handoff;
    const before = lookup(lookup(old.agents, from)?.handoffs ?? {}, to);
    const [now, past] = [lookup(graph.agents, to), lookup(old.agents, to)];
    if (before === undefined || now === undefined || past === undefined) return [];
    const whose = `the handoff from ${from} to ${to}`;
    return [{ whose, now: { handoff, view: now.view }, before: { handoff: before, view: past.view } }];
  });
}
