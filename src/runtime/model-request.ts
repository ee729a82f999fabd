import type { Graph } from "../graph/graph.ts";
import type { Received, SessionContext } from "../machine/context.ts";
import type { CallModel } from "../machine/effect.ts";
import { agentOf } from "../machine/state.ts";
import { agentView } from "./agent-view.ts";
import type { ModelRequest } from "./ports.ts";
import { offeredTools, type Toolbox } from "./toolbox.ts";

/** Makes the request of a `callModel` effect. Costs the same at any length: messages are read by the adapter only. */
export function modelRequest(
  effect: CallModel["params"],
  context: SessionContext,
  { graph, session, toolbox }: { readonly graph: Graph; readonly session: string; readonly toolbox: Toolbox },
): ModelRequest {
  const { agent, turn, attempt, offers } = effect;
  return {
    session,
    agent,
    turn,
    attempt,
    instructions: instructionsFor(agentOf(graph, agent).instructions, context.received),
    messages: agentView(context.conversation, agent),
    tools: offeredTools(toolbox, offers, context.stack.at(-1)),
  };
}

function instructionsFor(instructions: string, received: Received | null): string {
  if (received === null) return instructions;
  const { from, by, input } = received;
  const how =
    by === "return"
      ? `${from} has given the conversation back to you.`
      : `You have taken over this conversation from ${from}.`;
  const told = input === null ? "{}" : JSON.stringify(input);
  return `${instructions}\n\n${how}${told === "{}" ? "" : ` ${from} tells you: ${told}`}`;
}
