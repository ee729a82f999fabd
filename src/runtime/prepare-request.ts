import { UsageError } from "../errors.ts";
import type { Agent, Handoff } from "../graph/graph.ts";
import { digest } from "../graph/graph-hash.ts";
import type { ModelSettings } from "../graph/model-settings.ts";
import { jsonSchemaOf } from "../graph/schema.ts";
import type { JsonObject } from "../json.ts";
import { lookup } from "../json.ts";
import type { Received, SessionContext } from "../machine/context.ts";
import { delegationEdge } from "../machine/delegation.ts";
import { evaluate } from "../machine/edge.ts";
import type { CallModel } from "../machine/effect.ts";
import type { SentInstructions } from "../machine/event.ts";
import { agentOf } from "../machine/state.ts";
import type { ModelRequest } from "./ports.ts";
import { offeredTools } from "./toolbox.ts";
import type { World } from "./world.ts";

/** A request without its messages, and what is journaled of the instructions. */
export interface PreparedRequest {
  readonly request: Omit<ModelRequest, "messages">;
  /** `null` where the graph has them as a text. */
  readonly instructions: SentInstructions | null;
}

/**
 * Makes the request of a `callModel` effect, but for the messages.
 *
 * @throws What a function of the graph that writes instructions throws.
 */
export async function prepareRequest(
  { agent: name, turn, attempt, offers, fallback }: CallModel["params"],
  context: SessionContext,
  world: World,
): Promise<PreparedRequest> {
  const { graph, session } = world;
  const agent = agentOf(graph, name);
  const { received, variables } = context;
  const own =
    agent.writeInstructions === null
      ? agent.instructions
      : writtenText(name, await agent.writeInstructions({ session, agent: name, variables, received }));
  const output = agent.output === null ? null : jsonSchemaOf(agent.output, "input");
  const text = [own, takeover(received), output === null ? "" : outputRule(output)]
    .filter((part) => part !== "")
    .join("\n\n");
  const endOpen = agent.canEnd !== null && evaluate(agent.canEnd.guard, context).holds;
  const moment = {
    offers,
    closedTools: closedTools(world, name, context),
    endOpen: agent.canEnd === null || endOpen,
    delegation: delegationOf(world, context),
  };
  const request = {
    session,
    agent: name,
    turn,
    attempt,
    instructions: text,
    tools: offeredTools(world.toolbox(name), moment),
    ...settingsFor(agent, fallback),
    ...(output === null || "unsupported" in output ? {} : { output: { name: `${name}_answer`, schema: output } }),
  };
  if (agent.writeInstructions === null) return { request, instructions: null };
  const hash = digest(text);
  return { request, instructions: lookup(context.instructed, name) === hash ? { hash } : { hash, text } };
}

/** The edge of the innermost delegation that is open, or `null`. */
export function delegationOf({ graph }: World, { stack }: SessionContext): Handoff | null {
  const top = stack.at(-1);
  return top === undefined ? null : (delegationEdge(graph, top) ?? null);
}

/** The agent's settings; a fallback is there because the model that they name has failed, so it asks its own. */
function settingsFor({ settings }: Agent, fallback: number): { readonly settings?: ModelSettings } {
  const { model, ...rest } = settings;
  const own = fallback === 0 && model !== undefined ? settings : rest;
  return Object.keys(own).length === 0 ? {} : { settings: own };
}

/** The agent's tools whose guards do not hold. */
function closedTools({ graph }: World, agent: string, context: SessionContext): readonly string[] {
  return agentOf(graph, agent).tools.filter(
    (name) => !evaluate(lookup(graph.tools, name)?.guard ?? null, context).holds,
  );
}

function writtenText(agent: string, text: unknown): string {
  if (typeof text === "string") return text;
  throw new UsageError("bad_definition", {
    message: `The instructions of "${agent}" are a function that gave ${text === null ? "null" : typeof text}, not a text.`,
  });
}

function takeover(received: Received | null): string {
  if (received === null) return "";
  const { from, by, input } = received;
  const told = input === null ? "{}" : JSON.stringify(input);
  return `${takeoverWords[by](from)}${told === "{}" ? "" : ` ${by === "limit" || by === "guardrail" ? "Why" : `${from} tells you`}: ${told}`}`;
}

const takeoverWords: Readonly<Record<Received["by"], (from: string) => string>> = {
  handoff: (from) => `You have taken over this conversation from ${from}.`,
  return: (from) => `${from} has given the conversation back to you.`,
  route: (from) => `You have taken over this conversation from ${from}.`,
  afterReply: (from) => `${from} has answered; it is your turn.`,
  limit: (from) => `You have taken over this conversation from ${from}, which has used up its budget.`,
  guardrail: (from) => `You have taken over this conversation from ${from}, since a check did not let it go on there.`,
};

function outputRule(schema: JsonObject): string {
  return `When you answer without calling a tool, answer with JSON that fits this JSON Schema, and nothing else: ${JSON.stringify(schema)}`;
}
