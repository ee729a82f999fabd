import { agentsOf, type Graph } from "../graph/graph.ts";
import { named } from "./agent-references.ts";
import type { Place } from "./diagnostic.ts";
import { sessionPlaces } from "./session-places.ts";

/** A place that names a tool. */
export interface ToolReference {
  readonly tool: string;
  readonly path: Place;
  /** For messages, up to the name: `Agent "triage" has the tool`. */
  readonly subject: string;
}

/** Every place that names a tool of the graph. */
export function* toolReferences(graph: Graph): Generator<ToolReference> {
  for (const { name, tools } of agentsOf(graph)) {
    for (const [index, tool] of tools.entries()) {
      yield { tool, path: ["agents", name, "tools", String(index)], subject: `Agent "${name}" has the tool` };
    }
  }
  for (const [index, { outcome, session }] of graph.ends.entries()) {
    if (session === null) continue;
    for (const { node, path } of sessionPlaces(session, ["ends", String(index), "session"])) {
      if (node.kind !== "tool") continue;
      for (const [tool, at] of named(node.tools, path)) {
        yield { tool, path: at, subject: `The end "${outcome}" asks for a result of` };
      }
    }
  }
  for (const { name, tools } of graph.guardrails) {
    for (const [index, tool] of (tools ?? []).entries()) {
      yield { tool, path: ["guardrails", name, "tools", String(index)], subject: `The guardrail "${name}" checks` };
    }
  }
}
