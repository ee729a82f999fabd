import { hashGraph } from "../graph/graph-hash.ts";
import type { Entry } from "../journal/entry.ts";
import type { Journal } from "../journal/journal.ts";
import type { CallModel, CallTools, Effect } from "../machine/effect.ts";
import type { MachineEvent, Proposal } from "../machine/event.ts";
import type { SessionSnapshot, Stepper } from "../machine/step.ts";
import { describeStep } from "./describe-step.ts";
import { performModelCall, performToolCall, type World } from "./perform.ts";
import type { Update } from "./update.ts";

/*
 * Drives one session: takes facts in order, steps the machine, journals, performs what the machine asks for.
 *
 * D1 There is one loop. Streaming, audit, tracing and the inspector observe it and cannot change a run.
 * D2 An event is appended to the journal before any effect it causes is performed.
 * D3 The driver's only state is a snapshot and a journal position; both can be rebuilt from the journal.
 * D4 Within a session the machine is stepped nowhere else; a snapshot that is done is never stepped. Stepping is
 *    pure and deterministic and runs no schema: decoding and validating happen in perform, the events carry the result.
 * D5 Time, identifiers and randomness enter through ports and are journaled.
 * D6 Every await of the runtime is in the driver, in perform, in a store or in an adapter.
 *
 * The driver performs and echoes; it never chooses an event. The loop is iterative: a thousand handoffs use no stack.
 */

/** A fact that becomes an event when its turn comes; `null` when it has become void by then. */
export type Fact = () => MachineEvent | null;

/** Drives one session. */
export interface Driver {
  readonly snapshot: SessionSnapshot;
  /** The number of journal entries. */
  readonly position: number;
  /** Whether events or effects are under way. */
  readonly busy: boolean;
  /** Whether a model or a tool is being called. */
  readonly performing: boolean;
  /** What ended the driving: a journal that could not be written. The session must be opened again. */
  readonly failure: unknown;
  /** The text of the model call that is under way. */
  readonly partial: string;
  /** Takes a fact; facts are taken in order. */
  post(fact: Fact): void;
  /** Aborts what is under way and takes nothing more, without a word in the journal: as the death of the process would. */
  close(reason: unknown): void;
}

/** What a driver starts from, and whom it tells. */
export interface DriverOptions {
  readonly world: World;
  readonly journal: Journal;
  readonly stepper: Stepper;
  readonly snapshot: SessionSnapshot;
  readonly position: number;
  readonly onUpdate: (update: Update) => void;
  readonly onEntry: (entry: Entry) => void;
  /** Called whenever nothing is under way any more. */
  readonly onRest: () => void;
}

