import { durationLabel } from "../graph/duration-label.ts";
import { agentsOf, type Graph } from "../graph/graph.ts";
import type { Cell } from "./columns.ts";

/** Draws the budgets of an exchange, and what follows when one is spent; what few graphs set, only where it is set. */
export function limitRows(graph: Graph): readonly (readonly Cell[])[] {
  const { limits, onLimit, retry } = graph;
  const outcome = { askUser: "wait for the user", fail: "fail", handoff: "go to another agent" }[onLimit.kind];
  return [
    row("model calls", budget(limits.modelCalls)),
    ...(limits.toolCalls === null ? [] : [row("tool calls", budget(limits.toolCalls))]),
    row("handoffs", budget(limits.handoffs)),
    row("refusals", budget(limits.refusals)),
    ...(repairs(graph) ? [row("repairs", budget(limits.repairs))] : []),
    ...(limits.tokens === null ? [] : [row("tokens", budget(limits.tokens))]),
    ...(limits.cost === null ? [] : [row("cost", budget(limits.cost))]),
    ...(limits.time === null ? [] : [row("time", `${durationLabel(limits.time)} per exchange`)]),
    ...(limits.pingPong === null ? [] : [row("ping-pong", `${limits.pingPong} handoffs between the same two agents`)]),
    ...(graph.severalHandoffs === "first" ? [] : [row("several handoffs", "none is taken")]),
    row("then", onLimit.kind === "handoff" ? `go to ${onLimit.to}, once` : outcome),
    row("retries", `${retry.attempts} of a failed model call`),
  ];
}

/** Whether a model can be asked again, or was allowed to be another number of times than is usual. */
function repairs(graph: Graph): boolean {
  return (
    graph.limits.repairs !== 2 ||
    agentsOf(graph).some(({ output }) => output !== null) ||
    graph.guardrails.some(({ onTrip }) => onTrip.kind === "retry")
  );
}

function row(name: string, text: string): readonly Cell[] {
  return [{ text: name }, { text, style: "guard" }];
}

function budget(count: number | null): string {
  return count === null ? "no limit" : `${count} per exchange`;
}
