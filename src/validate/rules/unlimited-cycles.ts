import { type Agent, type Destination, type Graph, handoffsOf } from "../../graph/graph.ts";
import { lookup } from "../../json.ts";
import type { Finding } from "../diagnostic.ts";
import type { GraphFacts } from "../graph-facts.ts";
import { strongComponents } from "../strong-components.ts";

/**
 * Finds agents that answer one another for ever: each answer leads to the next of them, no model has another way
 * out, and neither a budget nor an end stops them.
 */
export function* unlimitedCycleRules(facts: GraphFacts): Generator<Finding> {
  if (isLimited(facts.graph)) return;
  const restless = restlessAgents(facts);
  const targets = (agent: Agent): readonly Agent[] => (restless.get(agent) ?? []).filter((to) => restless.has(to));
  for (const component of strongComponents([...restless.keys()], targets)) {
    if (component.length === 1 || (component.length === 2 && facts.graph.limits.pingPong !== null)) continue;
    const speaker = facts.agents.find((agent) => component.includes(agent) && answers(agent, facts));
    if (speaker !== undefined) yield found(speaker, component, facts);
  }
}

/** Whether something may stop agents that answer one another. Answers spend no budget of refusals or repairs. */
function isLimited(graph: Graph): boolean {
  const { modelCalls, handoffs, tokens, cost, time } = graph.limits;
  return (
    [modelCalls, handoffs, tokens, cost, time].some((limit) => limit !== null) ||
    graph.ends.length > 0 ||
    graph.guardrails.some(({ onTrip }) => onTrip.kind === "agent" || onTrip.kind === "end") ||
    handoffsOf(graph).some(({ mode, maxTurns }) => mode === "delegate" && maxTurns !== null)
  );
}

/** The agents that always lead on to one another, each with those that it leads to. */
function restlessAgents(facts: GraphFacts): ReadonlyMap<Agent, readonly Agent[]> {
  const leads = new Map<Agent, readonly Agent[]>();
  for (const agent of facts.agents) {
    const targets = alwaysLedTo(agent, facts);
    if (targets !== null) leads.set(agent, targets);
  }
  for (let before = -1; before !== leads.size; ) {
    before = leads.size;
    for (const [agent, targets] of leads) if (!targets.every((target) => leads.has(target))) leads.delete(agent);
  }
  return leads;
}

/** The agents that can come next, or `null` when the session may rest with this one, or its model may lead elsewhere. */
function alwaysLedTo(agent: Agent, facts: GraphFacts): readonly Agent[] | null {
  if (agent.kind === "human") return null;
  const routed = takenDestinations(agent.routes, facts);
  if (!answers(agent, facts)) return targetsOf(routed, facts);
  const canLeave = agent.canEnd !== null || agent.canAsk || Object.keys(agent.handoffs).length > 0;
  if (canLeave || facts.choiceAmong(agent.afterReply).canPass) return null;
  return targetsOf([...routed, ...takenDestinations(agent.afterReply, facts)], facts);
}

/** Whether an agent's model is ever called. */
function answers({ routes }: Agent, { choiceAmong }: GraphFacts): boolean {
  return choiceAmong(routes).canPass;
}

/** Going on by itself is used up in time, so it leads nowhere else. */
function takenDestinations(
  rules: readonly (Agent["routes"][number] | Agent["afterReply"][number])[],
  { choiceAmong }: GraphFacts,
): readonly Destination[] {
  const { outcomes } = choiceAmong(rules);
  return rules.flatMap(({ destination }, index) =>
    outcomes[index] === "taken" && destination.kind !== "same" ? [destination] : [],
  );
}

function targetsOf(destinations: readonly Destination[], { graph }: GraphFacts): readonly Agent[] | null {
  const targets: Agent[] = [];
  for (const destination of destinations) {
    const target = destination.kind === "agent" ? lookup(graph.agents, destination.agent) : undefined;
    if (target === undefined) return null;
    targets.push(target);
  }
  return targets;
}

function found({ name, afterReply }: Agent, component: readonly Agent[], { choiceAmong }: GraphFacts): Finding {
  const names = component.map((agent) => agent.name);
  const { outcomes } = choiceAmong(afterReply);
  const index = afterReply.findIndex(
    ({ destination }, position) =>
      outcomes[position] === "taken" && destination.kind === "agent" && names.includes(destination.agent),
  );
  const listed = [...names].sort().map((one) => `"${one}"`);
  return {
    code: "unlimited-cycle",
    path: ["agents", name, "afterReply", String(Math.max(0, index))],
    message: `The agents ${listed.join(", ")} answer one another without end: every answer leads on, and no budget and no end stops them.`,
    hint: "Give the graph a budget of model calls, handoffs, tokens, cost or time, or an end, or let an answer lead to the user.",
  };
}
