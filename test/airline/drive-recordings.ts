import {
  compileGraph,
  createRuntime,
  createStepper,
  type Entry,
  type Graph,
  type Session,
  type SessionSnapshot,
} from "handoff-machine";
import { openaiModel } from "handoff-machine/openai";
import { createModelServer, type ServerReply, type ServerRequest } from "handoff-machine/testing";
import { vi } from "vitest";
import { placeOfReply, type Recording, userTexts } from "./recording.ts";

/*
 * Drives recordings through the whole product: openai package, HTTP, event stream, runtime, machine, journal.
 *
 * 1. The server keeps no state: the replies that a request holds tell which one comes next.
 * 2. Where nothing more was recorded, it falls silent and the session is stopped, so that each session rests.
 */

/** What became of one recording. */
export interface Driven {
  readonly name: string;
  readonly recording: Recording;
  readonly session: Session;
  /** Where the live session was after its opening, and after each event. */
  readonly snapshots: readonly SessionSnapshot[];
  /** The messages of each request that the server got. */
  readonly requests: readonly (readonly unknown[])[];
}

/** Drives all recordings at the same time, each with a runtime and a model of its own. */
export async function driveRecordings(graph: Graph, recordings: readonly Recording[]): Promise<readonly Driven[]> {
  const recordingsByName = new Map(recordings.map((recording) => [recording.name, recording]));
  const sessions = new Map<string, Session>();
  const watched = watchSteps(graph);
  await using server = await createModelServer({ replies: answer });

  function answer({ body }: ServerRequest): ServerReply {
    const name = String(body.model);
    const reply = recordedReply(recordingsByName.get(name), repliesIn(body));
    if (reply === null) sessions.get(name)?.stop();
    return reply ?? { error: "idle_timeout" };
  }

  async function drive(
    recording: Recording,
  ): Promise<Pick<Driven, "session"> & { readonly entries: readonly Entry[] }> {
    const { name } = recording;
    const entries: Entry[] = [];
    const runtime = createRuntime(graph, {
      model: openaiModel({ model: name, api: "chat", baseURL: server.baseURL }),
      observers: [{ onEntry: (_, entry) => entries.push(entry) }],
    });
    const session = await runtime.open(name);
    sessions.set(name, session);
    for (const text of userTexts(recording)) await session.send(text).ended;
    return { session, entries };
  }

  const driven = await Promise.all(recordings.map(async (recording) => ({ recording, ...(await drive(recording)) })));
  const snapshotAfter = watched.finish();
  const requestsByName = Map.groupBy(server.requests, ({ body }) => String(body.model));
  return driven.map(({ recording, session, entries }) => ({
    name: recording.name,
    recording,
    session,
    snapshots: entries.map(snapshotAfter),
    requests: (requestsByName.get(recording.name) ?? []).map(({ body }) => messagesOf(body)),
  }));
}

/** Keeps the snapshot to which each event leads: all runtimes of a graph step its one machine. */
function watchSteps(graph: Graph): { finish(): (entry: Entry) => SessionSnapshot } {
  const stepper = createStepper(compileGraph(graph));
  const spy = vi.spyOn(stepper, "step");
  return {
    finish() {
      const snapshotsByEvent = new Map<Entry["event"], SessionSnapshot>();
      spy.mock.calls.forEach(([, event], index) => {
        const result = spy.mock.results[index];
        if (result?.type === "return") snapshotsByEvent.set(event, result.value.snapshot);
      });
      spy.mockRestore();
      return ({ event }) => snapshotsByEvent.get(event) ?? stepper.initial;
    },
  };
}

function recordedReply(recording: Recording | undefined, given: number): ServerReply | null {
  const said = recording?.messages[placeOfReply(recording, given + 1)];
  if (said?.role !== "assistant") return null;
  const { content, tool_calls: calls = [] } = said;
  return {
    text: content ?? "",
    calls: calls.map(({ id, function: called }) => ({ id, name: called.name, arguments: called.arguments })),
  };
}

/** How many replies the history of a request holds. */
function repliesIn(body: ServerRequest["body"]): number {
  return messagesOf(body).filter(({ role }) => role === "assistant").length;
}

function messagesOf({ messages }: ServerRequest["body"]): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(messages) ? messages : [];
}
