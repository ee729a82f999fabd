import type { ChoiceRule } from "../choice.ts";
import { destinationText } from "../destination-text.ts";
import type { Finding, Place } from "../diagnostic.ts";
import type { GraphFacts } from "../graph-facts.ts";
import { modelFields } from "../model-fields.ts";

/** Finds rules that are never taken, and models that are never called because a route always is. */
export function* routeRules(facts: GraphFacts): Generator<Finding> {
  for (const agent of facts.agents) {
    if (agent.kind === "human") continue;
    const { name, routes, afterReply } = agent;
    yield* shadowed(
      routes,
      { at: ["agents", name, "routes"], subject: `Agent "${name}" never takes its route` },
      facts,
    );
    const subject = `After an answer, agent "${name}" never takes its way`;
    yield* shadowed(afterReply, { at: ["agents", name, "afterReply"], subject }, facts);
    yield* modelNeverCalled(agent, facts);
  }
  const { entry } = facts.graph;
  if (entry.kind === "list") yield* shadowed(entry.rules, { at: ["entry"], subject: "No user message enters" }, facts);
}

interface RuleList {
  readonly at: Place;
  /** For messages, up to where the rule leads: `Agent "triage" never takes its route`. */
  readonly subject: string;
}

function* shadowed(
  rules: readonly (ChoiceRule & { readonly agent?: string })[],
  { at, subject }: RuleList,
  { choiceAmong }: GraphFacts,
): Generator<Finding> {
  const { outcomes } = choiceAmong(rules);
  for (const [index, { destination, agent = "" }] of rules.entries()) {
    if (outcomes[index] !== "shadowed") continue;
    const where = destination === undefined ? `at "${agent}" by this rule` : destinationText(destination);
    yield {
      code: "shadowed-route",
      path: [...at, String(index)],
      message: `${subject} ${where}, since whenever it could, one before it is taken.`,
      hint: "Put it before the others, or remove it.",
      related: rules.slice(0, index).map((_, before) => [...at, String(before)]),
    };
  }
}

function* modelNeverCalled(
  agent: GraphFacts["agents"][number],
  { graph, choiceAmong }: GraphFacts,
): Generator<Finding> {
  if (agent.routes.length === 0 || choiceAmong(agent.routes).canPass) return;
  const hasHandoffs = Object.keys(agent.handoffs).length > 0 && !graph.defaultMesh;
  const unused = [...modelFields(agent), ...(hasHandoffs ? ["handoffs"] : [])];
  if (unused.length === 0) return;
  yield {
    code: "model-never-called",
    path: ["agents", agent.name],
    message: `Agent "${agent.name}" always routes away, so its model is never called and its ${unused.join(", ")} are never used.`,
    hint: "Give its routes guards that can fail, or remove what is not used.",
  };
}
