import type { Finding } from "../diagnostic.ts";
import type { GraphFacts } from "../graph-facts.ts";

/** Finds routes that are never taken, and models that are never called because a route always is. */
export function* routeRules(facts: GraphFacts): Generator<Finding> {
  for (const agent of facts.agents) {
    if (agent.kind === "human" || agent.routes.length === 0) continue;
    yield* shadowedRoutes(agent, facts);
    yield* modelNeverCalled(agent, facts);
  }
}

type Agent = GraphFacts["agents"][number];

function* shadowedRoutes(agent: Agent, facts: GraphFacts): Generator<Finding> {
  const { outcomes } = facts.routeChoice(agent);
  for (const [index, { to }] of agent.routes.entries()) {
    if (outcomes[index] !== "shadowed") continue;
    yield {
      code: "shadowed-route",
      path: ["agents", agent.name, "routes", String(index)],
      message: `Agent "${agent.name}" never takes its route to "${to}", since whenever it could, one before it is taken.`,
      hint: "Put it before the others, or remove it.",
      related: agent.routes.slice(0, index).map((_, before) => ["agents", agent.name, "routes", String(before)]),
    };
  }
}

function* modelNeverCalled(agent: Agent, { graph, routeChoice }: GraphFacts): Generator<Finding> {
  if (routeChoice(agent).canPass) return;
  const unused = [
    ...(agent.instructions.trim() === "" ? [] : ["instructions"]),
    ...(agent.tools.length === 0 ? [] : ["tools"]),
    ...(Object.keys(agent.handoffs).length === 0 || graph.defaultMesh ? [] : ["handoffs"]),
  ];
  if (unused.length === 0) return;
  yield {
    code: "model-never-called",
    path: ["agents", agent.name],
    message: `Agent "${agent.name}" always routes away, so its model is never called and its ${unused.join(", ")} are never used.`,
    hint: "Give its routes guards that can fail, or remove what is not used.",
  };
}
