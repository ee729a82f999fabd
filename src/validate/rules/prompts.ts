import { lookup } from "../../json.ts";
import type { Finding } from "../diagnostic.ts";
import type { GraphFacts } from "../graph-facts.ts";

/** Finds what a model must be told and is not: instructions, and what tools and agents are for. */
export function* promptRules(facts: GraphFacts): Generator<Finding> {
  yield* toolDescriptions(facts);
  const unexplained = unexplainedTargets(facts);
  for (const agent of facts.agents) {
    const from = unexplained.get(agent.name);
    if (from !== undefined) yield missingDescription(agent.name, from);
    const isTold = !isBlank(agent.instructions) || agent.writeInstructions !== null;
    if (agent.kind === "human" || isTold || !facts.choiceAmong(agent.routes).canPass) continue;
    yield {
      code: "missing-instructions",
      path: ["agents", agent.name],
      message: `Agent "${agent.name}" has no instructions for its model.`,
      hint: "Write `instructions`: what it is to do, and when it is to hand off.",
    };
  }
}

function* toolDescriptions({ graph }: GraphFacts): Generator<Finding> {
  for (const [name, { description }] of Object.entries(graph.tools)) {
    if (typeof description === "string" && !isBlank(description)) continue;
    yield {
      code: "missing-tool-description",
      path: ["tools", name],
      message: `The tool "${name}" has no description, so a model can only guess what it does.`,
      hint: "Write `description`: what it does and when to use it.",
    };
  }
}

/** Who may hand off to an agent without being told when, by target. */
function unexplainedTargets({ graph, handoffs }: GraphFacts): ReadonlyMap<string, string> {
  const unexplained = new Map<string, string>();
  for (const { from, to, description } of handoffs) {
    if (!isBlank(description) || unexplained.has(to) || lookup(graph.agents, from)?.kind === "human") continue;
    unexplained.set(to, from);
  }
  return unexplained;
}

function missingDescription(name: string, from: string): Finding {
  return {
    code: "missing-description",
    path: ["agents", name],
    message: `Agent "${name}" has no description, so the model of "${from}" cannot know when to hand off to it.`,
    hint: "Write `description` on the agent, or on each handoff to it.",
  };
}

function isBlank(text: string): boolean {
  return text.trim() === "";
}
