import { drawJson } from "../draw/draw-json.ts";
import type { Flow } from "../inspect/wire.ts";
import { toJson } from "../json.ts";
import type { InspectorCore } from "./inspector-core.ts";
import type { HandlerOptions } from "./inspector-options.ts";

/** What is looked at, and what may be done. */
export function flowOf(
  { runtime, server, models }: InspectorCore,
  { properties = [], control = true }: Pick<HandlerOptions, "properties" | "control">,
): Flow {
  const graph = { drawing: toJson(drawJson(runtime.graph)) };
  return { server, graph, properties, canControl: control, models: control ? models.names : [] };
}
