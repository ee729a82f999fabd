import { agentsOf, type Graph } from "../../graph/graph.ts";
import type { GuardNode } from "../../graph/guard.ts";
import { transitionTable } from "../../machine/table.ts";
import type { Model } from "../engine/model.ts";
import { graphGuards } from "./graph-guards.ts";
import { type AbstractionOptions, type Layout, layoutOf, pendingField, placeField } from "./layout.ts";
import type { Move } from "./move.ts";
import { PendingIndex } from "./pending.ts";
import { TwinBuilder } from "./twin-builder.ts";
import { agentCommands, openedCommands } from "./twin-commands.ts";

/** A graph as the checker sees it: a finite model, and what each of its commands is in the conversation. */
export interface Abstraction {
  readonly layout: Layout;
  readonly model: Model;
  /** By name: the position of a field. */
  readonly positions: ReadonlyMap<string, number>;
  /** One for each command of the model, in its order. */
  readonly moves: readonly Move[];
  readonly pending: PendingIndex;
}

/**
 * Derives the finite model of a graph from its transition table: the same rows in the same order, with what the world
 * may do spelled out. `guards` are those of properties, so that the variables keep apart what they ask for.
 *
 * @throws {UsageError} `bad_definition` when a variable cannot be made finite.
 */
export function deriveModel(
  graph: Graph,
  options: AbstractionOptions = {},
  guards: readonly GuardNode[] = [],
): Abstraction {
  const layout = layoutOf(graph, [...graphGuards(graph), ...guards], options);
  const pending = new PendingIndex();
  const builder = new TwinBuilder(layout, pending);
  const table = transitionTable(graph);
  openedCommands(builder, table.opened);
  for (const agent of agentsOf(graph)) {
    const rows = table.agents[agent.name];
    if (rows !== undefined) agentCommands(builder, agent, rows);
  }
  const fields = [
    ...layout.fields,
    { name: pendingField, size: pending.texts.length, initial: 0, values: pending.texts },
  ];
  return {
    layout,
    model: { fields, commands: builder.commands, locations: [placeField, pendingField] },
    positions: new Map(fields.map(({ name }, position) => [name, position])),
    moves: builder.moves,
    pending,
  };
}
