import type { Graph, GraphShape } from "../graph/graph.ts";
import type { MachineEvent } from "../machine/event.ts";
import { refuseInvalidGraph } from "../validate/assert-valid-graph.ts";
import { deriveModel } from "./abstract/derive-model.ts";
import type { AbstractionOptions } from "./abstract/layout.ts";
import { withChatter } from "./chatter.ts";
import { callsOf } from "./check-graph.ts";
import { propertyGuards } from "./compile-property.ts";
import type { GraphProperty } from "./graph-property.ts";
import { abstractionOptions, refuseOptions } from "./refuse-options.ts";
import { createReplayer } from "./replay-evidence.ts";
import { countedIn, evidenceOfId } from "./replay-id.ts";
import { withStalls } from "./stall.ts";
import { type Trace, traceOf } from "./trace.ts";
import { refuseMistakenProperties } from "./validate-property.ts";

/** A conversation that was found before, gone through again. */
export interface ReplayedTrace {
  readonly graph: string;
  readonly trace: Trace;
  /** Whether the compiled machine goes the same way. */
  readonly replayed: "real" | "assumes" | "spurious";
  /** What the machine is driven by on the way, in its order. */
  readonly events: readonly MachineEvent[];
}

/**
 * Goes through a conversation again that {@link checkGraph} has found, by its replay id: on the model, and on the compiled
 * machine. The properties must be those that were checked with it, since the model keeps apart what they ask for.
 *
 * @throws {GraphError} when the graph has errors.
 * @throws {UsageError} `bad_option` when it is no replay id, one of another graph, or was found with other options;
 *   when an option cannot be, or a property speaks of what the graph does not have.
 * @example
 * ```ts
 * import { checkGraph, defineGraph, propertiesOf, replayTrace } from "handoff-machine";
 *
 * const graph = defineGraph({ id: "one", start: "clerk", agents: { clerk: { instructions: "Answer." } } });
 * const { never } = propertiesOf(graph);
 * const [result] = checkGraph(graph, [never("nobody answers", { answers: true })], { defaults: false }).results;
 *
 * replayTrace(graph, result?.replayId ?? "").trace.steps.map(({ what }) => what); // => ["says something", "answers"]
 * ```
 */
export function replayTrace<Shape extends GraphShape>(
  graph: Graph<Shape>,
  id: string,
  properties: readonly GraphProperty<Shape>[] = [],
  options: Omit<AbstractionOptions, "counted"> = {},
): ReplayedTrace {
  refuseInvalidGraph(graph);
  const { counted: _, ...expectations } = abstractionOptions;
  refuseOptions("replayTrace", options, expectations);
  const { parallelCalls = callsOf(graph), interventions = false } = options;
  const asked = properties as unknown as readonly GraphProperty[]; // the names of the graph are checked again here
  refuseMistakenProperties(graph, asked);
  const look = { parallelCalls, interventions, counted: countedIn(graph, id) };
  const abstraction = withStalls(withChatter(deriveModel(graph, look, asked.flatMap(propertyGuards))));
  const evidence = evidenceOfId(abstraction, id);
  const { outcome, events } = createReplayer(abstraction)(evidence);
  return { graph: graph.id, trace: traceOf(abstraction, evidence), replayed: outcome, events };
}
