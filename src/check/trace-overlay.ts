import type { Overlay } from "../draw/overlay.ts";
import { overlayOfSteps, type SteppedEvent } from "../draw/overlay-of-steps.ts";
import type { Graph, GraphShape } from "../graph/graph.ts";
import { compileGraph } from "../machine/compile-graph.ts";
import { createStepper } from "../machine/step.ts";
import type { ReplayedTrace } from "./replay-trace.ts";

/**
 * Shows a conversation that {@link checkGraph} has found on top of a drawing of its graph: the ways that it takes, how
 * often, and where it ends.
 *
 * @example
 * ```ts
 * import { checkGraph, defineGraph, propertiesOf, replayTrace, traceOverlay } from "handoff-machine";
 *
 * const graph = defineGraph({ id: "one", start: "clerk", agents: { clerk: { instructions: "Answer." } } });
 * const { never } = propertiesOf(graph);
 * const [result] = checkGraph(graph, [never("nobody answers", { answers: true })], { defaults: false }).results;
 *
 * traceOverlay(graph, replayTrace(graph, result?.replayId ?? "")).marks.get("start"); // => { tone: "visited", count: 1 }
 * ```
 */
export function traceOverlay<Shape extends GraphShape>(
  graph: Graph<Shape>,
  { events, trace }: Pick<ReplayedTrace, "events" | "trace">,
): Overlay {
  const plain = graph as unknown as Graph; // its names are not needed here
  const stepper = createStepper<GraphShape>(compileGraph(plain));
  let before = stepper.initial;
  const steps = events.map((event): SteppedEvent => {
    const step = { before, event, after: stepper.step(before, event).snapshot };
    before = step.after;
    return step;
  });
  const repeats = trace.loopStart === null ? "" : `; from step ${trace.loopStart + 1} on it repeats for ever`;
  return overlayOfSteps(plain, steps, `a conversation of ${trace.steps.length} steps${repeats}`);
}
