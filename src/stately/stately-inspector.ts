import type { Entry } from "../journal/entry.ts";
import { replaySteps } from "../journal/replay.ts";
import { compileGraph } from "../machine/compile-graph.ts";
import { createStepper, type SessionSnapshot } from "../machine/step.ts";
import type { Runtime } from "../runtime/create-runtime.ts";
import { reducedEvent, reducedSnapshot } from "./reduce-session.ts";
import { socketTarget } from "./socket-target.ts";
import type { StatelyActor, StatelyTarget } from "./stately-target.ts";

/** Where the messages go. */
export interface StatelyOptions {
  /** A WebSocket server, such as `createInspectorServer` of `@statelyai/inspect/server`. Left out: `ws://localhost:8080`. */
  readonly url?: string;
  /** An inspector that `@statelyai/inspect` has made, in the place of a server. */
  readonly inspector?: StatelyTarget;
}

/** Sends sessions to Stately's inspector until it is closed. */
export interface StatelyInspector {
  /** Resolves when all that has happened until now was handed on. */
  settled(): Promise<void>;
  close(): void;
}

/**
 * Sends what happens in the sessions of a runtime to Stately's inspector: each session is an actor with the statechart of
 * the graph, its entries are events and snapshots. For looking on while you design, with a tool that you know; it is no
 * audit, and Stately's page comes from Stately's site. What was said is not sent: variables, counts and names are.
 *
 * @throws {UsageError} `missing_package` when `@statelyai/inspect` is not installed and no `inspector` is given.
 * @example
 * ```ts
 * import { createInspector } from "@statelyai/inspect";
 * import { createRuntime, defineGraph } from "handoff-machine";
 * import { statelyInspector } from "handoff-machine/stately";
 * import { scriptedModel } from "handoff-machine/testing";
 *
 * const graph = defineGraph({ id: "one", start: "clerk", agents: { clerk: { instructions: "Answer." } } });
 * const runtime = createRuntime(graph, { model: scriptedModel(["Hello!"]) });
 * const inspector = createInspector({ send: ({ type }) => console.log(type) });
 * const stately = await statelyInspector(runtime, { inspector });
 * await (await runtime.open()).send("Hi").ended;
 * await stately.settled();
 * stately.close();
 * ```
 */
export async function statelyInspector(
  runtime: Runtime,
  { url = "ws://localhost:8080", inspector }: StatelyOptions = {},
): Promise<StatelyInspector> {
  const target = inspector ?? (await socketTarget(url));
  const sessions = new Map<string, ShownSession>();
  const remove = runtime.observe({
    onEntry(session, entry) {
      const shown = sessions.get(session) ?? showSession(runtime, { session, target });
      sessions.set(session, shown);
      shown.take(entry);
    },
  });
  return {
    async settled() {
      await Promise.all([...sessions.values()].map((shown) => shown.settled()));
    },
    close() {
      remove();
      target.stop();
    },
  };
}

/** One session as it is handed on. */
interface ShownSession {
  take(entry: Entry): void;
  settled(): Promise<void>;
}

interface Place {
  readonly session: string;
  readonly target: StatelyTarget;
}

/** A session that is first seen in its midst is replayed up to there. Its entries are taken one after the other. */
function showSession({ graph, journal }: Runtime, { session, target }: Place): ShownSession {
  const machine = compileGraph(graph);
  const stepper = createStepper(machine);
  const actor: StatelyActor & { readonly logic: unknown } = { sessionId: session, logic: { config: machine.config } };
  let snapshot: SessionSnapshot | null = null;
  let last: Promise<void> = Promise.resolve();

  async function before(position: number): Promise<SessionSnapshot> {
    if (position < 1) return stepper.initial;
    for await (const { after, position: at } of replaySteps(graph, journal.read(session))) {
      if (at === position - 1) return after;
    }
    return stepper.initial;
  }

  async function hand({ position, event }: Entry): Promise<void> {
    if (snapshot === null) {
      snapshot = await before(position);
      target.actor(actor, reducedSnapshot(snapshot));
    }
    if (event.type === "session.opened") return;
    const reduced = reducedEvent(event);
    snapshot = stepper.step(snapshot, event).snapshot;
    target.event(actor, reduced);
    target.snapshot(actor, reducedSnapshot(snapshot), { event: reduced });
  }

  return {
    take(entry) {
      // An inspector that fails must not take the session with it: nobody but its own user misses what it does not show.
      last = last.then(() => hand(entry)).catch(() => undefined);
    },
    settled: () => last,
  };
}
