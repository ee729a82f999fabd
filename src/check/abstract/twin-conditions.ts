import type { AfterReply, Agent, Handoff, Route } from "../../graph/graph.ts";
import type { LimitName } from "../../machine/context.ts";
import { agentOf } from "../../machine/state.ts";
import { all, always, any, eq, less, never, not } from "../engine/build-expression.ts";
import type { Predicate } from "../engine/expression.ts";
import { guardPredicate } from "./guard-predicate.ts";
import { dues, type Layout, takenField } from "./layout.ts";
import { sessionHolds } from "./session-predicate.ts";
import { hasRoom } from "./twin-changes.ts";

/*
 * When something holds, as far as the fields tell. What they do not tell (how many tokens, which text, a budget that is
 * not counted) may be so or not: `must` holds where it is certain, `may` where it is possible.
 */

/** A condition that the fields may leave open. */
export interface Open {
  readonly must: Predicate;
  readonly may: Predicate;
}

/** What is owed. */
export function isDue(due: (typeof dues)[number]): Predicate {
  return eq("due", dues.indexOf(due));
}

/** Whether the guard of an edge, its number, and the depth of delegations allow it. Budgets are apart. */
export function edgeAllows(layout: Layout, handoff: Handoff): Predicate {
  const { guard, maxTimes, mode } = handoff;
  return all(
    guardPredicate(guard?.node ?? null, layout.variables),
    maxTimes === null ? always : less(takenField(handoff), maxTimes.count),
    mode === "delegate" ? hasRoom(layout) : always,
  );
}

/** Whether a budget forbids that the conversation goes to an agent by a handoff. */
export function passIsSpent(layout: Layout, to: string): Open {
  return either(passBudget(layout), agentOf(layout.graph, to).kind === "model" ? modelBudget(layout) : closed);
}

/** Whether a budget stands in the way of what the machine would do next by itself: see `machine/limit.ts`. */
export function limitStands(layout: Layout, agent: Agent): Open {
  const { graph } = layout;
  const ways = waysOn(layout, agent);
  const found = ways.map(({ when, to }) => {
    const asks = to === null || agentOf(graph, to).kind === "model";
    const spent = either(
      layout.has("spent") ? exactly(eq("spent", 1)) : closed,
      asks ? modelBudget(layout) : closed,
      to === null ? closed : passBudget(layout),
    );
    return { must: all(when, spent.must), may: all(when, spent.may) };
  });
  const free = eq("staged", 0);
  return {
    must: all(free, any(...found.map(({ must }) => must))),
    may: all(free, any(...found.map(({ may }) => may))),
  };
}

/** In which states the machine would go on by itself, to an agent or (`null`) to a model call of the same. */
export function goesOn(layout: Layout, agent: Agent): Predicate {
  return any(...waysOn(layout, agent).map(({ when }) => when));
}

/** Whether this route is the first that holds. */
function routeTaken({ variables }: Layout, agent: Agent, index: number): Predicate {
  return firstOf(agent.routes, index, (route) => guardPredicate(route.guard?.node ?? null, variables));
}

/** Whether a rule after an answer holds; one that is used up does not. */
export function followHolds({ variables }: Layout, { destination, guard }: AfterReply): Predicate {
  const isLeft = destination.kind === "same" ? less("autonomous", destination.maxTurns) : always;
  return all(isLeft, guardPredicate(guard?.node ?? null, variables));
}

/** An end condition. */
export function endHolds({ graph, variables }: Layout, agent: string, index: number): Open {
  const end = graph.ends[index];
  if (end === undefined) return closed;
  const guard = guardPredicate(end.guard?.node ?? null, variables);
  const session = end.session === null ? exactly(always) : sessionHolds(end.session, agent, variables);
  return { must: all(guard, session.must), may: all(guard, session.may) };
}

interface Way {
  readonly when: Predicate;
  /** `null`: the same agent's model. */
  readonly to: string | null;
}

function waysOn(layout: Layout, agent: Agent): readonly Way[] {
  const { graph, tripping } = layout;
  const calm = tripping.length === 0 ? always : eq("tripped", 0);
  const tripped = graph.guardrails.flatMap(({ name, onTrip }): readonly Way[] =>
    onTrip.kind === "agent" ? [{ when: eq("tripped", tripping.indexOf(name) + 1), to: onTrip.agent }] : [],
  );
  const noRoute = all(...agent.routes.map((route) => not(guardPredicate(route.guard?.node ?? null, layout.variables))));
  return [
    ...tripped,
    ...agent.routes.flatMap(({ destination }, index) =>
      wayTo(destination, all(calm, isDue("model"), routeTaken(layout, agent, index))),
    ),
    { when: all(calm, isDue("model"), noRoute), to: null },
    ...agent.afterReply.flatMap(({ destination }, index) =>
      wayTo(
        destination,
        all(
          calm,
          isDue("afterReply"),
          firstOf(agent.afterReply, index, (rule) => followHolds(layout, rule)),
        ),
      ),
    ),
  ];
}

function wayTo(destination: AfterReply["destination"], when: Predicate): readonly Way[] {
  if (destination.kind === "agent") return [{ when, to: destination.agent }];
  return destination.kind === "same" ? [{ when, to: null }] : [];
}

function firstOf<Rule extends Route | AfterReply>(
  rules: readonly Rule[],
  index: number,
  holds: (rule: Rule) => Predicate,
): Predicate {
  const rule = rules[index];
  if (rule === undefined) return never;
  return all(holds(rule), ...rules.slice(0, index).map((earlier) => not(holds(earlier))));
}

/** The budgets of model calls: those that are counted, and those of which nothing is known. */
function modelBudget(layout: Layout): Open {
  return either(
    ...(["modelCalls", "toolCalls", "refusals"] as const).map((limit) => budget(layout, limit, 0)),
    budget(layout, "repairs", 1),
    ...(["tokens", "cost", "time"] as const).map((limit) => budget(layout, limit, 0)),
  );
}

function passBudget(layout: Layout): Open {
  return either(budget(layout, "handoffs", 0), budget(layout, "pingPong", 0));
}

function budget({ graph, has }: Layout, limit: LimitName, beyond: number): Open {
  const most = graph.limits[limit];
  if (most === null) return closed;
  return has(limit) ? exactly(not(less(limit, most + beyond))) : { must: never, may: always };
}

const closed: Open = { must: never, may: never };

function exactly(predicate: Predicate): Open {
  return { must: predicate, may: predicate };
}

function either(...parts: readonly Open[]): Open {
  return { must: any(...parts.map(({ must }) => must)), may: any(...parts.map(({ may }) => may)) };
}
