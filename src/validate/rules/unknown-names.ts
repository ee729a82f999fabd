import { didYouMean } from "../../suggest-name.ts";
import { type AgentReference, agentMentions, agentTargets } from "../agent-references.ts";
import type { DiagnosticCode } from "../codes.ts";
import type { Finding, Place } from "../diagnostic.ts";
import type { GraphFacts } from "../graph-facts.ts";
import { toolReferences } from "../tool-references.ts";

/** Finds names of agents, tools and written variables that stand for nothing. */
export function* unknownNameRules(facts: GraphFacts): Generator<Finding> {
  yield* unknownStart(facts);
  for (const target of agentTargets(facts.graph)) yield* unknownAgent("unknown-target", target, facts);
  for (const mention of agentMentions(facts.graph)) yield* unknownAgent("unknown-agent", mention, facts);
  yield* unknownTools(facts);
  yield* unknownWrites(facts);
}

function* unknownStart({ graph, agentNames, meantAgent }: GraphFacts): Generator<Finding> {
  if (Object.hasOwn(graph.agents, graph.start)) return;
  yield {
    code: "unknown-start",
    path: ["start"],
    message: `The graph "${graph.id}" starts with "${graph.start}", which is not one of its agents.`,
    hint: didYouMean(meantAgent(graph.start), "Name one of the agents, or add this one."),
    known: agentNames,
  };
}

function* unknownAgent(
  code: DiagnosticCode,
  { agent, path, subject }: AgentReference,
  { graph, agentNames, meantAgent }: GraphFacts,
): Generator<Finding> {
  if (Object.hasOwn(graph.agents, agent)) return;
  yield {
    code,
    path,
    message: `${subject} "${agent}", which is not an agent of the graph.`,
    hint: didYouMean(meantAgent(agent), "Name one of the agents, or add this one."),
    known: agentNames,
  };
}

function* unknownTools({ graph, toolNames, meantTool }: GraphFacts): Generator<Finding> {
  for (const { tool, path, subject } of toolReferences(graph)) {
    if (Object.hasOwn(graph.tools, tool)) continue;
    yield {
      code: "unknown-tool",
      path,
      message: `${subject} "${tool}", which is not among the tools of the graph.`,
      hint: didYouMean(meantTool(tool), "Add it to `tools`, or do not name it here."),
      known: toolNames,
    };
  }
}

function* unknownWrites(facts: GraphFacts): Generator<Finding> {
  for (const [name, { writes }] of Object.entries(facts.graph.tools)) {
    for (const [index, variable] of writes.entries()) {
      const path = ["tools", name, "writes", String(index)];
      yield* unknownWrite({ variable, path, subject: `Tool "${name}" writes`, key: "writes" }, facts);
    }
  }
  for (const { from, to, set } of facts.handoffs) {
    for (const variable of Object.keys(set)) {
      const path = ["agents", from, "handoffs", to, "set", variable];
      yield* unknownWrite({ variable, path, subject: `The handoff from "${from}" to "${to}" sets`, key: "set" }, facts);
    }
  }
}

interface Write {
  readonly variable: string;
  readonly path: Place;
  readonly subject: string;
  readonly key: "writes" | "set";
}

function* unknownWrite(
  { variable, path, subject, key }: Write,
  { variables, meantVariable }: GraphFacts,
): Generator<Finding> {
  if (variables.domains === null || Object.hasOwn(variables.domains, variable)) return;
  yield {
    code: "unknown-variable",
    path,
    message: `${subject} "${variable}", which is not a variable of the graph.`,
    hint: didYouMean(meantVariable(variable), `Declare it in \`variables\`, or take it from \`${key}\`.`),
    known: variables.names,
  };
}
