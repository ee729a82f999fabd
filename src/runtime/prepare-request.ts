import { UsageError } from "../errors.ts";
import type { Agent, Handoff } from "../graph/graph.ts";
import { digest } from "../graph/graph-hash.ts";
import { andThen, type MaybePromise } from "../graph/maybe-promise.ts";
import type { ModelSettings } from "../graph/model-settings.ts";
import { jsonSchemaOf, type Schema } from "../graph/schema.ts";
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
export function prepareRequest(
  effect: CallModel["params"],
  context: SessionContext,
  world: World,
): MaybePromise<PreparedRequest> {
  const { graph, session } = world;
  const agent = agentOf(graph, effect.agent);
  const { received, variables } = context;
  if (agent.writeInstructions === null) {
    return { request: requestFor(effect, context, { world, agent, own: agent.instructions }), instructions: null };
  }
  const written = agent.writeInstructions({ session, agent: agent.name, variables, received });
  return andThen(written, (text) => {
    const request = requestFor(effect, context, { world, agent, own: writtenText(agent.name, text) });
    const { instructions } = request;
    const hash = digest(instructions);
    const isKnown = lookup(context.instructed, agent.name) === hash;
    return { request, instructions: isKnown ? { hash } : { hash, text: instructions } };
  });
}

function requestFor(
  { turn, attempt, offers, fallback }: CallModel["params"],
  context: SessionContext,
  { world, agent, own }: { readonly world: World; readonly agent: Agent; readonly own: string },
): PreparedRequest["request"] {
  const { name, canEnd } = agent;
  const output = agent.output === null ? null : answerSchema(agent.output);
  const parts = [own, takeover(context.received), output === null ? "" : outputRule(output)];
  return {
    session: world.session,
    agent: name,
    turn,
    attempt,
    instructions: parts.filter((part) => part !== "").join("\n\n"),
    tools: offeredTools(world.toolbox(name), {
      offers,
      closedTools: closedTools(world, agent, context),
      endOpen: canEnd === null || evaluate(canEnd.guard, context).holds,
      delegation: delegationOf(world, context),
    }),
    ...settingsFor(agent, fallback),
    ...(output === null ? {} : { output: { name: `${name}_answer`, schema: output } }),
  };
}

/** The JSON Schema of an agent's answers; validation has made sure that there is one. */
function answerSchema(output: Schema): JsonObject | null {
  const schema = jsonSchemaOf(output, "input");
  return "unsupported" in schema ? null : schema;
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
function closedTools({ graph }: World, { tools }: Agent, context: SessionContext): readonly string[] {
  const closed = tools.filter((name) => {
    const guard = lookup(graph.tools, name)?.guard ?? null;
    return guard !== null && !evaluate(guard, context).holds;
  });
  return closed.length === 0 ? none : closed;
}

const none: readonly string[] = [];

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
