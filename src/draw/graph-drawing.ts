import type { Approval } from "../graph/approval.ts";
import type { Graph, Guardrail, Limits, OnLimit } from "../graph/graph.ts";
import type { GraphHash } from "../graph/graph-hash.ts";
import type { ModelSettings } from "../graph/model-settings.ts";
import type { Tool } from "../graph/tool.ts";
import type { VariableDomain } from "../graph/variables.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import type { DrawnEdgeDetails } from "./drawn-edge-details.ts";
import type { DrawnGuard } from "./drawn-guard.ts";
import type { DrawnView } from "./drawn-view.ts";

/** A graph as plain JSON, for programs that draw or compare it. */
export interface GraphDrawing {
  /** Counts up when a field changes its meaning or goes; new fields may come. */
  readonly format: 2;
  readonly id: string;
  readonly start: string;
  /** `routing` changes with what decides where a conversation goes, `prompt` with what only models read. */
  readonly hash: GraphHash;
  readonly variables: readonly DrawnVariable[];
  readonly agents: readonly DrawnAgent[];
  readonly tools: readonly DrawnTool[];
  readonly guardrails: readonly DrawnGuardrail[];
  readonly edges: readonly DrawnEdgeDetails[];
  /** Whether no agent declared a handoff, so that the edges are those of every pair. */
  readonly defaultMesh: boolean;
  /** Budgets of one exchange; `null` is none. */
  readonly limits: Limits;
  readonly onLimit: OnLimit;
  readonly prices: Graph["prices"];
  /** The rules of a list are edges of the kind `entry`. */
  readonly entry: Graph["entry"]["kind"];
  readonly whilePending: Graph["whilePending"];
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
  /** Empty where a function gives them. */
  readonly instructions: string;
  readonly computesInstructions: boolean;
  readonly tools: readonly string[];
  readonly view: DrawnView;
  /** JSON Schema of the answers. */
  readonly output: JsonObject | null;
  readonly canAsk: boolean;
  readonly settings: ModelSettings;
}

/** A tool, and who has it. */
export interface DrawnTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly input: JsonObject | null;
  readonly output: JsonObject | null;
  readonly writes: readonly string[];
  /** `null`: it can always be called. */
  readonly guard: DrawnGuard | null;
  readonly approval: { readonly kind: Approval["kind"]; readonly guard: DrawnGuard | null };
  /** Milliseconds. */
  readonly approvalExpires: number | null;
  /** Milliseconds. */
  readonly timeout: number | null;
  readonly inDoubt: Tool["inDoubt"];
  readonly agents: readonly string[];
}

/** A guardrail without its check. */
export type DrawnGuardrail = Omit<Guardrail, "check">;