/** Makes the driver of one session. */
export function createDriver(options: DriverOptions): Driver {
  const { world, journal, stepper, onUpdate, onEntry, onRest } = options;
  let { snapshot, position } = options;
  let proposal: Proposal | null = null;
  let looping = false;
  let failure: unknown = null;
  let work: Work | null = null;
  const inbox: Fact[] = [];

  /** What is posted is taken in a microtask, with any journal: whoever posts returns before anything happens. */
  function post(fact: Fact): void {
    if (failure !== null) return;
    inbox.push(fact);
    if (looping) return;
    looping = true;
    queueMicrotask(loop);
  }

  async function loop(): Promise<void> {
    try {
      for (let event = nextEvent(); event !== null; event = nextEvent()) {
        const step = stepper.step(snapshot, event);
        const entries = entriesFor(event);
        const appended = journal.append(world.session, position, entries);
        if (appended !== undefined) await appended; // a journal in memory answers at once
        commit(event, step.snapshot, entries);
        if (failure === null) for (const effect of step.effects) perform(effect);
      }
    } catch (error) {
      close(error);
    }
    looping = false;
    restIfIdle();
  }

  /** What the machine proposed comes before what the world reports. */
  function nextEvent(): MachineEvent | null {
    if (failure !== null) return null;
    if (proposal !== null) {
      const event = { ...proposal, at: world.clock.now() } as MachineEvent; // a proposal is an event without its time
      proposal = null;
      return event;
    }
    for (let fact = inbox.shift(); fact !== undefined; fact = inbox.shift()) {
      const event = fact();
      if (event !== null) return event;
    }
    return null;
  }

  function entriesFor(event: MachineEvent): readonly Entry[] {
    const { session } = world;
    if (position > 0) return [{ session, position, event }];
    return [opening(world, event.at), { session, position: 1, event }];
  }

  function commit(event: MachineEvent, after: SessionSnapshot, entries: readonly Entry[]): void {
    const before = snapshot;
    snapshot = after;
    position += entries.length;
    if (endsWork(event)) abandon();
    for (const entry of entries) onEntry(entry);
    for (const update of describeStep({ before, event, after })) onUpdate(update);
  }

  function perform(effect: Effect): void {
    switch (effect.type) {
      case "proceed":
        proposal = effect.params.event;
        return;
      case "callModel":
        callModel(effect.params);
        return;
      case "callTools":
        callTools(effect.params);
        return;
      case "requestApprovals":
        return; // nothing to do but to wait: the update has told who must be asked
    }
  }

  function callModel(params: CallModel["params"]): void {
    const { agent, turn, attempt } = params;
    const current = workUnderWay();
    current.partial = "";
    onUpdate({ type: "turn.started", agent, turn, attempt });
    const onDelta = (text: string): void => {
      if (current !== work) return;
      current.partial += text;
      onUpdate({ type: "text.delta", agent, turn, text });
    };
    begin(current, performModelCall(params, world, { snapshot, signal: current.signal, onDelta }));
  }

  function callTools({ agent, calls }: CallTools["params"]): void {
    const current = workUnderWay();
    for (const task of calls) {
      onUpdate({ type: "tool.started", agent, call: task.call, tool: task.tool, input: task.input });
      begin(current, performToolCall(task, world, { agent, snapshot, signal: current.signal }));
    }
  }

  function workUnderWay(): Work {
    work ??= newWork();
    return work;
  }

  /** Work that is abandoned no longer counts; when it ends all the same, its fact is journaled, and dropped by the machine. */
  function begin(current: Work, performance: Promise<MachineEvent | null>): void {
    current.underWay++;
    performance.then((event) => {
      current.underWay--;
      if (event === null) restIfIdle();
      else post(() => event);
    }, close);
  }

  function abandon(): void {
    if (work !== null && work.underWay > 0) work.controller.abort(stopped);
    work = null;
  }

  function close(reason: unknown): void {
    failure ??= reason;
    abandon();
    restIfIdle();
  }

  function restIfIdle(): void {
    if (!isBusy()) onRest();
  }

  function isBusy(): boolean {
    return failure === null && (looping || inbox.length > 0 || isPerforming());
  }

  function isPerforming(): boolean {
    return work !== null && work.underWay > 0;
  }

  return {
    get snapshot() {
      return snapshot;
    },
    get position() {
      return position;
    },
    get busy() {
      return isBusy();
    },
    get performing() {
      return isPerforming();
    },
    get failure() {
      return failure;
    },
    get partial() {
      return work?.partial ?? "";
    },
    post,
    close,
  };
}

/** What is under way together and is aborted together. */
interface Work {
  readonly controller: AbortController;
  readonly signal: AbortSignal;
  underWay: number;
  partial: string;
}

/** Why work is aborted: a constant, since an error with a stack would be made for every session that closes. */
const stopped = "The run was stopped.";

function newWork(): Work {
  const controller = new AbortController();
  return { controller, signal: controller.signal, underWay: 0, partial: "" };
}

function endsWork(event: MachineEvent): boolean {
  return event.type === "run.stopped" || event.type === "session.cancelled";
}

function opening({ session, graph }: World, at: number): Entry {
  return {
    session,
    position: 0,
    event: { type: "session.opened", at, graph: graph.id, hash: hashGraph(graph), format: 1 },
  };
}
