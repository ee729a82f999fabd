import type { Agent, Destination } from "../../graph/graph.ts";
import type { Row } from "../../machine/row.ts";
import { all, always, eq, isNever, never, not } from "../engine/build-expression.ts";
import type { Predicate } from "../engine/expression.ts";
import type { Effect } from "./effect.ts";
import { guardPredicate } from "./guard-predicate.ts";
import { type Layout, outcomeIndex, placeOf } from "./layout.ts";
import type { TwinBuilder } from "./twin-builder.ts";
import {
  askModel,
  clearDelegations,
  count,
  deliver,
  enterAgent,
  freshExchange,
  popDelegation,
  setDue,
  topIsSpent,
  unwind,
} from "./twin-changes.ts";
import { endHolds, followHolds, goesOn, isDue, limitStands, type Open } from "./twin-conditions.ts";
import { entryHolds } from "./twin-user.ts";

/* What comes next when a reply is settled: the counterpart of `machine/turn-rows.ts`. */

/** The commands of `turn.due` of one agent. What the fields do not tell is assumed either way, each in a command of its own. */
export function turnCommands(builder: TwinBuilder, agent: Agent, rows: readonly Row[]): void {
  const { layout } = builder;
  const limit = agent.kind === "human" ? null : limitStands(layout, agent);
  const ends = layout.graph.ends.map((_, index) => endHolds(layout, agent.name, index));
  addTurn(builder, agent, { rows, limit: limit?.must ?? never, ends: ends.map(({ must }) => must), when: always });
  for (const [index, end] of ends.entries()) {
    const when = left(end);
    if (isNever(when)) continue;
    const assumed = ends.map(({ must }, other) => (other === index ? always : must));
    const assumes = `the end "${layout.graph.ends[index]?.outcome ?? ""}" holds`;
    addTurn(builder, agent, {
      rows: rows.filter(isEnd(index)),
      limit: never,
      ends: assumed,
      when: all(when, ...ends.slice(0, index).map(({ must }) => not(must))),
      assumes,
    });
  }
  if (limit === null || isNever(left(limit))) return;
  const when = all(left(limit), ...ends.map(({ must }) => not(must)));
  addTurn(builder, agent, {
    rows: rows.filter(isLimit),
    limit: always,
    ends: ends.map(() => never),
    when,
    assumes: "a budget is spent",
  });
}

interface Turn {
  readonly rows: readonly Row[];
  readonly limit: Predicate;
  readonly ends: readonly Predicate[];
  readonly when: Predicate;
  readonly assumes?: string;
}

function addTurn(builder: TwinBuilder, agent: Agent, { rows, limit, ends, when, assumes }: Turn): void {
  const { layout } = builder;
  const { name } = agent;
  const facts = assumes === undefined ? {} : { assumes };
  const place = placeOf(name, "deciding");
  builder.add({ event: "turn.due", owner: "machine", name: turnText, place, agent: name, when, facts }, rows, {
    holds: (row) => turnHolds(layout, agent, { row, limit, ends }),
    apply: (row, effect) => {
      applyTurn(layout, agent, { row, effect });
      return undefined;
    },
  });
}

function turnHolds(
  layout: Layout,
  agent: Agent,
  { row, limit, ends }: { readonly row: Row; readonly limit: Predicate; readonly ends: readonly Predicate[] },
): Predicate {
  const { graph, variables, tripping } = layout;
  const { when, index = -1, goTo } = row;
  switch (when) {
    case "ended":
      return ends[index] ?? never;
    case "limitReached":
      return limit;
    case "limitReachedFirst":
      return all(limit, eq("escalated", 0));
    case "tripped":
      return eq("tripped", tripping.indexOf(graph.guardrails[index]?.name ?? "") + 1);
    case "delegationSpent":
      return goTo?.kind === "agent" ? all(topIsSpent(layout, goTo.agent), goesOn(layout, agent)) : never;
    case "routeOpen":
      return all(isDue("model"), guardPredicate(agent.routes[index]?.guard?.node ?? null, variables));
    case "due":
      return isDue("model");
    case "followOpen": {
      const rule = agent.afterReply[index];
      return rule === undefined ? never : all(isDue("afterReply"), followHolds(layout, rule));
    }
    default:
      return entryHolds(layout, row, eq("staged", 1));
  }
}

