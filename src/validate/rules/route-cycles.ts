import type { Agent, Route } from "../../graph/graph.ts";
import { type Situation, visitSituations } from "../../graph/situations.ts";
import { lookup } from "../../json.ts";
import type { Finding } from "../diagnostic.ts";
import type { GraphFacts } from "../graph-facts.ts";
import { strongComponents } from "../strong-components.ts";

/**
 * Finds routes that lead round in a circle. No model is called on the way, so no variable changes, and a circle
 * that is once entered is never left.
 */
export function* routeCycleRules(facts: GraphFacts): Generator<Finding> {
  const routing = new Map(facts.agents.filter(isRouting).map((agent) => [agent.name, agent]));
  const targets = ({ name, routes }: Agent): readonly Agent[] =>
    routes.flatMap(({ to }) => (to === name ? [] : (routing.get(to) ?? []))); // a route to itself is another finding
  for (const component of strongComponents([...routing.values()], targets)) {
    if (component.length === 1) continue;
    const cycle = cycleAmong(component, facts) ?? cycleAmong(component.filter(isUnconditional), facts);
    if (cycle !== null) yield* found(cycle, facts.graph.agents);
  }
}

interface Cycle {
  readonly routes: readonly Route[];
  /** Whether there is one in every situation. */
  readonly certain: boolean;
}

function isRouting({ kind, routes }: Agent): boolean {
  return kind === "model" && routes.length > 0;
}

function isUnconditional({ routes }: Agent): boolean {
  return routes[0]?.guard === null;
}

/** The first circle that routes between these agents can form, or `null`, also when there are too many situations. */
function cycleAmong(agents: readonly Agent[], { nodeOf, variables }: GraphFacts): Cycle | null {
  const routes = agents.flatMap((agent) => agent.routes);
  const nodes = routes.map(({ guard }) => nodeOf(guard));
  const cycles: (readonly Route[] | null)[] = [];
  visitSituations(nodes, variables.analysable, (situation) => {
    const cycle = cycleIn(agents, takenRoutes(routes, situation));
    const isNew = cycles.every((known) => (known === null) !== (cycle === null));
    return isNew && cycles.push(cycle) === 2;
  });
  const [cycle] = cycles.filter((found) => found !== null);
  return cycle === undefined ? null : { routes: cycle, certain: !cycles.includes(null) };
}

function takenRoutes(routes: readonly Route[], { holds }: Situation): ReadonlyMap<string, Route> {
  const taken = new Map<string, Route>();
  for (const [index, route] of routes.entries()) {
    if (!taken.has(route.from) && holds(index)) taken.set(route.from, route);
  }
  return taken;
}

/** Where each agent takes at most one route, walks from agent to agent until one comes again. */
function cycleIn(agents: readonly Agent[], taken: ReadonlyMap<string, Route>): readonly Route[] | null {
  const seen = new Set<string>();
  for (const { name } of agents) {
    const walk: Route[] = [];
    for (let route = next(name, { taken, seen }); route !== null; route = next(route.to, { taken, seen })) {
      walk.push(route);
      const { to } = route;
      const begin = walk.findIndex(({ from }) => from === to);
      if (begin !== -1) return walk.slice(begin);
    }
  }
  return null;
}

interface Walk {
  readonly taken: ReadonlyMap<string, Route>;
  readonly seen: Set<string>;
}

/** The route that leads on, or `null` when there is none, or the agent was seen on an earlier walk. */
function next(agent: string, { taken, seen }: Walk): Route | null {
  const route = taken.get(agent);
  if (seen.has(agent) || route === undefined || route.to === agent) return null;
  seen.add(agent);
  return route;
}

function* found({ routes, certain }: Cycle, agents: GraphFacts["graph"]["agents"]): Generator<Finding> {
  const [first] = routes;
  if (first === undefined) return;
  const index = lookup(agents, first.from)?.routes.indexOf(first) ?? 0;
  const circle = [first.from, ...routes.map(({ to }) => to)].map((name) => `"${name}"`).join(" → ");
  yield {
    code: certain ? "route-cycle" : "conditional-route-cycle",
    path: ["agents", first.from, "routes", String(index)],
    message: certain
      ? `Routes always lead round in a circle: ${circle}.`
      : `For some values of the variables, routes lead round in a circle: ${circle}.`,
    hint: "Let an agent of the circle keep the conversation when none of its guards holds.",
  };
}
