import { type Graph, type Row, transitionTable } from "handoff-machine";
import { conditions } from "../../../src/machine/condition.ts";
import { stateName } from "../../../src/machine/state.ts";
import { must, type WalkStep, type Watch } from "../walk.ts";

/** Watches that the machine does what its transition table says; `onRow` is told which row was taken. */
export function watchRows(graph: Graph, onRow: (row: Row) => void): Watch {
  const table = transitionTable(graph);
  return (step) => {
    const { event, before, after } = step;
    if (before.status === "done" || event.type === "session.cancelled") return;
    const state = stateName(before.value);
    const rows = typeof state === "string" ? table.opened : table.agents[state.agent]?.[state.inner];
    const row = rows?.[event.type]?.find((one) => applies(one, step, typeof state === "string" ? "" : state.agent));
    if (row?.change === null || row === undefined) must(after === before, "what no row takes is dropped");
    if (row === undefined) return;
    onRow(row);
    const { goTo } = row;
    const value = goTo === null ? before.value : goTo.kind === "agent" ? { [goTo.agent]: goTo.inner } : goTo.kind;
    must(JSON.stringify(after.value) === JSON.stringify(value), "the machine goes where the table says");
  };

  function applies({ when, goTo, index = -1 }: Row, { event, before }: WalkStep, agent: string): boolean {
    if (when === null) return true;
    const [, addressee] = /^(?:handoff|return)\.(.*)$/.exec(event.type) ?? [];
    const to = addressee ?? (goTo?.kind === "agent" ? goTo.agent : agent);
    return conditions[when]({ context: before.context, event }, { agent, to, index }, graph);
  }
}
