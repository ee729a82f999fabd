import { agentsOf, type Graph } from "../graph/graph.ts";
import type { JsonObject } from "../json.ts";
import type { ConditionName } from "../machine/condition.ts";
import type { Row, Rows } from "../machine/row.ts";
import { type InnerState, innerStates } from "../machine/state.ts";
import { addressee, transitionTable } from "../machine/table.ts";
import { refuseInvalidGraph } from "../validate/assert-valid-graph.ts";
import { rowLabel } from "./row-label.ts";

/**
 * Writes the machine of a graph as a source file with `createMachine`, for Stately Studio: every state and transition of
 * the compiled machine, guards and actions by the names that they have there, and what a guard reads as the description
 * of its transition. XState 5 runs it; its guards and actions are stand-ins, since theirs work on the library's context.
 *
 * @throws {GraphError} `invalid_graph` when the graph has errors, since it has no machine then.
 * @example
 * ```ts
 * import { defineGraph, drawStudio } from "handoff-machine";
 *
 * const graph = defineGraph({ id: "one", start: "clerk", agents: { clerk: { instructions: "Answer." } } });
 * drawStudio(graph).split("\n")[0]; // => 'import { setup } from "xstate";'
 * ```
 */
export function drawStudio(graph: Graph): string {
  refuseInvalidGraph(graph);
  const config = machineConfig(graph);
  const [guards, actions] = [new Set<string>(), new Set<string>(["cancel", ...Object.values(effects)])];
  for (const row of allRows(graph)) {
    if (row.when !== null) guards.add(row.when);
    if (row.change !== null) actions.add(row.change);
  }
  return [
    'import { setup } from "xstate";',
    "",
    `/** The machine of ${JSON.stringify(graph.id)}: the conversation may go these ways, and no other. */`,
    "export const machine = setup({",
    "  guards: {",
    ...[...guards].map((name) => `    ${name}: () => ${!drops.has(name)},`),
    "  },",
    "  actions: {",
    ...[...actions].map((name) => `    ${name}: () => {},`),
    "  },",
    `}).createMachine(${JSON.stringify(config, null, 2)});`,
    "",
  ].join("\n");
}

/** Conditions under which an event is dropped: where they hold, nothing can be tried out. */
const drops: ReadonlySet<string> = new Set<ConditionName>(["stale", "notAsked", "notRunning", "notProposed"]);

/** What the machine asks of the world when it enters a state. */
const effects: Readonly<Partial<Record<InnerState, string>>> = {
  awaitingModel: "callModel",
  awaitingTools: "callTools",
  awaitingApproval: "requestApprovals",
  deciding: "proceed",
};

function allRows(graph: Graph): readonly Row[] {
  const { opened, agents } = transitionTable(graph);
  const states = [opened, ...Object.values(agents).flatMap((own) => innerStates.map((inner) => own[inner]))];
  return states.flatMap((rows) => Object.values(rows).flat());
}

function machineConfig(graph: Graph): JsonObject {
  const { opened, agents } = transitionTable(graph);
  const cancelled = { "session.cancelled": { target: `#${graph.id}.cancelled`, actions: { type: "cancel" } } };
  const agentState = ({ name, description }: { readonly name: string; readonly description: string }): JsonObject => ({
    description,
    initial: "awaitingUser",
    states: Object.fromEntries(
      innerStates.map((inner): [string, JsonObject] => {
        const entry = effects[inner];
        const on = transitions(graph, name, agents[name]?.[inner] ?? {});
        return [inner, { ...(entry === undefined ? {} : { entry: { type: entry } }), on }];
      }),
    ),
    on: cancelled,
  });
  return {
    id: graph.id,
    initial: "opened",
    states: {
      opened: { on: { ...transitions(graph, null, opened), ...cancelled } },
      ...Object.fromEntries(agentsOf(graph).map((agent) => [agent.name, agentState(agent)])),
      completed: { type: "final" },
      cancelled: { type: "final" },
    },
  };
}

function transitions(graph: Graph, agent: string | null, rows: Rows): JsonObject {
  return Object.fromEntries(
    Object.entries(rows).map(([event, cases]) => [
      event,
      cases.map((row, place) => transition(graph, { agent, event, row, isElse: place > 0 })),
    ]),
  );
}

function transition(graph: Graph, place: Parameters<typeof rowLabel>[1]): JsonObject {
  const { agent, event, row } = place;
  const { when, goTo, change, index = -1 } = row;
  const to = addressee(event) ?? (goTo?.kind === "agent" ? goTo.agent : (agent ?? ""));
  const params = { agent: agent ?? "", to, index };
  const label = rowLabel(graph, place);
  const read = when !== null && label.startsWith(`${when} · `) ? label.slice(when.length + 3) : null;
  return {
    ...(when === null ? {} : { guard: { type: when, params } }),
    ...(goTo === null ? {} : { target: targetPath(graph, goTo), reenter: true }),
    ...(change === null ? {} : { actions: { type: change, params } }),
    ...(read === null ? {} : { description: read }),
  };
}

function targetPath(graph: Graph, target: NonNullable<Row["goTo"]>): string {
  return target.kind === "agent" ? `#${graph.id}.${target.agent}.${target.inner}` : `#${graph.id}.completed`;
}
