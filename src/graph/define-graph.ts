import { deepFreeze, isRecord } from "../json.ts";
import { declareVariables } from "./declare-variables.ts";
import type { AgentDefinition, GraphDefinition, HandoffDefinition, ValuesOf } from "./definition.ts";
import { definitionMistakes } from "./definition-mistakes.ts";
import type { Graph, OnLimit } from "./graph.ts";
import type { Variables } from "./guard.ts";
import { normalizeAgent } from "./normalize-agent.ts";
import { normalizeEnd, normalizeEntry, normalizeGuardrail } from "./normalize-rules.ts";
import type { Schema } from "./schema.ts";
import { refuseMistakes } from "./shape.ts";
import type { Tool } from "./tool.ts";

/** The graph that a definition with these names and this variables' schema becomes. */
export type DefinedGraph<AgentName extends string, ToolName extends string, VariablesSchema extends Schema> = Graph<{
  agent: AgentName;
  tool: ToolName;
  variables: ValuesOf<VariablesSchema> extends Variables ? ValuesOf<VariablesSchema> : Variables;
}>;

/**
 * Makes a handoff graph from one literal: fills in the defaults, reads the guards, freezes the result.
 * A misspelt agent, tool, variable or value is a compile error at the word itself.
 *
 * It judges nothing: `validateGraph` lists what is questionable, `compileGraph` refuses what is wrong.
 *
 * @throws {UsageError} `bad_definition` when the value does not have the shape of a definition at all (only
 *   possible without types); the message lists every place.
 * @example
 * ```ts
 * import { defineGraph } from "handoff-machine";
 *
 * const graph = defineGraph({
 *   id: "desk",
 *   start: "triage",
 *   agents: {
 *     triage: { description: "Finds out what is wanted.", instructions: "Ask, then hand off.", handoffs: { billing: {} } },
 *     billing: { description: "Knows invoices.", instructions: "Answer.", handoffs: { triage: {} } },
 *   },
 * });
 * graph.agents.billing.handoffs; // => the one back to triage
 * ```
 */
export function defineGraph<
  const AgentName extends string,
  const ToolName extends string = never,
  VariablesSchema extends Schema = Schema<unknown, Record<never, never>>,
>(
  definition: GraphDefinition<AgentName, ToolName, VariablesSchema>,
): DefinedGraph<AgentName, ToolName, VariablesSchema> {
  refuseMistakes(definitionMistakes(definition), {
    noun: "a graph definition",
    hint: "See docs/definition.md for the whole shape.",
  });
  return deepFreeze(normalized(definition as unknown as GraphDefinition)) as DefinedGraph<
    AgentName,
    ToolName,
    VariablesSchema
  >; // the names are those of the literal, whose shape has been checked
}

function normalized(definition: GraphDefinition): Graph {
  const agents: readonly [string, Loose][] = Object.entries(definition.agents);
  const defaultMesh =
    agents.length > 1 &&
    agents.every(
      ([, agent]) => agent.handoffs === undefined && agent.routes === undefined && agent.afterReply === undefined,
    );
  const descriptions = Object.fromEntries(agents.map(([name, agent]) => [name, agent.description ?? ""]));
  return {
    kind: "graph",
    id: definition.id,
    start: definition.start,
    agents: Object.fromEntries(
      agents.map(([name, agent]) => [
        name,
        normalizeAgent(name, defaultMesh ? { ...agent, handoffs: toEveryoneBut(name, agents) } : agent, descriptions),
      ]),
    ),
    tools: { ...definition.tools } as Readonly<Record<string, Tool<never>>>,
    variables: declareVariables(definition.variables, definition.initial),
    limits: { ...defaultLimits, ...withoutUndefined(definition.limits) },
    onLimit: normalizeOnLimit(definition.onLimit),
    prices: { ...definition.prices },
    entry: normalizeEntry(definition.entry),
    whilePending: definition.whilePending ?? "stage",
    severalHandoffs: definition.severalHandoffs ?? "first",
    retry: { attempts: 2, baseDelay: 500, maxDelay: 30_000, ...withoutUndefined(definition.retry) },
    ends: (definition.ends ?? []).map(normalizeEnd),
    guardrails: Object.entries(definition.guardrails ?? {}).map(([name, one]) => normalizeGuardrail(name, one)),
    delegationDepth: definition.delegationDepth ?? 4,
    defaultMesh,
  };
}

type Loose = AgentDefinition<string, string, Variables>;

const defaultLimits: Graph["limits"] = {
  modelCalls: 25,
  toolCalls: null,
  handoffs: 8,
  refusals: 8,
  repairs: 2,
  tokens: null,
  cost: null,
  time: null,
  pingPong: null,
};

function toEveryoneBut(name: string, agents: readonly [string, Loose][]): Record<string, HandoffDefinition<Variables>> {
  return Object.fromEntries(agents.filter(([other]) => other !== name).map(([other]) => [other, {}]));
}

function normalizeOnLimit(onLimit: GraphDefinition["onLimit"]): OnLimit {
  if (isRecord(onLimit)) return { kind: "handoff", to: onLimit.handoff };
  return { kind: onLimit === "fail" ? "fail" : "askUser" };
}

type Defined<Part> = { [Key in keyof Part]?: Exclude<Part[Key], undefined> };

function withoutUndefined<Part extends object>(part: Part | undefined): Defined<Part> {
  return Object.fromEntries(Object.entries(part ?? {}).filter(([, value]) => value !== undefined)) as Defined<Part>; // filtered here
}
