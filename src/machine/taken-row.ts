import type { Graph } from "../graph/graph.ts";
import { conditions } from "./condition.ts";
import type { MachineEvent } from "./event.ts";
import type { Row } from "./row.ts";
import { stateName } from "./state.ts";
import type { SessionSnapshot } from "./step.ts";
import { addressee, type TransitionTable, transitionTable } from "./table.ts";

/**
 * The row that the machine takes with an event: the first whose condition holds (T1). `null` where there is none, and the
 * event is dropped; also for `session.cancelled`, which has no row.
 */
export function takenRow(graph: Graph, { value, context }: SessionSnapshot, event: MachineEvent): Row | null {
  const state = stateName(value);
  const table = tableOf(graph);
  const [agent, rows] =
    typeof state === "string"
      ? ["", state === "opened" ? table.opened : {}]
      : [state.agent, table.agents[state.agent]?.[state.inner] ?? {}];
  const taken = rows[event.type]?.find(({ when, goTo, index = -1 }) => {
    const to = addressee(event.type) ?? (goTo?.kind === "agent" ? goTo.agent : agent);
    return when === null || conditions[when]({ context, event }, { agent, to, index }, graph);
  });
  return taken?.change === null ? null : (taken ?? null);
}

/** The transition table of a graph, made once: a row of it is the same object whenever it is asked for. */
export function tableOf(graph: Graph): TransitionTable {
  const table = tables.get(graph) ?? transitionTable(graph);
  tables.set(graph, table);
  return table;
}

const tables = new WeakMap<Graph, TransitionTable>();
