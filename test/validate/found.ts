import { z } from "zod";
import { defineGraph } from "../../src/graph/define-graph.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { toolFor } from "../../src/graph/tool.ts";
import { formatPlace } from "../../src/validate/format-place.ts";
import { validateGraph } from "../../src/validate/validate-graph.ts";

/** The variables of graphs in these tests. */
export const variables = z.object({
  verified: z.boolean(),
  plan: z.enum(["free", "pro"]),
  order: z.object({ id: z.string() }).nullable(),
  amount: z.int().min(0).max(1000),
});

/** A tool that writes all of them. */
export const write = toolFor(variables)({
  description: "Writes all variables.",
  writes: ["verified", "plan", "order", "amount"],
  run: () => ({ output: null }),
});

/** Their first values. */
export const initial = { verified: false, plan: "free", order: null, amount: 0 };

/** What no agent lacks. */
export const agent = { description: "Answers.", instructions: "Answer." };

/** The findings of a definition that starts with an agent "a"; the types may reject it. */
export function found(part: Record<string, unknown>): readonly string[] {
  const definition = { id: "desk", start: "a", variables, initial, tools: { write }, ...part };
  const graph: Graph = defineGraph(definition as never);
  return validateGraph(graph).map(({ code, path }) => `${code} ${formatPlace(path)}`);
}

/** The same without variables and tools. */
export function foundBare(part: Record<string, unknown>): readonly string[] {
  return found({ variables: undefined, initial: undefined, tools: undefined, ...part });
}
