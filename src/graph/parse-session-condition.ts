import type { Variables } from "./guard.ts";
import { parseGuard } from "./parse-guard.ts";
import type { SessionCondition, SessionNode } from "./session-condition.ts";
import { measures } from "./session-condition.ts";

/** Reads a session condition into a tree; its shape has been checked. */
export function parseSessionCondition(condition: SessionCondition<string, string, Variables>): SessionNode {
  const { variables, text, agent, tool, all, any, not, predicate } = condition;
  const parts: SessionNode[] = [];
  if (variables !== undefined) parts.push({ kind: "variables", guard: parseGuard(variables) });
  for (const measure of measures) {
    const bounds = condition[measure];
    if (bounds !== undefined) parts.push({ kind: "measure", measure, bounds });
  }
  if (text !== undefined) parts.push({ kind: "text", ...text });
  if (agent !== undefined) parts.push({ kind: "agent", agents: listOf(agent) });
  if (tool !== undefined) parts.push({ kind: "tool", tools: listOf(tool) });
  if (all !== undefined) parts.push({ kind: "all", parts: all.map(parseSessionCondition) });
  if (any !== undefined) parts.push({ kind: "any", parts: any.map(parseSessionCondition) });
  if (not !== undefined) parts.push({ kind: "not", part: parseSessionCondition(not) });
  if (predicate !== undefined) parts.push({ kind: "predicate", ...predicate });
  const [only] = parts;
  return parts.length === 1 && only !== undefined && only.kind !== "all" ? only : { kind: "all", parts };
}

function listOf(names: string | readonly string[]): readonly string[] {
  return typeof names === "string" ? [names] : names;
}
