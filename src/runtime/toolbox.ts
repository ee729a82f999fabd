import type { Agent, CanEnd, Graph, Handoff } from "../graph/graph.ts";
import { jsonSchemaOf, type Schema } from "../graph/schema.ts";
import { endToolName, questionToolName, returnToolName, sanitizeToolName } from "../graph/tool-name.ts";
import { type JsonObject, lookup } from "../json.ts";
import type { Offer } from "../machine/call-request.ts";
import { returnTargets } from "../machine/delegation.ts";
import { agentOf } from "../machine/state.ts";
import type { OfferedTool } from "./ports.ts";

/** Everything an agent's model may call, by the name under which it is offered. */
export interface Toolbox {
  /** The tools and all handoffs: what is offered while nothing is withheld. */
  readonly always: readonly OfferedTool[];
  readonly tools: ReadonlyMap<string, { readonly name: string; readonly offered: OfferedTool }>;
  readonly handoffs: ReadonlyMap<string, { readonly handoff: Handoff; readonly offered: OfferedTool }>;
  readonly returns: ReadonlyMap<string, { readonly to: string }>;
  /** The way to end the session, where the agent has one. */
  readonly end: OfferedTool | null;
  /** The way to ask the user, where the agent has one. */
  readonly question: OfferedTool | null;
}

/** Gives the toolbox of each agent of a graph; made once per agent. */
export function toolboxes(graph: Graph): (agent: string) => Toolbox {
  const made = new Map<string, Toolbox>();
  const callers = returnTargets(graph);
  return (name) => {
    const toolbox = made.get(name) ?? makeToolbox(graph, agentOf(graph, name), callers(name));
    made.set(name, toolbox);
    return toolbox;
  };
}

/** What is offered to the model now: all but the handoffs that are withheld, an end that is closed, and other ways back. */
export function offeredTools(
  { always, tools, handoffs, end }: Toolbox,
  { offers, closedTools, endOpen, delegation }: OfferMoment,
): readonly OfferedTool[] {
  const withheld = offers.filter((offer) => !offer.offered).map((offer) => offer.to);
  if (withheld.length === 0 && closedTools.length === 0 && endOpen && delegation === null) return always;
  const hidden = new Set(
    [...handoffs.values()].flatMap(({ handoff, offered }) => (withheld.includes(handoff.to) ? [offered] : [])),
  );
  for (const { name, offered } of tools.values()) if (closedTools.includes(name)) hidden.add(offered);
  if (end !== null && !endOpen) hidden.add(end);
  return [...always.filter((tool) => !hidden.has(tool)), ...(delegation === null ? [] : [returnTool(delegation)])];
}

/** What decides about offers besides the agent. */
export interface OfferMoment {
  readonly offers: readonly Offer[];
  /** The agent's tools whose guards do not hold. */
  readonly closedTools: readonly string[];
  /** Whether the agent may end the session now. */
  readonly endOpen: boolean;
  /** The edge of the innermost delegation that is open, or `null`. */
  readonly delegation: Handoff | null;
}

function makeToolbox(graph: Graph, agent: Agent, callers: readonly string[]): Toolbox {
  const tools = new Map(agent.tools.map((name) => toolEntry(graph, name)));
  const handoffs = new Map(
    Object.values(agent.handoffs).map((handoff) => [handoff.tool, { handoff, offered: handoffTool(handoff) }]),
  );
  const returns = new Map(callers.map((to) => [returnToolName(to), { to }]));
  const end = agent.canEnd === null ? null : endTool(agent.canEnd);
  const question = agent.canAsk ? questionTool : null;
  const always = [...tools.values(), ...handoffs.values()].map(({ offered }) => offered);
  for (const own of [question, end]) if (own !== null) always.push(own);
  return { always: Object.freeze(always), tools, handoffs, returns, end, question };
}

function toolEntry(graph: Graph, name: string): [string, { name: string; offered: OfferedTool }] {
  const tool = lookup(graph.tools, name);
  const offeredName = sanitizeToolName(name);
  const parameters = tool?.input ? parametersOf(tool.input) : noParameters;
  return [offeredName, { name, offered: { name: offeredName, description: tool?.description ?? "", parameters } }];
}

function handoffTool({ tool, to, description, input }: Handoff): OfferedTool {
  const parameters = input === null ? reasonParameters : parametersOf(input);
  return { name: tool, description: `Hands the conversation to ${to}. ${description}`.trim(), parameters };
}

function returnTool({ from, result }: Handoff): OfferedTool {
  return {
    name: returnToolName(from),
    description: `Gives the conversation back to ${from}, with the result.`,
    parameters: result === null ? resultParameters : parametersOf(result),
  };
}

function endTool({ result, description }: CanEnd): OfferedTool {
  const parameters = result === null ? reasonParameters : parametersOf(result);
  return { name: endToolName, description: `Ends the conversation. ${description}`.trim(), parameters };
}

const questionTool: OfferedTool = Object.freeze({
  name: questionToolName,
  description: "Asks the user something and waits for the answer.",
  parameters: {
    type: "object",
    properties: { question: { type: "string", description: "What the user reads." } },
    required: ["question"],
    additionalProperties: false,
  },
});

function parametersOf(schema: Schema): JsonObject {
  const parameters = jsonSchemaOf(schema, "input");
  return "unsupported" in parameters ? { type: "object" } : parameters;
}

const noParameters: JsonObject = { type: "object", properties: {}, additionalProperties: false };
const reasonParameters: JsonObject = {
  type: "object",
  properties: { reason: { type: "string", description: "Why, and what the other one should know." } },
  additionalProperties: false,
};
const resultParameters: JsonObject = {
  type: "object",
  properties: { result: { type: "string", description: "What came of it." } },
  additionalProperties: false,
};
