import type { Graph, GraphShape } from "../graph/graph.ts";
import { refuseNoGraph } from "../graph/refuse-no-graph.ts";
import type { Owner } from "./engine/model.ts";
import type { Fairness } from "./engine/property.ts";
import type { EventPattern, StatePattern } from "./pattern.ts";

/** Something that a graph shall never, always or possibly do. Made by {@link propertiesOf}. */
export type GraphProperty<Shape extends GraphShape = GraphShape> = { readonly name: string } & (
  | { readonly kind: "always"; readonly holds: StatePattern<Shape> }
  | { readonly kind: "never"; readonly what: EventPattern<Shape> | StatePattern<Shape> }
  | { readonly kind: "at"; readonly event: EventPattern<Shape>; readonly holds: StatePattern<Shape> }
  | { readonly kind: "reachable"; readonly what: EventPattern<Shape> | StatePattern<Shape> }
  | { readonly kind: "onlyVia"; readonly agent: Shape["agent"]; readonly from: readonly Shape["agent"][] }
  | { readonly kind: "leaksNot"; readonly tool: Shape["tool"]; readonly agent: Shape["agent"] }
  | {
      readonly kind: "before";
      readonly required: EventPattern<Shape>;
      readonly event: EventPattern<Shape>;
      readonly per: Period<Shape>;
    }
  | {
      readonly kind: "atMost";
      readonly count: number;
      readonly event: EventPattern<Shape>;
      readonly per: Period<Shape>;
    }
  | { readonly kind: "worst"; readonly event: EventPattern<Shape>; readonly per: Period<Shape> }
  | ({
      readonly kind: "leadsTo";
      readonly trigger: StatePattern<Shape>;
      readonly response: StatePattern<Shape>;
    } & Fairness)
  | ({ readonly kind: "eventually"; readonly response: StatePattern<Shape> } & Fairness)
  | { readonly kind: "canAlways"; readonly goal: StatePattern<Shape> }
  | { readonly kind: "canForce"; readonly owners: readonly Owner[]; readonly goal: StatePattern<Shape> }
);

/** How far a property looks: over the whole session, from one user message to the next, or from one such event to the next. */
export type Period<Shape extends GraphShape = GraphShape> = "session" | "exchange" | EventPattern<Shape>;

/** Options of properties that look at a period. */
export interface PeriodOptions<Shape extends GraphShape = GraphShape> {
  /** Left out: `"session"`. */
  readonly per?: Period<Shape>;
}

