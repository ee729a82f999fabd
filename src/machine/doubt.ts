import type { Graph } from "../graph/graph.ts";
import { lookup } from "../json.ts";
import type { Call } from "./context.ts";

/** What becomes of a call that was under way when the process died: nobody knows whether it had an effect. */
export function doubtOf(graph: Graph, { request }: Call): "retry" | "fail" | "ask" {
  return (request.kind === "tool" ? lookup(graph.tools, request.tool)?.inDoubt : undefined) ?? "retry";
}
