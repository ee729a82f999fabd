import { agentsOf } from "../../graph/graph.ts";
import { graphFromJson } from "../../inspect/graph-from-json.ts";
import type { Flow } from "../../inspect/wire.ts";
import { errorText } from "../../json.ts";
import { agentLooks } from "./agent-look.ts";
import type { ShownGraph } from "./shown-graph.ts";

/** Reads the graph of a flow. What cannot be read is told in its place: a page without a chart is better than none. */
export function readGraph({ graph: json }: Flow): ShownGraph {
  try {
    const graph = graphFromJson(json);
    return { graph, id: graph.id, problem: null, looksByAgent: agentLooks(agentsOf(graph).map(({ name }) => name)) };
  } catch (error) {
    const id = typeof json.id === "string" ? json.id : "flow";
    return { graph: null, id, problem: errorText(error), looksByAgent: new Map() };
  }
}