/** The makers of properties of one graph: a misspelt agent, tool or variable is a compile error at the word. */
export interface PropertyMakers<Shape extends GraphShape> {
  /** In every state. */
  always(name: string, holds: StatePattern<Shape>): GraphProperty<Shape>;
  /** In no state, or: it never happens. */
  never(name: string, what: EventPattern<Shape> | StatePattern<Shape>): GraphProperty<Shape>;
  /** Whenever it happens, this held in the state before. */
  at(name: string, event: EventPattern<Shape>, holds: StatePattern<Shape>): GraphProperty<Shape>;
  /** Some conversation comes to it; the evidence is one of the shortest. */
  reachable(name: string, what: EventPattern<Shape> | StatePattern<Shape>): GraphProperty<Shape>;
  /**
   * Whenever the agent gets the conversation, it is by a handoff from one of these: by no other handoff, and by no route,
   * limit, guardrail or return. A conversation that it begins with counts as well, as it comes from nobody.
   */
  onlyVia(name: string, agent: Shape["agent"], from: readonly Shape["agent"][]): GraphProperty<Shape>;
  /**
   * The agent's model is never shown what a tool has returned: views hide it, or the agent never comes after the tool. A
   * summary, and a view of your own, are taken to show it. What another agent says about a result is not followed.
   */
  leaksNot(name: string, tool: Shape["tool"], agent: Shape["agent"]): GraphProperty<Shape>;
  /** The event does not happen before the required one has, earlier in the same period. */
  before(
    name: string,
    required: EventPattern<Shape>,
    event: EventPattern<Shape>,
    options?: PeriodOptions<Shape>,
  ): GraphProperty<Shape>;
  /** It happens at most so often in a period. */
  atMost(name: string, count: number, event: EventPattern<Shape>, options?: PeriodOptions<Shape>): GraphProperty<Shape>;
  /** How often it can happen in a period: holds when there is a bound, which the finding tells. */
  worst(name: string, event: EventPattern<Shape>, options?: PeriodOptions<Shape>): GraphProperty<Shape>;
  /** Whenever the one holds, the other holds then or later; owners that are not named may stall for ever. */
  leadsTo(
    name: string,
    trigger: StatePattern<Shape>,
    response: StatePattern<Shape>,
    fairness?: Fairness,
  ): GraphProperty<Shape>;
  /** In every conversation it holds at some point. */
  eventually(name: string, response: StatePattern<Shape>, fairness?: Fairness): GraphProperty<Shape>;
  /** From every state a state like this can still be reached, if everybody helps. */
  canAlways(name: string, goal: StatePattern<Shape>): GraphProperty<Shape>;
  /** From every state the user can bring it about, whatever the models and the tools do. */
  userCanAlways(name: string, goal: StatePattern<Shape>): GraphProperty<Shape>;
  /**
   * From every state these can bring it about, whatever the others do: `user`, `approver`, `operator`, and whom else you
   * rely on. Models, tools and the machine do go on in the end, but as they like.
   */
  canForce(name: string, owners: readonly Owner[], goal: StatePattern<Shape>): GraphProperty<Shape>;
  /** A state pattern: where the condition holds, the consequence does. */
  implies(condition: StatePattern<Shape>, consequence: StatePattern<Shape>): StatePattern<Shape>;
}

/**
 * Gives the makers of properties of a graph.
 *
 * @throws {UsageError} `bad_definition` when it is not what `defineGraph` gives.
 * @example
 * ```ts
 * import { checkGraph, defineGraph, propertiesOf } from "handoff-machine";
 *
 * const graph = defineGraph({
 *   id: "pair",
 *   start: "one",
 *   agents: {
 *     one: { description: "First.", instructions: "Hand off.", handoffs: { two: {} } },
 *     two: { description: "Second.", instructions: "Answer." },
 *   },
 * });
 * const { never } = propertiesOf(graph);
 * checkGraph(graph, [never("two gives nothing back", { enters: "one", when: { agent: "two" } })]).verdict; // => "holds"
 * ```
 */
export function propertiesOf<Shape extends GraphShape>(graph: Graph<Shape>): PropertyMakers<Shape> {
  refuseNoGraph(graph);
  return {
    always: (name, holds) => ({ name, kind: "always", holds }),
    never: (name, what) => ({ name, kind: "never", what }),
    at: (name, event, holds) => ({ name, kind: "at", event, holds }),
    reachable: (name, what) => ({ name, kind: "reachable", what }),
    onlyVia: (name, agent, from) => ({ name, kind: "onlyVia", agent, from }),
    leaksNot: (name, tool, agent) => ({ name, kind: "leaksNot", tool, agent }),
    before: (name, required, event, { per = "session" } = {}) => ({ name, kind: "before", required, event, per }),
    atMost: (name, count, event, { per = "session" } = {}) => ({ name, kind: "atMost", count, event, per }),
    worst: (name, event, { per = "session" } = {}) => ({ name, kind: "worst", event, per }),
    leadsTo: (name, trigger, response, fairness = {}) => ({ name, kind: "leadsTo", trigger, response, ...fairness }),
    eventually: (name, response, fairness = {}) => ({ name, kind: "eventually", response, ...fairness }),
    canAlways: (name, goal) => ({ name, kind: "canAlways", goal }),
    userCanAlways: (name, goal) => ({ name, kind: "canForce", owners: ["user", "approver", "operator"], goal }),
    canForce: (name, owners, goal) => ({ name, kind: "canForce", owners, goal }),
    implies: (condition, consequence) => ({ any: [{ not: condition }, consequence] }),
  };
}
