import type { Variables } from "./guard.ts";
import type { ParsedGuard } from "./parse-guard.ts";
import type { Schema } from "./schema.ts";
import type { Tool } from "./tool.ts";
import type { VariableDomain } from "./variables.ts";

/** The names and types that a graph was defined with. */
export interface GraphShape {
  readonly agent: string;
  readonly tool: string;
  readonly variables: Variables;
}

/**
 * A handoff graph: frozen data, the single source of what is validated, compiled, drawn, checked and run.
 * Made by `defineGraph`; nothing in it has been judged yet, that is what `validateGraph` does.
 */
export interface Graph<Shape extends GraphShape = GraphShape> {
  readonly kind: "graph";
  readonly id: string;
  readonly start: Shape["agent"];
  readonly agents: Readonly<Record<Shape["agent"], Agent>>;
  readonly tools: Readonly<Record<Shape["tool"], Tool<never>>>;
  readonly variables: VariablesDeclaration<Shape["variables"]>;
  readonly limits: Limits;
  readonly onLimit: OnLimit;
  readonly entry: "last" | "start";
  readonly severalHandoffs: "first" | "refuseAll";
  readonly retry: { readonly attempts: number; readonly baseDelay: number; readonly maxDelay: number };
  readonly ends: readonly End[];
  readonly delegationDepth: number;
  /** Whether no agent declared a handoff, so that every agent may hand off to every other. */
  readonly defaultMesh: boolean;
}

/** One participant: a model with instructions and tools, or a person. */
export interface Agent {
  readonly name: string;
  readonly kind: "model" | "human";
  readonly description: string;
  readonly instructions: string;
  readonly tools: readonly string[];
  /** By target. */
  readonly handoffs: Readonly<Record<string, Handoff>>;
  readonly routes: readonly Route[];
}

/** A directed edge that an agent may take by calling its tool. */
export interface Handoff {
  readonly from: string;
  readonly to: string;
  /** The name under which it is offered to the model. */
  readonly tool: string;
  readonly guard: AuthoredGuard | null;
  readonly input: Schema | null;
  readonly description: string;
  readonly offer: "whenOpen" | "always";
  readonly approval: boolean;
  readonly maxTimes: number | null;
  readonly mode: "handoff" | "delegate";
}

/** An edge that is taken without a model, before it would be called. */
export interface Route {
  readonly from: string;
  readonly to: string;
  /** `null` always holds. */
  readonly guard: AuthoredGuard | null;
}

/** A condition under which the session is over. */
export interface End {
  readonly outcome: string;
  readonly guard: AuthoredGuard;
}

/** A guard as it was written: its tree, what could not be read of it, and where it reads variables. */
export type AuthoredGuard = ParsedGuard;

/** Budgets of one exchange; `null` is no limit. */
export interface Limits {
  readonly modelCalls: number | null;
  readonly handoffs: number | null;
  readonly refusals: number | null;
}

/** The outcome of a spent budget. */
export type OnLimit =
  | { readonly kind: "askUser" }
  | { readonly kind: "fail" }
  | { readonly kind: "handoff"; readonly to: string };

/** The variables of a graph. */
export interface VariablesDeclaration<Values = Variables> {
  readonly schema: Schema<unknown, Values> | null;
  readonly domains: Readonly<Record<string, VariableDomain>>;
  readonly initial: Readonly<Values>;
  /** Why `domains` or `initial` could not be determined. */
  readonly problems: readonly VariablesProblem[];
}

/** Something wrong with the declaration of the variables. */
export interface VariablesProblem {
  readonly place: "variables" | "initial";
  readonly problem: string;
}

/** All handoffs of a graph, in the order in which they are written. */
export function handoffsOf(graph: Graph): readonly Handoff[] {
  return agentsOf(graph).flatMap((agent) => Object.values(agent.handoffs));
}

/** All agents of a graph, in the order in which they are written. */
export function agentsOf(graph: Graph): readonly Agent[] {
  return Object.values(graph.agents);
}
