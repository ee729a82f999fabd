import { GraphMismatchError, UsageError } from "../errors.ts";
import type { Graph, GraphShape } from "../graph/graph.ts";
import { hashGraph } from "../graph/graph-hash.ts";
import { isRecord } from "../json.ts";
import { compileGraph } from "../machine/compile-graph.ts";
import type { MachineEvent } from "../machine/event.ts";
import { createStepper, type SessionSnapshot } from "../machine/step.ts";
import type { Entry, SessionOpened } from "./entry.ts";

/** A session as its journal tells it. */
export interface Replayed<Shape extends GraphShape = GraphShape> {
  readonly snapshot: SessionSnapshot<Shape>;
  /** The number of entries that were read. */
  readonly position: number;
}

/** One entry with the session before and after it. */
export interface ReplayedStep<Shape extends GraphShape = GraphShape> {
  readonly session: string;
  readonly position: number;
  readonly event: SessionOpened | MachineEvent;
  readonly before: SessionSnapshot<Shape>;
  readonly after: SessionSnapshot<Shape>;
}

/**
 * Folds a journal to the snapshot that the live session had. Performs nothing: no model, no tool, no schema.
 *
 * @throws {GraphMismatchError} when the journal was written under another routing graph.
 * @throws {UsageError} `bad_journal` when entries are missing, doubled, out of order, or none.
 */
export async function replay<Shape extends GraphShape>(
  graph: Graph<Shape>,
  entries: Iterable<Entry> | AsyncIterable<Entry>,
): Promise<Replayed<Shape>> {
  let replayed: Replayed<Shape> = { snapshot: createStepper(compileGraph(graph)).initial, position: 0 };
  for await (const { after, position } of replaySteps(graph, entries))
    replayed = { snapshot: after, position: position + 1 };
  return replayed;
}

/** Folds a journal step by step, its opening included: see {@link replay}. */
export async function* replaySteps<Shape extends GraphShape>(
  graph: Graph<Shape>,
  entries: Iterable<Entry> | AsyncIterable<Entry>,
): AsyncGenerator<ReplayedStep<Shape>, void> {
  const replayer = createReplayer(graph);
  refuseNoEntries(entries);
  for await (const entry of entries) yield replayer.take(entry);
}

/** Folds a journal entry by entry, as they come. */
export interface Replayer<Shape extends GraphShape = GraphShape> extends Replayed<Shape> {
  /**
   * Takes the next entry.
   *
   * @throws {GraphMismatchError} and {@link UsageError} as {@link replay} does; then it stands where it stood.
   */
  take(entry: Entry): ReplayedStep<Shape>;
}

/** Makes a replayer that stands before the first entry. */
export function createReplayer<Shape extends GraphShape>(graph: Graph<Shape>): Replayer<Shape> {
  const stepper = createStepper(compileGraph(graph));
  let snapshot = stepper.initial;
  let expected = 0;
  return {
    get snapshot() {
      return snapshot;
    },
    get position() {
      return expected;
    },
    take(entry) {
      refuseNoEntry(entry, expected);
      const { session, position, event } = entry;
      if (position !== expected) throw brokenJournal(session, `position ${position} where ${expected} was expected`);
      if ((event.type === "session.opened") !== (position === 0)) {
        throw brokenJournal(
          session,
          `"${event.type}" at position ${position}; session.opened stands at 0 and only there`,
        );
      }
      if (event.type === "session.opened") refuseOtherGraph(graph, session, event);
      const before = snapshot;
      if (event.type !== "session.opened") snapshot = stepped(() => stepper.step(before, event).snapshot, entry);
      expected++;
      return { session, position, event, before, after: snapshot };
    },
  };
}

/** Only programs without types can give something else; files are judged as they are read. */
function refuseNoEntries(entries: unknown): void {
  const isIterable =
    typeof entries === "object" && entries !== null && (Symbol.iterator in entries || Symbol.asyncIterator in entries);
  if (isIterable) return;
  throw new UsageError("bad_journal", {
    message: "The entries of a journal must be a list, or something else that gives them one by one.",
    hint: "Pass fromNdjson(text), or journal.read(session).",
  });
}

function refuseNoEntry(entry: unknown, position: number): void {
  if (isRecord(entry) && typeof entry.session === "string" && isRecord(entry.event)) return;
  throw new UsageError("bad_journal", {
    message: `What was given for position ${position} is no journal entry.`,
    hint: "An entry is { session, position, event: { type, at, … } }.",
  });
}

function stepped<Snapshot>(step: () => Snapshot, { session, position }: Entry): Snapshot {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof UsageError) || error.code !== "bad_event") throw error;
    throw brokenJournal(session, `no event at position ${position}: ${error.message}`);
  }
}

function refuseOtherGraph(graph: Graph, session: string, { graph: name, hash }: SessionOpened): void {
  const current = { graph: graph.id, routing: hashGraph(graph).routing };
  if (hash.routing === current.routing) return;
  throw new GraphMismatchError({ session, recorded: { graph: name, routing: hash.routing }, current });
}

function brokenJournal(session: string, what: string): UsageError {
  return new UsageError("bad_journal", {
    message: `The journal of session "${session}" has ${what}.`,
    hint: "Entries must be complete and in order: export the session again.",
  });
}
