import { UsageError } from "../errors.ts";
import { isRecord } from "../json.ts";

/**
 * Refuses what `defineGraph` has not given, which only programs without types can pass on as a graph.
 *
 * @throws {UsageError} `bad_definition`.
 */
export function refuseNoGraph(value: unknown): void {
  if (isRecord(value) && value.kind === "graph" && isRecord(value.agents)) return;
  const isDefinition = isRecord(value) && isRecord(value.agents);
  throw new UsageError("bad_definition", {
    message: `What defineGraph gives was expected here, not ${isDefinition ? "a definition itself" : found(value)}.`,
    hint: isDefinition ? "Wrap it: defineGraph({ … })." : "Make a graph: defineGraph({ … }).",
  });
}

function found(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "another object" : `a ${typeof value}`;
}
