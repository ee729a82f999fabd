import type { Move } from "../../../src/check/abstract/move.ts";
import type { Graph } from "../../../src/graph/graph.ts";
import { lookup } from "../../../src/json.ts";
import { agentOf } from "../../../src/machine/state.ts";

/**
 * What properties can ask of a move, as a text. Two things are one to them: an answer with calls, whether or not another
 * one was refused beside those; and all to whom an operator has no edge.
 */
export function factsOf(graph: Graph, move: Move): string {
  const { event, agent, to, enters, when, index, change, outcome = null, reply } = move;
  const { calls = [], refused = 0, stoppedBy = null } = reply ?? {};
  const asked = calls.map(({ kind, name, status }) => [kind, name, status]);
  const rejected = refused > 0 && calls.length === 0 && stoppedBy === null;
  const about = callOf(graph, move);
  return JSON.stringify({ event, agent, to, enters, when, index, change, outcome, about, asked, rejected, stoppedBy });
}

function callOf(graph: Graph, { event, agent, call }: Move): readonly string[] | null {
  if (call === undefined) return null;
  const isWish = event === "operator.message" && lookup(agentOf(graph, agent ?? "").handoffs, call.name) === undefined;
  return [call.kind, isWish ? "nobody" : call.name, call.status];
}
