import { stallEvent } from "../../check/abstract/move.ts";
import type { Trace } from "../../check/trace.ts";
import type { Graph } from "../../graph/graph.ts";
import { hashGraph } from "../../graph/graph-hash.ts";
import type { Frame } from "../../inspect/frame.ts";
import { frameOf } from "../../inspect/frame-of.ts";
import { compileGraph } from "../../machine/compile-graph.ts";
import type { MachineEvent } from "../../machine/event.ts";
import { createStepper } from "../../machine/step.ts";
import { createRecord, type SessionRecord } from "../record/session-record.ts";

/**
 * Goes through a conversation of the checker with the compiled machine, and records it as a session is recorded: so it is
 * shown as one. Each step has its entry, also one in which nothing happens.
 *
 * @throws {NotHereError} when an end has to be asked for by a function that only the program has.
 */
export function exampleRecord(graph: Graph, { steps }: Trace, events: readonly MachineEvent[]): SessionRecord {
  const stepper = createStepper(compileGraph(graph));
  const opened = { type: "session.opened", at: 0, graph: graph.id, hash: hashGraph(graph), format: 1 } as const;
  const { initial } = stepper;
  const frames = [frameOf(graph, { session, position: 0, event: opened, before: initial, after: initial })];
  const left = [...events];
  let before = initial;
  for (const [index, step] of steps.entries()) {
    const position = index + 1;
    const quiet = frames[index];
    if (step.event === stallEvent && quiet !== undefined) {
      frames.push({ ...quiet, position, event: stallEvent, taken: null, updates: [], messages: [], variables: {} });
      continue;
    }
    const event = left.shift();
    if (event === undefined) break;
    const { snapshot: after } = stepper.step(before, event);
    frames.push(frameOf(graph, { session, position, event, before, after }));
    before = after;
  }
  return createRecord(session).append(frames.map(withoutFiller));
}

/** The checker has no texts and writes `…` for each. What a model says beside its calls is nothing to look at then. */
function withoutFiller(frame: Frame): Frame {
  return {
    ...frame,
    messages: frame.messages.map(({ index, message }) => {
      const isFilled = message.role === "assistant" && message.text === "…" && message.calls.length > 0;
      return { index, message: isFilled ? { ...message, text: "" } : message };
    }),
  };
}

/**
 * Where each step of a conversation stands in its record; `null` for those that the machine does not come to, as the
 * conversation rests on what the checker has assumed.
 */
export function stepPositions({ steps }: Trace, head: number): readonly (number | null)[] {
  return steps.map((_, index) => (index < head ? index + 1 : null));
}

/** The step that a position shows: the last that has happened there; `null` before the first. */
export function stepAt(positions: readonly (number | null)[], position: number): number | null {
  const index = positions.findLastIndex((one) => one !== null && one <= position);
  return index === -1 ? null : index;
}

const session = "example";
