import {
  assign,
  type EventObject,
  type MetaObject,
  type ProvidedActor,
  type StateMachine,
  type StateSchema,
  setup,
} from "xstate";
import type { Graph, GraphShape } from "../graph/graph.ts";
import type { Variables } from "../graph/guard.ts";
import type { JsonValue } from "../json.ts";
import { refuseInvalidGraph } from "../validate/assert-valid-graph.ts";
import type { Change } from "./change.ts";
import { conditions, type Moment, type RowPlace } from "./condition.ts";
import { initialContext, type SessionContext } from "./context.ts";
import { offersOf } from "./edge.ts";
import type { ApprovalTask, Effect, ToolTask } from "./effect.ts";
import type { MachineEvent } from "./event.ts";
import { keepingError } from "./guard-error.ts";
import { propose } from "./propose.ts";
import { pendingApprovals, pendingTools } from "./reply.ts";
import { replyChanges } from "./reply-changes.ts";
import type { Row, Rows, Target } from "./row.ts";
import { type InnerState, innerStates, type StateValue } from "./state.ts";
import { addressee, transitionTable } from "./table.ts";
import { transferChanges } from "./transfer-changes.ts";
import { inputDue } from "./trip.ts";
import { turnChanges } from "./turn-changes.ts";
import { userChanges } from "./user-changes.ts";

/*
 * The only place where a graph becomes an XState machine. The machine is the transition table, state by state;
 * conditions are its guards, changes its assigns (one per transition), effects its entry actions. There is no
 * `invoke`, `after`, `always`, `raise` or `spawn` in it, so the pure transition gives all that will happen.
 */

/** What a finished session leaves: why it is over, and the facts as they were then. */
export interface SessionOutput {
  readonly outcome: string | null;
  /** What the agent that ended it gave as its result, or the last answer of the form that an agent's `output` asks for. */
  readonly result: JsonValue;
  readonly variables: Variables;
}

/** The machine of a graph: any XState 5 tool takes it, with context, events and state values typed by the graph. */
export type HandoffMachine<Shape extends GraphShape = GraphShape> = StateMachine<
  SessionContext<Shape["variables"]>,
  MachineEvent,
  Record<string, undefined>,
  ProvidedActor,
  Effect,
  { type: string; params: RowPlace },
  string,
  StateValue<Shape["agent"]>,
  string,
  undefined,
  SessionOutput,
  EventObject,
  MetaObject,
  StateSchema
>;

/**
 * Compiles a graph to an XState machine. Compiling the same graph again gives the same machine.
 *
 * Under `createActor`, provide the actions `callModel`, `callTools`, `requestApprovals` and `proceed`; with the
 * runtime there is nothing to provide.
 *
 * @throws {GraphError} when `validateGraph` finds an error; it carries all findings.
 * @example
 * ```ts
 * import { compileGraph, defineGraph } from "handoff-machine";
 * import { createActor } from "xstate";
 *
 * const graph = defineGraph({ id: "one", start: "clerk", agents: { clerk: { instructions: "Answer." } } });
 * const actor = createActor(compileGraph(graph)).start();
 * actor.send({ type: "user.message", text: "Hello", at: 0 });
 * actor.getSnapshot().value; // => { clerk: "awaitingModel" }
 * ```
 */
export function compileGraph<Shape extends GraphShape>(graph: Graph<Shape>): HandoffMachine<Shape> {
  if (!machines.has(graph)) refuseInvalidGraph(graph);
  return compileValidGraph(graph);
}

/** Compiles a graph that was found to be valid. */
export function compileValidGraph<Shape extends GraphShape>(graph: Graph<Shape>): HandoffMachine<Shape> {
  const compiled = machines.get(graph) ?? compile(graph);
  machines.set(graph, compiled);
  return compiled as HandoffMachine<Shape>; // the graph's names are the machine's, by construction
}

const machines = new WeakMap<Graph, unknown>();

function compile(graph: Graph): unknown {
  const table = transitionTable(graph);
  const config = {
    id: graph.id,
    initial: "opened",
    context: () => initialContext(graph),
    output: ({ context }: { context: SessionContext }): SessionOutput => ({
      outcome: context.outcome,
      result: context.result,
      variables: context.variables,
    }),
    states: {
      opened: { on: { ...transitions(graph, "", table.opened), ...cancellation(graph) } },
      ...Object.fromEntries(
        Object.entries(table.agents).map(([agent, rows]) => [agent, agentState(graph, agent, rows)]),
      ),
      completed: { type: "final" },
      cancelled: { type: "final" },
    },
  };
  const builder = setup({
    types: {} as { context: SessionContext; events: MachineEvent },
    guards: guards(graph) as never, // names and parameters are those of the table's rows
    actions: { ...assigns(graph), callModel: nothing, callTools: nothing, requestApprovals: nothing, proceed: nothing },
  });
  return builder.createMachine(config as never); // the states' names are data, which the builder's types cannot follow
}

