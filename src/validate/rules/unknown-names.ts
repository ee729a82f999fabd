import type { Finding, Place } from "../diagnostic.ts";
import type { GraphFacts } from "../graph-facts.ts";
import { didYouMean } from "../suggest-name.ts";

/** Finds names of agents, tools and written variables that stand for nothing. */
export function* unknownNameRules(facts: GraphFacts): Generator<Finding> {
  yield* unknownStart(facts);
  yield* unknownTargets(facts);
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

function* unknownTargets(facts: GraphFacts): Generator<Finding> {
  const { graph, agents } = facts;
  for (const { name, handoffs, routes } of agents) {
    for (const to of Object.keys(handoffs)) {
      yield* unknownTarget(
        { to, path: ["agents", name, "handoffs", to], subject: `Agent "${name}" may hand off` },
        facts,
      );
    }
    for (const [index, { to }] of routes.entries()) {
      const path = ["agents", name, "routes", String(index), "to"];
      yield* unknownTarget({ to, path, subject: `Agent "${name}" routes` }, facts);
    }
  }
  if (graph.onLimit.kind !== "handoff") return;
  yield* unknownTarget({ to: graph.onLimit.to, path: ["onLimit", "handoff"], subject: "A spent budget leads" }, facts);
}

function* unknownTarget(
  { to, path, subject }: { readonly to: string; readonly path: Place; readonly subject: string },
  { graph, agentNames, meantAgent }: GraphFacts,
): Generator<Finding> {
  if (Object.hasOwn(graph.agents, to)) return;
  yield {
    code: "unknown-target",
    path,
    message: `${subject} to "${to}", which is not an agent of the graph.`,
    hint: didYouMean(meantAgent(to), "Name one of the agents, or add this one."),
    known: agentNames,
  };
}

function* unknownTools({ graph, agents, toolNames, meantTool }: GraphFacts): Generator<Finding> {
  for (const { name, tools } of agents) {
    for (const [index, tool] of tools.entries()) {
      if (Object.hasOwn(graph.tools, tool)) continue;
      yield {
        code: "unknown-tool",
        path: ["agents", name, "tools", String(index)],
        message: `Agent "${name}" has the tool "${tool}", which is not among the tools of the graph.`,
        hint: didYouMean(meantTool(tool), "Add it to `tools`, or take it from the agent."),
        known: toolNames,
      };
    }
  }
}

function* unknownWrites({ graph, variables, meantVariable }: GraphFacts): Generator<Finding> {
  if (variables.domains === null) return;
  for (const [name, { writes }] of Object.entries(graph.tools)) {
    for (const [index, variable] of writes.entries()) {
      if (Object.hasOwn(variables.domains, variable)) continue;
      yield {
        code: "unknown-variable",
        path: ["tools", name, "writes", String(index)],
        message: `Tool "${name}" writes "${variable}", which is not a variable of the graph.`,
        hint: didYouMean(meantVariable(variable), "Declare it in `variables`, or take it from `writes`."),
        known: variables.names,
      };
    }
  }
}
