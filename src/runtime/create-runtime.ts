import { UsageError } from "../errors.ts";
import type { Graph, GraphShape } from "../graph/graph.ts";
import type { Journal } from "../journal/journal.ts";
import { memoryJournal } from "../journal/memory-journal.ts";
import { fromNdjson } from "../journal/ndjson.ts";
import { replay } from "../journal/replay.ts";
import { compileGraph } from "../machine/compile-graph.ts";
import { createStepper, type Stepper } from "../machine/step.ts";
import { type Caps, completeCaps } from "./caps.ts";
import { LiveSession } from "./live-session.ts";
import { type ModelChoice, modelsByAgent } from "./models-by-agent.ts";
import { ObserverList } from "./observer-list.ts";
import type { Clock, IdSource, Observer } from "./ports.ts";
import { refusePorts } from "./refuse-ports.ts";
import type { Session } from "./session.ts";
import { randomIds, systemClock } from "./system-ports.ts";
import { toolboxes } from "./toolbox.ts";

/** What a runtime needs from outside; all but the model has a default. */
export interface RuntimeOptions<AgentName extends string = string> extends ModelChoice<AgentName> {
  /** Where sessions are kept. Left out: in memory, for as long as the process lives. */
  readonly journal?: Journal;
  readonly clock?: Clock;
  readonly ids?: IdSource;
  readonly observers?: readonly Observer[];
  /** Upper bounds on what enters a session. */
  readonly caps?: Partial<Caps>;
}

/** Runs the sessions of one graph. */
export interface Runtime<Shape extends GraphShape = GraphShape> {
  readonly graph: Graph<Shape>;
  /** Where its sessions are kept: to be read; what is appended to it besides is a conflict for a session that is open. */
  readonly journal: Journal;
  /**
   * Opens a session: a new one, or, when the journal knows it, as it stood. Opening it twice gives the same one. With
   * models, these answer in it until it is closed, in the place of those of the runtime.
   *
   * @throws {GraphMismatchError} when it was recorded under another routing graph.
   * @throws {UsageError} `bad_option` when models are given for a session that is open already.
   */
  open(session?: string, choice?: ModelChoice<Shape["agent"]>): Promise<Session<Shape>>;
  /** The session of that name, where it is open; it is not opened. */
  find(session: string): Session<Shape> | null;
  /**
   * Makes a session that shares another's entries before `position`, and gives its name. It is not opened, so that nothing
   * that is unfinished in it goes on by itself.
   *
   * @throws {UsageError} `bad_journal` when `position` is no number from 1 to that of the source's entries, or the target
   *   exists or is open.
   */
  fork(session: string, position: number, target?: string): Promise<string>;
  /** Adds an observer of all sessions, those that are open included; gives what removes it again. */
  observe(observer: Observer): () => void;
  /**
   * Takes a session from NDJSON, under its own name or another, and opens it.
   *
   * @throws {UsageError} `bad_journal`; `JournalConflictError` when the name is taken.
   */
  import(ndjson: string, options?: { readonly session?: string }): Promise<Session<Shape>>;
  /** Closes all sessions that are open. */
  close(): void;
}

/**
 * Makes the runtime of a graph: it compiles the graph once and drives any number of sessions with it.
 *
 * @throws {GraphError} when the graph has errors.
 * @throws {UsageError} `bad_option` when there is no model, an option that there is not, or a port without its methods.
 * @example
 * ```ts
 * import { createRuntime, defineGraph } from "handoff-machine";
 * import { scriptedModel } from "handoff-machine/testing";
 *
 * const graph = defineGraph({ id: "one", start: "clerk", agents: { clerk: { instructions: "Answer." } } });
 * const runtime = createRuntime(graph, { model: scriptedModel(["Hello!"]) });
 * const session = await runtime.open();
 * for await (const update of session.send("Hi")) {
 *   if (update.type === "text.delta") process.stdout.write(update.text);
 * }
 * ```
 */
export function createRuntime<Shape extends GraphShape>(
  graph: Graph<Shape>,
  options: RuntimeOptions<Shape["agent"]>,
): Runtime<Shape> {
  const stepper = createStepper(compileGraph(graph)) as unknown as Stepper; // the shape is typed again by Session<Shape>
  refusePorts(options);
  const { journal = memoryJournal(), clock = systemClock, ids = randomIds } = options;
  const observers = new ObserverList(options.observers);
  const models = modelsByAgent(graph, options);
  const world = { graph, models, clock, ids, caps: completeCaps(options.caps), toolbox: toolboxes(graph) };
  const sessions = new Map<string, Promise<Session>>();
  const openSessions = new Map<string, Session>();
  /** Sessions that were let go of while an append was under way: opening them again waits for it. */
  const leaving = new Map<string, Promise<void>>();

  async function load(id: string, choice: ModelChoice | undefined): Promise<Session> {
    const own = choice === undefined ? {} : { models: modelsByAgent(graph, choice) };
    await leaving.get(id);
    const head = await journal.head(id);
    const known =
      head === 0 ? { snapshot: stepper.initial, position: 0 } : await replay<GraphShape>(graph, journal.read(id));
    const { snapshot, position } = known;
    const onClose = (appending: Promise<void> | null): void => {
      sessions.delete(id);
      openSessions.delete(id);
      if (appending === null) return;
      const over = appending.then(ignore, ignore).finally(() => leaving.delete(id));
      leaving.set(id, over);
    };
    const session = new LiveSession({
      world: { ...world, ...own, session: id },
      journal,
      stepper,
      observers,
      snapshot,
      position,
      onClose,
    });
    openSessions.set(id, session);
    return session;
  }

  function open(id: string = ids.session(), choice?: ModelChoice): Promise<Session> {
    const known = sessions.get(id);
    if (known !== undefined && choice !== undefined) return Promise.reject(openAlready(id));
    if (known !== undefined) return known;
    const opening = load(id, choice);
    sessions.set(id, opening);
    opening.catch(() => sessions.delete(id));
    return opening;
  }

  return {
    graph,
    journal,
    open: open as Runtime<Shape>["open"], // the sessions are those of this graph
    find: (id) => (openSessions.get(id) ?? null) as Session<Shape> | null, // as above
    async fork(source, position, target = ids.session()) {
      if (sessions.has(target)) throw isOpen(target, "Close it first, or fork under another name.");
      await journal.fork(source, position, target);
      return target;
    },
    observe: (observer) => observers.add(observer),
    async import(ndjson, { session } = {}) {
      const entries = fromNdjson(ndjson);
      const id = session ?? entries[0]?.session;
      if (entries.length === 0 || id === undefined)
        throw new UsageError("bad_journal", { message: "There is no entry in it." });
      const renamed = entries.map((entry) => ({ ...entry, session: id }));
      if (sessions.has(id)) throw isOpen(id, "Close it first, or import under another name.");
      await replay(graph, renamed);
      await journal.append(id, 0, renamed);
      return (await open(id)) as Session<Shape>; // as above
    },
    close() {
      for (const opening of sessions.values()) opening.then((session) => session.close(), ignore);
    },
  };
}

function isOpen(session: string, hint: string): UsageError {
  return new UsageError("bad_journal", { message: `Session "${session}" is open.`, hint });
}

function openAlready(session: string): UsageError {
  return new UsageError("bad_option", {
    message: `Session "${session}" is open already, and has its models.`,
    hint: "Close it first, or leave the models out.",
  });
}

function ignore(): void {
  // Whoever awaits the promise itself is told.
}
