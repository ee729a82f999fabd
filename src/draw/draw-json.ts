import type { Approval } from "../graph/approval.ts";
import { agentsOf, type Graph, type Limits, type OnLimit } from "../graph/graph.ts";
import { type GraphHash, hashGraph } from "../graph/graph-hash.ts";
import { jsonSchemaOf, type Schema } from "../graph/schema.ts";
import type { Tool } from "../graph/tool.ts";
import type { VariableDomain } from "../graph/variables.ts";
import { type JsonObject, type JsonValue, lookup, toJson } from "../json.ts";
import { type DrawnEdge, drawnEdges } from "./drawn-edge.ts";
import { type DrawnGuard, drawnGuard } from "./drawn-guard.ts";

/** A graph as plain JSON, for programs that draw or compare it. */
export interface GraphDrawing {
  /** Counts up when a field changes its meaning or goes; new fields may come. */
  readonly format: 1;
  readonly id: string;
  readonly start: string;
  /** `routing` changes with what decides where a conversation goes, `prompt` with what only models read. */
  readonly hash: GraphHash;
  readonly variables: readonly DrawnVariable[];
  readonly agents: readonly DrawnAgent[];
  readonly tools: readonly DrawnTool[];
  readonly edges: readonly DrawnEdgeDetails[];
  /** Whether no agent declared a handoff, so that the edges are those of every pair. */
  readonly defaultMesh: boolean;
  /** Budgets of one exchange; `null` is none. */
  readonly limits: Limits;
  readonly onLimit: OnLimit;
  readonly entry: Graph["entry"];
  readonly severalHandoffs: Graph["severalHandoffs"];
  readonly retry: Graph["retry"];
  readonly delegationDepth: number;
}

/** A variable: what it can be, and what it is when a session opens. */
export interface DrawnVariable extends VariableDomain {
  readonly name: string;
  readonly initial: JsonValue;
}

/** An agent without its edges. */
export interface DrawnAgent {
  readonly name: string;
  readonly kind: "model" | "human";
  readonly description: string;
  readonly instructions: string;
  readonly tools: readonly string[];
}

/** A tool, and who has it. */
export interface DrawnTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly input: JsonObject | null;
  readonly output: JsonObject | null;
  readonly writes: readonly string[];
  readonly approval: { readonly kind: Approval["kind"]; readonly guard: DrawnGuard | null };
  /** Milliseconds. */
  readonly timeout: number | null;
  readonly agents: readonly string[];
}

/** A way from one agent to another, or to the end of the session. */
export interface DrawnEdgeDetails {
  readonly kind: DrawnEdge["kind"];
  /** `null`: any agent. */
  readonly from: string | null;
  /** `null`: the end of the session. */
  readonly to: string | null;
  readonly guard: DrawnGuard | null;
  /** Of handoffs and delegations. */
  readonly call?: {
    /** The name under which a model calls it. */
    readonly tool: string;
    readonly description: string;
    readonly offer: "whenOpen" | "always";
    readonly approval: boolean;
    readonly maxTimes: number | null;
    /** JSON Schema of the payload. */
    readonly input: JsonObject | null;
  };
  /** Of ends. */
  readonly outcome?: string;
}

/**
 * Draws a graph as JSON: agents, edges with their guards, tools, variables, limits, hashes. The same graph gives the
 * same JSON, in the order of its definition; a graph with errors can be drawn.
 *
 * @example
 * ```ts
 * import { defineGraph, drawJson } from "handoff-machine";
 *
 * const graph = defineGraph({ id: "one", start: "clerk", agents: { clerk: { instructions: "Answer." } } });
 * drawJson(graph).agents.map(({ name }) => name); // => ["clerk"]
 * ```
 */
export function drawJson(graph: Graph): GraphDrawing {
  const { id, start, variables, limits, onLimit, entry, severalHandoffs, retry, delegationDepth, defaultMesh } = graph;
  return {
    format: 1,
    id,
    start,
    hash: hashGraph(graph),
    variables: Object.entries(variables.domains).map(([name, domain]) => ({
      name,
      ...domain,
      initial: toJson(lookup(variables.initial, name)),
    })),
    agents: agentsOf(graph).map(({ name, kind, description, instructions, tools }) => ({
      name,
      kind,
      description,
      instructions,
      tools,
    })),
    tools: Object.entries<Tool<never>>(graph.tools).map(([name, tool]) => drawnTool(graph, name, tool)),
    edges: drawnEdges(graph).map((edge) => edgeDetails(graph, edge)),
    defaultMesh,
    limits,
    onLimit,
    entry,
    severalHandoffs,
    retry,
    delegationDepth,
  };
}

function drawnTool(graph: Graph, name: string, tool: Tool<never>): DrawnTool {
  const { description, input, output, writes, approval, timeout } = tool;
  return {
    name,
    description,
    input: schemaJson(input),
    output: schemaJson(output),
    writes,
    approval: { kind: approval.kind, guard: drawnGuard(approval.kind === "when" ? approval.node : null) },
    timeout,
    agents: agentsOf(graph)
      .filter(({ tools }) => tools.includes(name))
      .map((agent) => agent.name),
  };
}

function edgeDetails(graph: Graph, { kind, from, to, guard, notes }: DrawnEdge): DrawnEdgeDetails {
  const edge = { kind, from, to, guard: drawnGuard(guard) };
  if (kind === "end") return { ...edge, outcome: notes[0] ?? "" };
  if (kind !== "handoff" && kind !== "delegation") return edge;
  const handoff = lookup(lookup(graph.agents, from ?? "")?.handoffs ?? {}, to ?? "");
  if (handoff === undefined) return edge;
  const { tool, description, offer, approval, maxTimes, input } = handoff;
  return { ...edge, call: { tool, description, offer, approval, maxTimes, input: schemaJson(input) } };
}

function schemaJson(schema: Schema | null): JsonObject | null {
  return schema === null ? null : jsonSchemaOf(schema, "input");
}
