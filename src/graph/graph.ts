import type { Price } from "./definition.ts";
import type { Variables } from "./guard.ts";
import type { GuardrailCheck, GuardrailPlace } from "./guardrail.ts";
import type { ModelSettings } from "./model-settings.ts";
import type { ParsedGuard } from "./parse-guard.ts";
import { refuseNoGraph } from "./refuse-no-graph.ts";
import type { Schema } from "./schema.ts";
import type { SessionNode } from "./session-condition.ts";
import type { Tool } from "./tool.ts";
import type { VariableDomain } from "./variables.ts";
import type { CustomView } from "./view.ts";
import type { InstructionsWriter, OnHandoff } from "./written.ts";

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
  /** By the model's name or its beginning; empty: nothing is known about costs. */
  readonly prices: Readonly<Record<string, Price>>;
  readonly entry: EntryPolicy;
  readonly whilePending: "stage" | "withdraw";
  readonly severalHandoffs: "first" | "refuseAll";
  readonly retry: { readonly attempts: number; readonly baseDelay: number; readonly maxDelay: number };
  readonly ends: readonly End[];
  readonly guardrails: readonly Guardrail[];
  readonly delegationDepth: number;
  /** Whether no agent declared a handoff, so that every agent may hand off to every other. */
  readonly defaultMesh: boolean;
}

/** One participant: a model with instructions and tools, or a person. */
export interface Agent {
  readonly name: string;
  readonly kind: "model" | "human";
  readonly description: string;
  /** Empty where `writeInstructions` gives them. */
  readonly instructions: string;
  readonly writeInstructions: InstructionsWriter | null;
  readonly tools: readonly string[];
  /** By target. */
  readonly handoffs: Readonly<Record<string, Handoff>>;
  readonly routes: readonly Route[];
  readonly afterReply: readonly AfterReply[];
  readonly view: AgentView;
  readonly output: Schema | null;
  readonly canEnd: CanEnd | null;
  readonly canAsk: boolean;
  readonly settings: ModelSettings;
}

/** What a model sees of the conversation. */
export type AgentView = StandardView | ({ readonly kind: "custom" } & CustomView);

/** A view as data, with every default filled in. */
export interface StandardView {
  readonly kind: "standard";
  readonly last: number | null;
  readonly hide: "nothing" | "handoffs" | "calls";
  readonly summary: { readonly instructions: string; readonly keep: number } | null;
}

/** How an agent's model may end the session. */
export interface CanEnd {
  readonly guard: AuthoredGuard | null;
  readonly result: Schema | null;
  readonly outcome: string;
  readonly description: string;
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
  /** Milliseconds, or `null`. */
  readonly approvalExpires: number | null;
  readonly maxTimes: { readonly count: number; readonly per: "session" | "exchange" } | null;
  /** The variables that taking it writes. */
  readonly set: Variables;
  /** `null`: the target's own view. */
  readonly view: AgentView | null;
  readonly onHandoff: OnHandoff | null;
  readonly mode: "handoff" | "delegate";
  /** Of a delegation. */
  readonly result: Schema | null;
  /** Of a delegation: the model calls after which the conversation goes back by itself. */
  readonly maxTurns: number | null;
}

/** A way on that is taken without a model, before it would be called. */
export interface Route {
  readonly from: string;
  readonly destination: AgentDestination | EndDestination | UserDestination;
  /** `null` always holds. */
  readonly guard: AuthoredGuard | null;
}

/** What follows an answer without calls. */
export interface AfterReply {
  readonly from: string;
  readonly destination: AgentDestination | EndDestination | UserDestination | SameDestination;
  /** `null` always holds. */
  readonly guard: AuthoredGuard | null;
}

/** Another agent gets the conversation. */
export interface AgentDestination {
  readonly kind: "agent";
  readonly agent: string;
}

/** The session is over. */
export interface EndDestination {
  readonly kind: "end";
  readonly outcome: string;
}

/** The user has the word, after the machine said this to him; nothing when it is empty. */
export interface UserDestination {
  readonly kind: "user";
  readonly say: string;
}

/** The same agent goes on by itself, told this, at most so many times in a row. */
export interface SameDestination {
  readonly kind: "same";
  readonly maxTurns: number;
  readonly prompt: string;
}

/** Where ways that no model takes can lead. */
export type Destination = AgentDestination | EndDestination | UserDestination | SameDestination;

/** Who gets the next user message. */
export type EntryPolicy =
  | { readonly kind: "last" }
  | { readonly kind: "start" }
  | {
      readonly kind: "list";
      readonly rules: readonly { readonly agent: string; readonly guard: AuthoredGuard | null }[];
    };

/** A condition under which the session is over: both parts hold. */
export interface End {
  readonly outcome: string;
  readonly guard: AuthoredGuard | null;
  readonly session: SessionNode | null;
}

/** A check on what enters or leaves a model or a tool. */
export interface Guardrail {
  readonly name: string;
  readonly on: GuardrailPlace;
  readonly description: string;
  /** `null`: all. */
  readonly agents: readonly string[] | null;
  /** `null`: all. */
  readonly tools: readonly string[] | null;
  readonly beside: boolean;
  readonly check: GuardrailCheck<never>;
  readonly onTrip: { readonly kind: "refuse" } | { readonly kind: "retry" } | AgentDestination | EndDestination;
  readonly say: string;
  readonly onError: "trip" | "pass";
}

/** A guard as it was written: its tree, what could not be read of it, and where it reads variables. */
export type AuthoredGuard = ParsedGuard;

/** Budgets of one exchange; `null` is no limit. */
export interface Limits {
  readonly modelCalls: number | null;
  readonly toolCalls: number | null;
  readonly handoffs: number | null;
  readonly refusals: number | null;
  readonly repairs: number | null;
  readonly tokens: number | null;
  readonly cost: number | null;
  readonly time: number | null;
  readonly pingPong: number | null;
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

/** The agents that an agent's ways without a model lead to: its routes, and what follows its answers. */
export function ledTo({ routes, afterReply }: Agent): readonly string[] {
  return [...routes, ...afterReply].flatMap(({ destination }) =>
    destination.kind === "agent" ? [destination.agent] : [],
  );
}

/** The guardrails that check at this place for this agent: not those that lead to it. */
export function guardrailsFor(graph: Graph, agent: string, on: GuardrailPlace): readonly Guardrail[] {
  return graph.guardrails.filter(
    (guardrail) =>
      guardrail.on === on &&
      (guardrail.agents === null || guardrail.agents.includes(agent)) &&
      !(guardrail.onTrip.kind === "agent" && guardrail.onTrip.agent === agent),
  );
}

/**
 * All agents of a graph, in the order in which they are written. Whatever takes a graph asks for them before anything else,
 * so what is none is refused here.
 *
 * @throws {UsageError} `bad_definition` when it is not what `defineGraph` gives.
 */
export function agentsOf(graph: Graph): readonly Agent[] {
  refuseNoGraph(graph);
  return Object.values(graph.agents);
}
