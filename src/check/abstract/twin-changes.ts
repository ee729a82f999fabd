import type { Handoff } from "../../graph/graph.ts";
import type { Variables } from "../../graph/guard.ts";
import { lookup } from "../../json.ts";
import type { LimitName } from "../../machine/context.ts";
import { entryState } from "../../machine/state.ts";
import { add, all, any, clamp, conditional, eq, not, oneOf } from "../engine/build-expression.ts";
import type { Predicate } from "../engine/expression.ts";
import type { Effect } from "./effect.ts";
import { classOf } from "./finite-variables.ts";
import { variableField } from "./guard-predicate.ts";
import { dues, type Layout, stackField, takenField, turnsField, unseenField } from "./layout.ts";

/* What the machine's changes do to the fields: the counterparts of `machine/enter.ts`, `delegation.ts`, `budget.ts`. */

/** What is owed next. */
export function setDue(effect: Effect, due: (typeof dues)[number]): void {
  effect.set("due", dues.indexOf(due));
}

/** User messages that waited enter the conversation, with one that has just come; a new exchange begins. */
export function deliver(layout: Layout, effect: Effect, isSaid: boolean): void {
  const { graph, has } = layout;
  const begin = (inner: Effect): void => {
    for (const name of ["staged", "asking", "autonomous"]) inner.set(name, 0);
    freshExchange(layout, inner);
    for (const name of Object.keys(graph.agents)) if (has(unseenField(name))) inner.set(unseenField(name), 1);
  };
  if (isSaid) begin(effect);
  else effect.when(eq("staged", 1), begin);
}

/** Nothing has been spent since somebody spoke. */
export function freshExchange({ renewed }: Layout, effect: Effect): void {
  for (const name of renewed) effect.set(name, 0);
}

/** An agent gets the conversation. */
export function enterAgent(layout: Layout, effect: Effect, agent: string): void {
  for (const name of ["autonomous", "tripped", "halted"]) effect.set(name, 0);
  switch (entryState(layout.graph, agent)) {
    case "awaitingModel":
      askModel(layout, effect);
      return;
    case "awaitingUser":
      deliver(layout, effect, false);
      setDue(effect, "nothing");
      return;
    default:
      deliver(layout, effect, false);
      setDue(effect, "model");
      return;
  }
}

/** The model is asked anew. */
export function askModel(layout: Layout, effect: Effect): void {
  deliver(layout, effect, false);
  setDue(effect, "model");
  count(layout, effect, "modelCalls");
  countTurn(layout, effect);
}

/** A budget is spent by so much; counters saturate where nothing changes any more. */
export function count({ graph, has }: Layout, effect: Effect, limit: LimitName, by = 1): void {
  effect.spend(limit, by);
  const most = graph.limits[limit];
  if (most === null || !has(limit)) return;
  effect.set(limit, clamp(add(effect.get(limit), by), 0, limit === "repairs" ? most + 1 : most));
}

/** An edge with a number of times was taken once more. */
export function countTaken(effect: Effect, handoff: Handoff): void {
  if (handoff.maxTimes === null) return;
  effect.set(takenField(handoff), clamp(add(effect.get(takenField(handoff)), 1), 0, handoff.maxTimes.count));
}

/** Variables are written; those that no guard reads are passed over. */
export function write({ variables, guards }: Layout, effect: Effect, set: Variables): void {
  for (const [name, value] of Object.entries(set)) {
    if (lookup(variables, name) === undefined) continue;
    const index = classOf(name, value, { variables, guards });
    if (index !== -1) effect.set(variableField(name), index);
  }
}

/** A delegation begins. */
export function pushDelegation(layout: Layout, effect: Effect, handoff: Handoff): void {
  const mark = layout.delegations.indexOf(handoff) + 1;
  for (const level of levels(layout)) {
    const isTop = all(eq(stackField(level), 0), level === 0 ? all() : not(eq(stackField(level - 1), 0)));
    effect.when(isTop, (inner) => {
      inner.set(stackField(level), mark);
      inner.set(turnsField(level), 0);
    });
  }
}

