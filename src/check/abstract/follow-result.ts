import type { Agent, AgentView, Graph } from "../../graph/graph.ts";
import { lookup } from "../../json.ts";
import { all, any, eq } from "../engine/build-expression.ts";
import type { Predicate } from "../engine/expression.ts";
import type { Command, Model, Update } from "../engine/model.ts";
import type { Abstraction } from "./derive-model.ts";
import { placeField, placeOf } from "./layout.ts";
import type { Move } from "./move.ts";

/*
 * Whether an agent's model is shown the results of a tool. Three fields more say where such a result stands: somewhere in
 * the conversation; since the active agent has it; and whether that agent is shown calls from before. What an agent says
 * about a result is not followed.
 */

const [happened, fresh, hidden] = ["result happened", "result is fresh", "results are hidden"];

/** A model that follows the results of a tool, and where an agent is asked with one of them in what it is shown. */
export interface FollowedResult {
  readonly model: Model;
  readonly shown: Predicate;
}

/** Extends the model of a graph by the fields that tell where the results of a tool stand. */
export function followResult(
  { layout, model, moves }: Abstraction,
  { tool, agent }: { readonly tool: string; readonly agent: string },
): FollowedResult {
  const { graph, places } = layout;
  const commands = model.commands.map((command, index): Command => {
    const move = moves[index];
    const more = move === undefined ? [] : updatesOf(graph, move, { tool, agent });
    return more.length === 0 ? command : { ...command, updates: [...command.updates, ...more] };
  });
  const flags = [happened, fresh, hidden].map((name) => ({ name, size: 2, initial: 0 }));
  const asked = eq(placeField, places.indexOf(placeOf(agent, "awaitingModel")));
  return {
    model: { ...model, fields: [...model.fields, ...flags], commands },
    shown: all(asked, any(eq(fresh, 1), all(eq(happened, 1), eq(hidden, 0)))),
  };
}

function updatesOf(graph: Graph, move: Move, { tool, agent }: { tool: string; agent: string }): readonly Update[] {
  const set = (field: string, value: 0 | 1): Update => ({ field, value: { kind: "constant", value } });
  const isResult = move.event === "tool.returned" && move.call?.kind === "tool" && move.call.name === tool;
  if (isResult) return [set(happened, 1), ...(move.agent === agent ? [set(fresh, 1)] : [])];
  const isSame = move.to === move.agent && move.change !== "escalate"; // a limit gives it anew
  if (move.to === null || isSame) return [];
  return [set(fresh, 0), set(hidden, hidesCalls(viewOf(graph, move)) ? 1 : 0)];
}

/** What the agent that gets the conversation is shown of what was said before. */
function viewOf(graph: Graph, { agent, to, change }: Move): AgentView | null {
  const target: Agent | undefined = lookup(graph.agents, to ?? "");
  const handoff =
    change === "handOff" ? lookup(lookup(graph.agents, agent ?? "")?.handoffs ?? {}, to ?? "") : undefined;
  return handoff?.view ?? target?.view ?? null;
}

/** A summary may tell what a result was, and nobody knows what a view of one's own does. */
function hidesCalls(view: AgentView | null): boolean {
  return view?.kind === "standard" && view.hide === "calls" && view.summary === null;
}