function applyTurn(
  layout: Layout,
  agent: Agent,
  { row, effect }: { readonly row: Row; readonly effect: Effect },
): void {
  const { change, goTo, when, index = -1 } = row;
  const to = goTo?.kind === "agent" ? goTo.agent : agent.name;
  switch (change) {
    case "ask":
      askModel(layout, effect);
      return;
    case "goOn":
      effect.set("autonomous", increment(layout, effect));
      askModel(layout, effect);
      return;
    case "giveWord":
      setDue(effect, "nothing");
      return;
    case "end":
      effect.set("outcome", outcomeIndex(layout, outcomeOf(layout, agent, { when, index })));
      return;
    case "halt":
      if (layout.graph.onLimit.kind === "fail") {
        effect.set("halted", 1);
        return;
      }
      effect.set("tripped", 0);
      setDue(effect, "nothing");
      return;
    case "escalate":
      unwind(layout, effect, to);
      freshExchange(layout, effect);
      effect.set("escalated", 1);
      enterAgent(layout, effect, to);
      return;
    case "follow":
    case "followTrip":
      unwind(layout, effect, to);
      count(layout, effect, "handoffs");
      enterAgent(layout, effect, to);
      return;
    case "takeBack":
      popDelegation(layout, effect);
      effect.set("autonomous", 0);
      setDue(effect, "model");
      return;
    case "hearStaged":
      deliver(layout, effect, false);
      if (to !== agent.name) clearDelegations(layout, effect);
      enterAgent(layout, effect, to);
      return;
    default:
      deliver(layout, effect, false);
      setDue(effect, "nothing");
      return;
  }
}

function turnText({ change, when }: Row): string {
  switch (change) {
    case "ask":
      return "asks the model";
    case "goOn":
      return "lets the agent go on by itself";
    case "halt":
      return "stops at a limit";
    case "escalate":
      return "hands over at a limit";
    case "end":
      return "ends the session";
    case "follow":
      return when === "routeOpen" ? "follows a route" : "follows a rule for after the reply";
    case "followTrip":
      return "follows the guardrail that tripped";
    case "takeBack":
      return "ends the delegation";
    case "giveWord":
      return "gives the user the word";
    case "hearStaged":
      return "passes on what the user said meanwhile";
    default:
      return "waits for the next message";
  }
}

function increment({ fields }: Layout, effect: Effect): ReturnType<Effect["get"]> {
  const most = (fields.find(({ name }) => name === "autonomous")?.size ?? 1) - 1;
  const term = effect.get("autonomous");
  return {
    kind: "clamp",
    term: { kind: "add", left: term, right: { kind: "constant", value: 1 } },
    low: 0,
    high: most,
  };
}

function outcomeOf(
  { graph }: Layout,
  agent: Agent,
  { when, index }: Pick<Row, "when"> & { readonly index: number },
): string | null {
  const way: Destination | { readonly kind: string } | undefined =
    when === "tripped"
      ? graph.guardrails[index]?.onTrip
      : when === "routeOpen"
        ? agent.routes[index]?.destination
        : agent.afterReply[index]?.destination;
  if (when === "ended") return graph.ends[index]?.outcome ?? null;
  return way !== undefined && "outcome" in way ? way.outcome : null;
}

function left({ must, may }: Open): Predicate {
  return all(may, not(must));
}

function isEnd(index: number): (row: Row) => boolean {
  return (row) => row.when === "ended" && row.index === index;
}

function isLimit({ when }: Row): boolean {
  return when === "limitReached" || when === "limitReachedFirst";
}
