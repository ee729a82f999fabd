import type { Agent, Route } from "../../graph/graph.ts";
import { type Situation, visitSituations } from "../../graph/situations.ts";
import type { Finding } from "../diagnostic.ts";
import type { GraphFacts } from "../graph-facts.ts";
import { strongComponents } from "../strong-components.ts";

/**
 * Finds routes that lead round in a circle. No model is called on the way, so no variable changes, and a circle
 * that is once entered is never left. A route to the user or to the end is a way out.
 */
export function* routeCycleRules(facts: GraphFacts): Generator<Finding> {
  const routing = new Map(facts.agents.filter(isRouting).map((agent) => [agent.name, agent]));
  const targets = ({ name, routes }: Agent): readonly Agent[] =>
    routes.flatMap(({ destination }) =>
      destination.kind !== "agent" || destination.agent === name // a route to itself is another finding
        ? []
        : (routing.get(destination.agent) ?? []),
    );
  for (const component of strongComponents([...routing.values()], targets)) {
    if (component.length === 1) continue;
    const cycle = cycleAmong(component, facts) ?? cycleAmong(component.filter(isUnconditional), facts);
    if (cycle !== null) yield* found(cycle);
  }
}

/** A route from one agent to another, by its place among the routes of the first. */
interface Step {
  readonly from: string;
  readonly to: string;
  readonly index: number;
}

interface Cycle {
  readonly steps: readonly Step[];
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
  const routes = agents.flatMap((agent) => agent.routes.map((route, index) => ({ route, index })));
  const nodes = routes.map(({ route }) => nodeOf(route.guard));
  const cycles: (readonly Step[] | null)[] = [];
  visitSituations(nodes, variables.analysable, (situation) => {
    const cycle = cycleIn(agents, stepsTaken(routes, situation));
    const isNew = cycles.every((known) => (known === null) !== (cycle === null));
    return isNew && cycles.push(cycle) === 2;
  });
  const [cycle] = cycles.filter((found) => found !== null);
  return cycle === undefined ? null : { steps: cycle, certain: !cycles.includes(null) };
}

interface IndexedRoute {
  readonly route: Route;
  readonly index: number;
}

/** Each agent's step, where the first of its routes that holds leads to another agent. */
function stepsTaken(routes: readonly IndexedRoute[], { holds }: Situation): ReadonlyMap<string, Step> {
  const decided = new Set<string>();
  const steps = new Map<string, Step>();
  for (const [position, { route, index }] of routes.entries()) {
    const { from, destination } = route;
    if (decided.has(from) || !holds(position)) continue;
    decided.add(from);
    if (destination.kind === "agent" && destination.agent !== from) {
      steps.set(from, { from, to: destination.agent, index });
    }
  }
  return steps;
}

/** Where each agent takes at most one step, walks from agent to agent until one comes again. */
function cycleIn(agents: readonly Agent[], steps: ReadonlyMap<string, Step>): readonly Step[] | null {
  const seen = new Set<string>();
  for (const { name } of agents) {
    const walk: Step[] = [];
    for (let step = next(name, { steps, seen }); step !== null; step = next(step.to, { steps, seen })) {
      walk.push(step);
      const { to } = step;
      const begin = walk.findIndex(({ from }) => from === to);
      if (begin !== -1) return walk.slice(begin);
    }
  }
  return null;
}

interface Walk {
  readonly steps: ReadonlyMap<string, Step>;
  readonly seen: Set<string>;
}

/** The step that leads on, or `null` when there is none, or the agent was seen on an earlier walk. */
function next(agent: string, { steps, seen }: Walk): Step | null {
  const step = steps.get(agent);
  if (seen.has(agent) || step === undefined) return null;
  seen.add(agent);
  return step;
}

function* found({ steps, certain }: Cycle): Generator<Finding> {
  const [first] = steps;
  if (first === undefined) return;
  const circle = [first.from, ...steps.map(({ to }) => to)].map((name) => `"${name}"`).join(" → ");
  yield {
    code: certain ? "route-cycle" : "conditional-route-cycle",
    path: ["agents", first.from, "routes", String(first.index)],
    message: certain
      ? `Routes always lead round in a circle: ${circle}.`
      : `For some values of the variables, routes lead round in a circle: ${circle}.`,
    hint: "Let an agent of the circle keep the conversation when none of its guards holds.",
  };
}