function agentState(graph: Graph, agent: string, rows: Readonly<Record<InnerState, Rows>>): object {
  const states = innerStates.map((inner) => [
    inner,
    { ...entryEffect(graph, agent, inner), on: transitions(graph, agent, rows[inner]) },
  ]);
  const { description } = graph.agents[agent] ?? {};
  return { description, initial: "awaitingUser", states: Object.fromEntries(states), on: cancellation(graph) };
}

function transitions(graph: Graph, agent: string, rows: Rows): object {
  return Object.fromEntries(
    Object.entries(rows).map(([event, list]) => [event, list.map((row) => transition(graph, agent, event, row))]),
  );
}

function transition(graph: Graph, agent: string, event: string, { when, goTo, change, index = -1 }: Row): object {
  const to = addressee(event) ?? (goTo?.kind === "agent" ? goTo.agent : agent);
  const params: RowPlace = { agent, to, index };
  return {
    ...(when === null ? {} : { guard: { type: when, params } }),
    ...(goTo === null ? {} : { target: targetPath(graph, goTo), reenter: true }),
    ...(change === null ? {} : { actions: { type: change, params } }),
  };
}

function cancellation(graph: Graph): object {
  return {
    "session.cancelled": {
      target: `#${graph.id}.cancelled`,
      actions: { type: "cancel", params: { agent: "", to: "", index: -1 } },
    },
  };
}

function targetPath(graph: Graph, target: Target): string {
  return target.kind === "agent" ? `#${graph.id}.${target.agent}.${target.inner}` : `#${graph.id}.${target.kind}`;
}

function entryEffect(graph: Graph, agent: string, inner: InnerState): object {
  switch (inner) {
    case "awaitingModel":
      return effect("callModel", ({ context }) => {
        const { turn, attempt, delay, fallback } = context;
        const offers = offersOf(graph, agent, context);
        return { agent, turn, attempt, delay, offers, fallback, inputDue: inputDue(graph, agent, context) };
      });
    case "awaitingTools":
      return effect("callTools", ({ context }) => ({ agent, calls: toolTasks(context) }));
    case "awaitingApproval":
      return effect("requestApprovals", ({ context }) => ({ agent, calls: approvalTasks(context) }));
    case "deciding":
      return effect("proceed", ({ context }) => ({ event: propose(graph, agent, context) }));
    default:
      return {};
  }
}

function effect<Type extends Effect["type"]>(
  type: Type,
  params: (moment: Moment) => Extract<Effect, { type: Type }>["params"],
): object {
  return { entry: { type, params } };
}

function toolTasks(context: SessionContext): readonly ToolTask[] {
  return pendingTools(context).flatMap<ToolTask>(({ key: call, request, arguments: text, attempt }) => {
    switch (request.kind) {
      case "tool": {
        const { tool, input, lossy = false } = request;
        return [{ call, kind: "tool", tool, arguments: text, input, lossy, attempt }];
      }
      case "handoff":
        return [
          { call, kind: "onHandoff", tool: request.to, arguments: text, input: request.input, lossy: false, attempt },
        ];
      default:
        return [];
    }
  });
}

function approvalTasks(context: SessionContext): readonly ApprovalTask[] {
  return pendingApprovals(context).flatMap<ApprovalTask>(({ key: call, request, expiresAt }) => {
    if (request.kind === "tool") return [{ call, kind: "tool", name: request.tool, input: request.input, expiresAt }];
    if (request.kind !== "handoff") return [];
    return [{ call, kind: "handoff", name: request.to, input: request.input, expiresAt }];
  });
}

function guards(graph: Graph): object {
  return Object.fromEntries(
    Object.entries(conditions).map(([name, condition]) => [
      name,
      (moment: Moment, row: RowPlace) => keepingError(moment.event, () => condition(moment, row, graph)),
    ]),
  );
}

function assigns(graph: Graph): object {
  const changes: Readonly<Record<string, Change>> = {
    ...userChanges,
    ...replyChanges,
    ...transferChanges,
    ...turnChanges,
  };
  return Object.fromEntries(
    Object.entries(changes).map(([name, change]) => [
      name,
      assign(({ context, event }: Moment, row: RowPlace) => change({ graph, context, event, ...row })),
    ]),
  );
}

function nothing(): void {
  // What performs an effect is provided: by the runtime's driver, or by `machine.provide`.
}