/** The innermost delegation ends. */
export function popDelegation(layout: Layout, effect: Effect): void {
  for (const level of levels(layout)) {
    effect.when(isTopLevel(layout, level), (inner) => clearLevel(inner, level));
  }
}

/** Delegations end whose caller gets the conversation by another way. */
export function unwind(layout: Layout, effect: Effect, to: string): void {
  for (const level of levels(layout)) {
    const ended = any(
      ...levels(layout)
        .filter((one) => one <= level)
        .map((one) => callerIs(layout, one, to)),
    );
    effect.when(ended, (inner) => clearLevel(inner, level));
  }
}

/** All delegations are left behind. */
export function clearDelegations(layout: Layout, effect: Effect): void {
  for (const level of levels(layout)) clearLevel(effect, level);
}

/** This agent made the innermost delegation. */
export function topCallerIs(layout: Layout, caller: string): Predicate {
  return any(...levels(layout).map((level) => all(isTopLevel(layout, level), callerIs(layout, level, caller))));
}

/** The innermost delegation was made by this agent and has lasted as long as it may. */
export function topIsSpent(layout: Layout, caller: string): Predicate {
  const limited = layout.delegations.flatMap((handoff, index) =>
    handoff.from === caller && handoff.maxTurns !== null ? [{ mark: index + 1, maxTurns: handoff.maxTurns }] : [],
  );
  return any(
    ...levels(layout).flatMap((level) =>
      limited.map(({ mark, maxTurns }) =>
        all(
          isTopLevel(layout, level),
          eq(stackField(level), mark),
          oneOf(
            turnsField(level),
            atLeast(maxTurns, layout.fields.find(({ name }) => name === turnsField(level))?.size ?? 1),
          ),
        ),
      ),
    ),
  );
}

/** Whether a delegation more may be open. */
export function hasRoom(layout: Layout): Predicate {
  const { graph, depth } = layout;
  return depth < graph.delegationDepth ? all() : eq(stackField(depth - 1), 0);
}

/** The guardrails on an agent's input have seen everything. */
export function seen(effect: Effect, agent: string): void {
  effect.set(unseenField(agent), 0);
}

/** What was refused counts as seen by everybody. */
export function seenByAll({ graph }: Layout, effect: Effect): void {
  for (const name of Object.keys(graph.agents)) effect.set(unseenField(name), 0);
}

function levels({ depth }: Layout): readonly number[] {
  return Array.from({ length: depth }, (_, level) => level);
}

function isTopLevel(layout: Layout, level: number): Predicate {
  const isLast = level === layout.depth - 1;
  return all(not(eq(stackField(level), 0)), isLast ? all() : eq(stackField(level + 1), 0));
}

function callerIs({ delegations }: Layout, level: number, caller: string): Predicate {
  return oneOf(
    stackField(level),
    delegations.flatMap(({ from }, index) => (from === caller ? [index + 1] : [])),
  );
}

function clearLevel(effect: Effect, level: number): void {
  effect.set(stackField(level), 0);
  effect.set(turnsField(level), 0);
}

function countTurn(layout: Layout, effect: Effect): void {
  for (const level of levels(layout)) {
    const name = turnsField(level);
    const most = (layout.fields.find((one) => one.name === name)?.size ?? 1) - 1;
    // What this event has pushed or popped decides which level is the top one.
    const own = effect.get(stackField(level));
    const next = level === layout.depth - 1 ? null : effect.get(stackField(level + 1));
    const isTop = all(not(eq(own, 0)), next === null ? all() : eq(next, 0));
    effect.set(name, conditional(isTop, clamp(add(effect.get(name), 1), 0, most), effect.get(name)));
  }
}

function atLeast(bound: number, size: number): readonly number[] {
  return Array.from({ length: Math.max(0, size - bound) }, (_, index) => bound + index);
}
