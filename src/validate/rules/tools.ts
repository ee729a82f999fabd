import type { Finding } from "../diagnostic.ts";
import type { GraphFacts } from "../graph-facts.ts";

/** Finds tools that no agent has, and tools that an agent has twice. */
export function* toolRules({ graph, agents, meantTool }: GraphFacts): Generator<Finding> {
  const used = new Set<string | null>(agents.flatMap(({ tools }) => tools.map(meantTool)));
  for (const name of Object.keys(graph.tools)) {
    if (used.has(name)) continue;
    yield {
      code: "unused-tool",
      path: ["tools", name],
      message: `No agent has the tool "${name}".`,
      hint: "List it in the `tools` of an agent, or remove it.",
    };
  }
  for (const { name, tools } of agents) {
    for (const [index, tool] of tools.entries()) {
      const first = tools.indexOf(tool);
      if (first === index) continue;
      yield {
        code: "duplicate-tool",
        path: ["agents", name, "tools", String(index)],
        message: `Agent "${name}" lists the tool "${tool}" twice.`,
        hint: "Remove one of the two.",
        related: [["agents", name, "tools", String(first)]],
      };
    }
  }
}
