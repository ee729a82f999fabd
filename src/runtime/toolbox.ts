import type { Agent, Graph, Handoff } from "../graph/graph.ts";
import { jsonSchemaOf, type Schema } from "../graph/schema.ts";
import { returnToolName, sanitizeToolName } from "../graph/tool-name.ts";
import { type JsonObject, lookup } from "../json.ts";
import { returnTargets } from "../machine/delegation.ts";
import type { Offer } from "../machine/event.ts";
import { agentOf } from "../machine/state.ts";
import type { OfferedTool } from "./ports.ts";

/** Everything an agent's model may call, by the name under which it is offered. */
export interface Toolbox {
  /** The tools and all handoffs: what is offered while nothing is withheld. */
  readonly always: readonly OfferedTool[];
  readonly tools: ReadonlyMap<string, { readonly name: string; readonly offered: OfferedTool }>;
  readonly handoffs: ReadonlyMap<string, { readonly handoff: Handoff; readonly offered: OfferedTool }>;
  readonly returns: ReadonlyMap<string, { readonly to: string; readonly offered: OfferedTool }>;
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

/** What is offered to the model now: its tools, the handoffs that are not withheld, and the way back of a delegate. */
export function offeredTools(
  { always, handoffs, returns }: Toolbox,
  offers: readonly Offer[],
  caller: string | undefined,
): readonly OfferedTool[] {
  const withheld = offers.filter((offer) => !offer.offered).map((offer) => offer.to);
  if (withheld.length === 0 && caller === undefined) return always;
  const hidden = [...handoffs.values()].filter(({ handoff }) => withheld.includes(handoff.to));
  const back = [...returns.values()].filter(({ to }) => to === caller);
  return [
    ...always.filter((tool) => !hidden.some(({ offered }) => offered === tool)),
    ...back.map(({ offered }) => offered),
  ];
}

function makeToolbox(graph: Graph, agent: Agent, callers: readonly string[]): Toolbox {
  const tools = new Map(agent.tools.map((name) => toolEntry(graph, name)));
  const handoffs = new Map(
    Object.values(agent.handoffs).map((handoff) => [handoff.tool, { handoff, offered: handoffTool(handoff) }]),
  );
  const returns = new Map(callers.map((to) => [returnToolName(to), { to, offered: returnTool(to) }]));
  const always = [...tools.values(), ...handoffs.values()].map(({ offered }) => offered);
  return { always: Object.freeze(always), tools, handoffs, returns };
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

function returnTool(to: string): OfferedTool {
  return {
    name: returnToolName(to),
    description: `Gives the conversation back to ${to}, with the result.`,
    parameters: resultParameters,
  };
}

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
