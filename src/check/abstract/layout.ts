import { UsageError } from "../../errors.ts";
import { agentsOf, type Graph, guardrailsFor, type Handoff, handoffsOf } from "../../graph/graph.ts";
import type { GuardNode } from "../../graph/guard.ts";
import { lookup } from "../../json.ts";
import type { LimitName } from "../../machine/context.ts";
import { agentOf, type InnerState, innerStates } from "../../machine/state.ts";
import type { Field } from "../engine/model.ts";
import { classOf, type FiniteVariables, finiteVariables } from "./finite-variables.ts";
import { variableField } from "./guard-predicate.ts";

/*
 * Which fields the state of a graph has. Only what can matter for this graph is a field: no stack without delegations,
 * no staged messages' number, no counter that nobody asks for.
 */

/** How much a model may do in one reply, and what is counted exactly. */
export interface AbstractionOptions {
  /** How many calls of one reply are looked at; left out: 2, or 1 where an agent has more than 20 to choose from. */
  readonly parallelCalls?: number;
  /** The budgets that are counted; of the others it is only known that they may be spent at any time. Left out: none. */
  readonly counted?: readonly LimitName[];
  /** Whether people stop runs and end sessions: at any time they could, and little could be said. Left out: no. */
  readonly interventions?: boolean;
}

/** The fields of a graph's state, and what their values stand for. */
export interface Layout {
  readonly graph: Graph;
  readonly parallelCalls: number;
  readonly interventions: boolean;
  readonly counted: readonly LimitName[];
  readonly variables: FiniteVariables;
  readonly guards: readonly GuardNode[];
  /** All but the field of open replies, whose size is only known when all replies have been met. */
  readonly fields: readonly Field[];
  readonly has: (name: string) => boolean;
  /** The fields that a new exchange begins with at 0. */
  readonly renewed: readonly string[];
  /** Every place that a session can be in: `opened`, `completed`, `cancelled`, and the inner states of each agent. */
  readonly places: readonly string[];
  readonly outcomes: readonly string[];
  /** The handoffs that delegate; 1 stands for the first in the fields of the stack. */
  readonly delegations: readonly Handoff[];
  /** How many delegations can be open at once. */
  readonly depth: number;
  /** The guardrails that lead away; 1 stands for the first. */
  readonly tripping: readonly string[];
}

/** The field that says where a session is. */
export const placeField = "place";

/** The field of the open reply. */
export const pendingField = "pending";

/** What `due` is. */
export const dues = ["nothing", "model", "afterReply"] as const;

/** The budgets that can be counted: the others depend on what no abstraction knows. */
export const countable: readonly LimitName[] = ["modelCalls", "toolCalls", "handoffs", "refusals", "repairs"];

/** The budgets that could be counted and are not. */
export function uncountedOf({ graph, counted }: Pick<Layout, "graph" | "counted">): readonly LimitName[] {
  return countable.filter((limit) => graph.limits[limit] !== null && !counted.includes(limit));
}

/** The value of an outcome's field; the first stands for none, so that an outcome may have any name. */
export function outcomeIndex({ outcomes }: Pick<Layout, "outcomes">, outcome: string | null): number {
  return outcome === null ? 0 : outcomes.indexOf(outcome, 1);
}

/** Decides about the fields of a graph's state. */
export function layoutOf(
  graph: Graph,
  guards: readonly GuardNode[],
  { parallelCalls = 2, counted = [], interventions = false }: AbstractionOptions = {},
): Layout {
  refuseUncountable(counted);
  const variables = finiteVariables(graph, guards);
  const places = [
    "opened",
    "completed",
    "cancelled",
    ...agentsOf(graph).flatMap(({ name }) => innerStates.map((inner) => placeOf(name, inner))),
  ];
  const outcomes = ["none yet", ...new Set(outcomesOf(graph)), "cancelled"];
  const delegations = handoffsOf(graph).filter(({ mode }) => mode === "delegate");
  const tripping = graph.guardrails
    .filter(({ onTrip }) => onTrip.kind === "agent" || onTrip.kind === "end")
    .map(({ name }) => name);
  const depth = mostOpen(graph, delegations);
  const facts = { graph, counted, places, outcomes, delegations, depth, tripping, variables, guards };
  const fields = fieldsOf(facts);
  const names = new Set([...fields.map(({ name }) => name), pendingField]);
  const taken = handoffsOf(graph).filter(({ maxTimes }) => maxTimes?.per === "exchange");
  const renewed = ["spent", "escalated", ...countable, ...taken.map(takenField)].filter((name) => names.has(name));
  return { ...facts, parallelCalls, interventions, fields, renewed, has: (name) => names.has(name) };
}

/** Whether an agent's guardrails look at what the user said. */
export function checksInput(graph: Graph, agent: string): boolean {
  return agentOf(graph, agent).kind === "model" && guardrailsFor(graph, agent, "input").length > 0;
}

/** The name of an agent's inner state. */
export function placeOf(agent: string, inner: InnerState): string {
  return `${agent}.${inner}`;
}

