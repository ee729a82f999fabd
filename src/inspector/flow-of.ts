import { graphToJson } from "../inspect/graph-to-json.ts";
import type { Flow } from "../inspect/wire.ts";
import type { InspectorCore } from "./inspector-core.ts";
import type { HandlerOptions } from "./inspector-options.ts";

/** What is looked at, and what may be done. */
export function flowOf(
  { runtime, server, models }: InspectorCore,
  { properties = [], control = true }: Pick<HandlerOptions, "properties" | "control">,
): Flow {
  return {
    server,
    graph: graphToJson(runtime.graph, properties),
    canControl: control,
    models: control ? models.names : [],
  };
}
