import { ledTo } from "../../graph/graph.ts";
import { agentTargets } from "../agent-references.ts";
import type { Finding } from "../diagnostic.ts";
import type { GraphFacts } from "../graph-facts.ts";
import { reachedFrom } from "../reached-from.ts";

/** Finds agents that no way leads to, and spent budgets that lead to where they can be spent again. */
export function* reachabilityRules(facts: GraphFacts): Generator<Finding> {
  yield* unreachableAgents(facts);
  yield* loopingLimitTarget(facts);
}

function* unreachableAgents(facts: GraphFacts): Generator<Finding> {
  const { graph, agents, meantAgent } = facts;
  const start = meantAgent(graph.start);
  if (start === null) return;
  const entered = [...agentTargets(graph)].flatMap(({ agent, path }) => (path[0] === "agents" ? [] : [agent]));
  const reached = reachedFrom(isStartEntered(facts) ? [start, ...entered] : entered, facts);
  for (const { name } of agents) {
    if (reached.has(name)) continue;
    const from = reached.has(start) ? `from the start "${start}" ` : "from where user messages enter ";
    yield {
      code: "unreachable-agent",
      path: ["agents", name],
      message: `No way leads ${from}to agent "${name}".`,
      hint: "Let an agent that can be reached hand off to it, or remove it.",
    };
  }
}

/** Whether a user message can get past the list of entries. */
function isStartEntered({ graph: { entry }, choiceAmong }: GraphFacts): boolean {
  return entry.kind !== "list" || choiceAmong(entry.rules).canPass;
}

function* loopingLimitTarget(facts: GraphFacts): Generator<Finding> {
  const { graph, agents } = facts;
  const { onLimit } = graph;
  if (onLimit.kind !== "handoff") return;
  const target = agents.find(({ name }) => name === onLimit.to);
  if (target === undefined || target.kind === "human") return;
  const neighbours = [...Object.keys(target.handoffs), ...ledTo(target)];
  const returns = reachedFrom(neighbours, facts).has(target.name);
  if (!returns && target.tools.length === 0) return;
  yield {
    code: "limit-target-can-loop",
    path: ["onLimit", "handoff"],
    message: `A spent budget leads to "${target.name}", which can spend it again ${returns ? "by handing off in a circle" : "by calling tools"}.`,
    hint: "This happens once in an exchange, then the user is asked. A human agent, or one that only answers, ends it at once.",
  };
}
