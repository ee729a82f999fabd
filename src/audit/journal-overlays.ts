import type { Overlay } from "../draw/overlay.ts";
import { overlayOfSessions, overlayOfSteps, type SteppedEvent } from "../draw/overlay-of-steps.ts";
import type { Graph, GraphShape } from "../graph/graph.ts";
import type { Entry } from "../journal/entry.ts";
import { replaySteps } from "../journal/replay.ts";

type Entries = Iterable<Entry> | AsyncIterable<Entry>;

/**
 * Reads a journal as what is shown on top of a drawing: which ways the session took and how often, what happened last, where
 * it is now, and what was asked for in vain.
 *
 * @throws {GraphMismatchError} when the journal was written under another routing graph.
 * @throws {UsageError} `bad_journal` when entries are missing, doubled, or out of order.
 * @example
 * ```ts
 * import { createRuntime, defineGraph, drawMermaid, fromNdjson, sessionOverlay } from "handoff-machine";
 * import { scriptedModel } from "handoff-machine/testing";
 *
 * const graph = defineGraph({ id: "one", start: "clerk", agents: { clerk: { instructions: "Answer." } } });
 * const session = await createRuntime(graph, { model: scriptedModel(["Hello."]) }).open();
 * await session.send("Hi").ended;
 *
 * const overlay = await sessionOverlay(graph, fromNdjson(await session.export()));
 * overlay.marks.get("agent:clerk"); // => { tone: "active", count: 1 }
 * drawMermaid(graph, { overlay }).includes("now · 1×"); // => true
 * ```
 */
export async function sessionOverlay<Shape extends GraphShape>(
  graph: Graph<Shape>,
  entries: Entries,
): Promise<Overlay> {
  const { session, steps } = await stepsOf(graph, entries);
  return overlayOfSteps(untyped(graph), steps, `session ${session}, ${steps.length + 1} entries`);
}

/**
 * Reads the journals of many sessions as what is shown on top of a drawing: how often each way was taken, and what never.
 *
 * @throws {GraphMismatchError} when a journal was written under another routing graph.
 * @throws {UsageError} `bad_journal` when entries are missing, doubled, or out of order.
 */
export async function coverageOverlay<Shape extends GraphShape>(
  graph: Graph<Shape>,
  sessions: Iterable<Entries> | AsyncIterable<Entries>,
): Promise<Overlay> {
  const journals: (readonly SteppedEvent[])[] = [];
  for await (const entries of sessions) journals.push((await stepsOf(graph, entries)).steps);
  const count = `${journals.length} ${journals.length === 1 ? "session" : "sessions"}`;
  return overlayOfSessions(untyped(graph), journals, `what ${count} took, and what none did`);
}

interface ReadJournal {
  readonly session: string;
  readonly steps: readonly SteppedEvent[];
}

async function stepsOf<Shape extends GraphShape>(graph: Graph<Shape>, entries: Entries): Promise<ReadJournal> {
  const steps: SteppedEvent[] = [];
  let name = "";
  for await (const { session, event, before, after } of replaySteps<GraphShape>(graph, entries)) {
    name = session;
    if (event.type !== "session.opened") steps.push({ before, event, after });
  }
  return { session: name, steps };
}

function untyped<Shape extends GraphShape>(graph: Graph<Shape>): Graph {
  return graph as unknown as Graph; // its names are not needed here
}
