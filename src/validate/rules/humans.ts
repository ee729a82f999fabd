import { lookup } from "../../json.ts";
import type { Finding } from "../diagnostic.ts";
import type { GraphFacts } from "../graph-facts.ts";
import { modelFields } from "../model-fields.ts";

/** Judges agents that are people: no model is called for them, so they have no use for what models read. */
export function* humanRules(facts: GraphFacts): Generator<Finding> {
  for (const agent of facts.agents) {
    if (agent.kind === "human") yield* human(agent, facts);
  }
  yield* delegations(facts);
}

function* human(agent: GraphFacts["agents"][number], { graph }: GraphFacts): Generator<Finding> {
  const { name, routes, handoffs } = agent;
  for (const field of [...modelFields(agent), ...(routes.length === 0 ? [] : ["routes"])]) {
    yield {
      code: "unused-on-human",
      path: ["agents", name, field],
      message: `The human agent "${name}" has ${field}, which only agents with a model use.`,
      hint: `Remove its ${field}: a person has a description and handoffs.`,
    };
  }
  if (graph.start === name) {
    yield {
      code: "human-start",
      path: ["start"],
      message: `Every session begins with the human agent "${name}", so no model answers before they hand off.`,
      hint: "Start with an agent that has a model, unless this is meant.",
    };
  }
  if (Object.keys(handoffs).length > 0) return;
  yield {
    code: "human-without-handoffs",
    path: ["agents", name],
    message: `The human agent "${name}" has no handoffs, so it keeps the conversation for good.`,
    hint: "Give it a handoff back, unless this is meant.",
  };
}

function* delegations({ graph, handoffs }: GraphFacts): Generator<Finding> {
  for (const { from, to, mode } of handoffs) {
    if (mode !== "delegate") continue;
    if (lookup(graph.agents, to)?.kind !== "human") continue; // a person may well delegate to a model
    yield {
      code: "delegate-to-human",
      path: ["agents", from, "handoffs", to, "mode"],
      message: `The handoff from "${from}" to "${to}" is a delegation, but the human agent "${to}" has no tool to return with.`,
      hint: "Use an ordinary handoff, and another one that leads back.",
    };
  }
}
