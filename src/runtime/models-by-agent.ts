import { UsageError } from "../errors.ts";
import type { Graph } from "../graph/graph.ts";
import { isRecord, lookup } from "../json.ts";
import type { ModelClient } from "./ports.ts";
import type { World } from "./world.ts";

/** One model, or several: the next is asked when the one before it fails and is not tried again. */
export type Models = ModelClient | readonly [ModelClient, ...ModelClient[]];

/** Which model answers for whom. */
export interface ModelChoice<AgentName extends string = string> {
  /** Asks for every agent that has no model of its own. */
  readonly model: Models;
  /** The models of single agents. */
  readonly models?: { readonly [Name in AgentName]?: Models };
}

/**
 * Gives the models of each agent: its own, or those of all.
 *
 * @throws {UsageError} `bad_option` naming what is no model, or no agent with one.
 */
export function modelsByAgent(graph: Graph, choice: ModelChoice): World["models"] {
  const { model, models = {} }: Partial<ModelChoice> = isRecord(choice) ? choice : {};
  const common = modelList(model, "model");
  const own = Object.fromEntries(
    Object.entries(models).flatMap(([agent, given]) =>
      given === undefined ? [] : [[agent, modelList(given, `models.${agent}`)] as const],
    ),
  );
  for (const agent of Object.keys(own)) {
    if (lookup(graph.agents, agent)?.kind === "model") continue;
    const known = Object.values(graph.agents).filter(({ kind }) => kind === "model");
    throw new UsageError("bad_option", {
      message: `models.${agent} is for no agent that has a model.`,
      hint: `Agents with a model: ${known.map(({ name }) => name).join(", ")}.`,
    });
  }
  return (agent) => lookup(own, agent) ?? common;
}

function modelList(given: unknown, place: string): readonly [ModelClient, ...ModelClient[]] {
  const [first, ...rest]: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (isClient(first) && rest.every(isClient)) return [first, ...rest];
  throw new UsageError("bad_option", {
    message: place === "model" ? "createRuntime needs a model." : `${place} is no model.`,
    hint: 'Pass { model: openaiModel({ model: "…" }) }, a list of models, or a scripted model in tests.',
  });
}

function isClient(value: unknown): value is ModelClient {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, "generate") === "function";
}