/** The agent and the inner state in the name of a place; agents' names may have dots in them. */
export function splitPlace(name: string): readonly [agent: string | null, inner: string] {
  const dot = name.lastIndexOf("."); // the names of inner states have none
  const inner = name.slice(dot + 1);
  return dot !== -1 && isInner(inner) ? [name.slice(0, dot), inner] : [null, name];
}

function isInner(name: string): name is InnerState {
  return innerStates.some((inner) => inner === name);
}

/** The field that counts how often an edge was taken. */
export function takenField({ from, to }: Pick<Handoff, "from" | "to">): string {
  return `taken ${from} → ${to}`;
}

/** The field that says whether an agent's input guardrails have something to see. */
export function unseenField(agent: string): string {
  return `unseen by ${agent}`;
}

/**
 * An agent that gets the conversation back in another way than by a delegation ends those that it has made. So where nobody
 * delegates to an agent that delegates, each has at most one open.
 */
function mostOpen({ delegationDepth }: Graph, delegations: readonly Handoff[]): number {
  const callers = new Set(delegations.map(({ from }) => from));
  const isNested = delegations.some(({ to }) => callers.has(to));
  return isNested ? delegationDepth : Math.min(delegationDepth, callers.size);
}

function fieldsOf({
  graph,
  counted,
  places,
  outcomes,
  delegations,
  depth,
  tripping,
  variables,
  guards,
}: Omit<Layout, "parallelCalls" | "interventions" | "fields" | "renewed" | "has">): readonly Field[] {
  const flag = (name: string, exists = true): readonly Field[] => (exists ? [{ name, size: 2, initial: 0 }] : []);
  const agents = agentsOf(graph);
  const canLimit = Object.values(graph.limits).some((limit) => limit !== null);
  const mostStays = Math.max(
    0,
    ...agents.flatMap(({ afterReply }) =>
      afterReply.flatMap(({ destination }) => (destination.kind === "same" ? [destination.maxTurns] : [])),
    ),
  );
  const mostTurns = Math.max(0, ...delegations.map(({ maxTurns }) => maxTurns ?? 0));
  return [
    { name: placeField, size: places.length, initial: 0, values: places },
    { name: "outcome", size: outcomes.length, initial: 0, values: outcomes },
    { name: "due", size: dues.length, initial: 0, values: dues },
    ...flag("staged"),
    ...flag(
      "asking",
      agents.some(({ canAsk }) => canAsk),
    ),
    ...flag("spent", canLimit),
    ...flag("escalated", graph.onLimit.kind === "handoff"),
    ...flag("halted", graph.onLimit.kind === "fail"),
    ...(tripping.length === 0
      ? []
      : [{ name: "tripped", size: tripping.length + 1, initial: 0, values: ["none", ...tripping] }]),
    ...(mostStays === 0 ? [] : [{ name: "autonomous", size: mostStays + 1, initial: 0 }]),
    ...agents.flatMap(({ name }) => flag(unseenField(name), checksInput(graph, name))),
    ...Array.from({ length: depth }, (_, level) => ({
      name: stackField(level),
      size: delegations.length + 1,
      initial: 0,
      values: ["none", ...delegations.map(({ from, to }) => `${from} ⇒ ${to}`)],
    })),
    ...(mostTurns === 0
      ? []
      : Array.from({ length: depth }, (_, level) => ({ name: turnsField(level), size: mostTurns + 1, initial: 0 }))),
    ...handoffsOf(graph).flatMap((handoff) =>
      handoff.maxTimes === null ? [] : [{ name: takenField(handoff), size: handoff.maxTimes.count + 1, initial: 0 }],
    ),
    ...counted.flatMap((limit) => {
      const most = graph.limits[limit];
      return most === null ? [] : [{ name: limit, size: most + (limit === "repairs" ? 2 : 1), initial: 0 }];
    }),
    ...Object.entries(variables).map(([name, values]) => ({
      name: variableField(name),
      size: Math.max(1, values.length),
      initial: Math.max(0, classOf(name, lookup(graph.variables.initial, name), { variables, guards })),
      values: values.map((value) => JSON.stringify(value)),
    })),
  ];
}

/** The field of one level of the stack of delegations. */
export function stackField(level: number): string {
  return `delegation ${level + 1}`;
}

/** The field that counts the model calls of one level of the stack. */
export function turnsField(level: number): string {
  return `turns of delegation ${level + 1}`;
}

function outcomesOf(graph: Graph): readonly string[] {
  return [
    ...graph.ends.map(({ outcome }) => outcome),
    ...graph.guardrails.flatMap(({ onTrip }) => (onTrip.kind === "end" ? [onTrip.outcome] : [])),
    ...agentsOf(graph).flatMap(({ routes, afterReply, canEnd }) => [
      ...[...routes, ...afterReply].flatMap(({ destination }) =>
        destination.kind === "end" ? [destination.outcome] : [],
      ),
      ...(canEnd === null ? [] : [canEnd.outcome]),
    ]),
  ];
}

function refuseUncountable(counted: readonly LimitName[]): void {
  const wrong = counted.find((limit) => !countable.includes(limit));
  if (wrong === undefined) return;
  throw new UsageError("bad_option", {
    message: `The budget "${wrong}" cannot be counted in advance.`,
    hint: `These can: ${countable.join(", ")}.`,
  });
}
