import { InternalError } from "../errors.ts";
import type { Entry } from "../journal/entry.ts";
import type { Journal } from "../journal/journal.ts";
import { deepFreeze } from "../json.ts";
import type { CallModel, CallTools, Effect } from "../machine/effect.ts";
import type { MachineEvent, Proposal, ToolFailed, ToolReturned } from "../machine/event.ts";
import { pendingApprovals } from "../machine/reply.ts";
import type { SessionSnapshot, Stepper } from "../machine/step.ts";
import { Deadlines } from "./deadlines.ts";
import { describeStep } from "./describe-step.ts";
import type { DriverListener, DriverOptions } from "./driver-options.ts";
import { type Fact, FactQueue } from "./fact-queue.ts";
import { opening } from "./opening.ts";
import { performHook } from "./perform-hook.ts";
import { performModelCall } from "./perform-model-call.ts";
import { checkedWrites, performToolCall } from "./perform-tool-call.ts";
import { Work } from "./work.ts";
import type { World } from "./world.ts";

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

/** Drives one session. */
export class Driver {
  readonly #world: World;
  readonly #journal: Journal;
  readonly #stepper: Stepper;
  readonly #listener: DriverListener;
  readonly #inbox = new FactQueue();
  readonly #deadlines: Deadlines;
  #orders = 0;
  #snapshot: SessionSnapshot;
  #position: number;
  #proposal: Proposal | null = null;
  #looping = false;
  #failure: unknown = null;
  #work: Work | null = null;
  #appending: Promise<void> | null = null;

  constructor({ world, journal, stepper, snapshot, position, listener }: DriverOptions) {
    this.#world = world;
    this.#journal = journal;
    this.#stepper = stepper;
    this.#listener = listener;
    this.#snapshot = snapshot;
    this.#position = position;
    this.#deadlines = new Deadlines(world.clock, (call) => this.post(() => this.#passed(call)));
    this.#deadlines.keep(snapshot.context);
  }

  get snapshot(): SessionSnapshot {
    return this.#snapshot;
  }

  /** The number of journal entries. */
  get position(): number {
    return this.#position;
  }

  /** Whether events or effects are under way. */
  get busy(): boolean {
    return this.#failure === null && (this.#looping || this.performing);
  }

  /** An append that has been started and is not over: also a driver that is closed waits for it. */
  get appending(): Promise<void> | null {
    return this.#appending;
  }

  /** Whether a model or a tool is being called. */
  get performing(): boolean {
    return this.#work?.isUnderWay === true;
  }

  /** What ended the driving: a journal that could not be written, or `close`. The session must be opened again. */
  get failure(): unknown {
    return this.#failure;
  }

  /** The text of the model call that is under way. */
  get partial(): string {
    return this.#work?.partial ?? "";
  }

  /**
   * Takes a fact; facts are taken in order, in a microtask, with any journal: whoever posts returns before anything
   * happens.
   */
  post(fact: Fact): void {
    if (this.#failure !== null) return;
    this.#inbox.push(fact);
    if (this.#looping) return;
    this.#looping = true;
    queueMicrotask(() => this.#loop());
  }

  /**
   * Takes a fact in its turn, but before anything that the machine proposes: to stop and to cancel also what never
   * rests by itself.
   */
  order(fact: Fact): void {
    this.#orders++;
    this.post(() => {
      this.#orders--;
      const event = fact();
      if (event !== null) this.#proposal = null; // what it was about is over
      return event;
    });
  }

  /** Aborts what is under way and takes nothing more, without a word in the journal: as the death of the process would. */
  close(reason: unknown): void {
    this.#failure ??= reason ?? new InternalError("The session was closed without a reason.");
    this.#deadlines.drop();
    this.#abandon();
    this.#restIfIdle();
  }

  async #loop(): Promise<void> {
    try {
      let steps = 0;
      for (let event = this.#nextEvent(); event !== null; event = this.#nextEvent()) {
        const step = this.#stepper.step(this.#snapshot, deepFreeze(event));
        const entries = this.#entriesFor(event);
        const appended = this.#journal.append(this.#world.session, this.#position, entries);
        if (appended !== undefined) await this.#durable(appended); // a journal in memory answers at once
        if (this.#failure !== null) break;
        this.#commit(event, step.snapshot, entries);
        for (const effect of step.effects) this.#perform(effect);
        if (++steps % stepsInARow === 0) await this.#world.clock.sleep(0, neverAborted);
      }
    } catch (error) {
      this.close(error);
    }
    this.#looping = false;
    this.#restIfIdle();
  }

  async #durable(appended: Promise<void>): Promise<void> {
    this.#appending = appended;
    try {
      await appended;
    } finally {
      this.#appending = null;
    }
  }

  /** What the machine proposed comes before what the world reports, unless somebody has given an order. */
  #nextEvent(): MachineEvent | null {
    if (this.#failure !== null) return null;
    while (this.#orders > 0) {
      const event = this.#inbox.next();
      if (event !== null) return event;
    }
    const proposal = this.#proposal;
    if (proposal === null) return this.#inbox.next();
    this.#proposal = null;
    return { ...proposal, at: this.#world.clock.now() } as MachineEvent; // a proposal is an event without its time
  }

  #entriesFor(event: MachineEvent): readonly Entry[] {
    const { session } = this.#world;
    if (this.#position > 0) return [Object.freeze({ session, position: this.#position, event })];
    return [deepFreeze(opening(this.#world, event.at)), Object.freeze({ session, position: 1, event })];
  }

  #commit(event: MachineEvent, after: SessionSnapshot, entries: readonly Entry[]): void {
    const before = this.#snapshot;
    this.#snapshot = after;
    this.#position += entries.length;
    if (endsWork(event)) this.#abandon();
    this.#deadlines.keep(after.context);
    for (const entry of entries) this.#listener.onEntry(entry);
    for (const update of describeStep({ before, event, after })) this.#listener.onUpdate(update);
  }

  #perform(effect: Effect): void {
    if (this.#failure !== null) return;
    switch (effect.type) {
      case "proceed":
        this.#proposal = effect.params.event;
        return;
      case "callModel":
        this.#callModel(effect.params);
        return;
      case "callTools":
        this.#callTools(effect.params);
        return;
      case "requestApprovals":
        return; // nothing to do but to wait: the update has told who must be asked; deadlines are kept apart
    }
  }

  #callModel(params: CallModel["params"]): void {
    const { agent, turn, attempt } = params;
    const work = this.#underWay();
    work.partial = "";
    this.#listener.onUpdate({ type: "turn.started", agent, turn, attempt });
    const onDelta = (text: string): void => {
      if (work !== this.#work) return;
      work.partial += text;
      this.#listener.onUpdate({ type: "text.delta", agent, turn, text });
    };
    if (work !== this.#work) return; // whoever was told has closed the session
    const { signal } = work;
    this.#begin(work, performModelCall(params, this.#world, { snapshot: this.#snapshot, signal, onDelta }));
  }

  #callTools({ agent, calls }: CallTools["params"]): void {
    const work = this.#underWay();
    const { signal } = work;
    for (const task of calls) {
      if (task.kind === "onHandoff") {
        this.#begin(work, performHook(task, this.#world, { agent, snapshot: this.#snapshot, signal }));
        continue;
      }
      this.#listener.onUpdate({ type: "tool.started", agent, call: task.call, tool: task.tool, input: task.input });
      if (work !== this.#work) return; // whoever was told has closed the session
      const onLate = (event: ToolReturned | ToolFailed): void => this.post(() => this.#checked(event));
      this.#begin(work, performToolCall(task, this.#world, { agent, snapshot: this.#snapshot, signal, onLate }));
    }
  }

  #underWay(): Work {
    this.#work ??= new Work();
    return this.#work;
  }

  /** Work that is abandoned no longer counts; when it ends all the same, its fact is journaled, and dropped by the machine. */
  #begin(work: Work, performance: Promise<MachineEvent | null>): void {
    work.begin();
    const end = (): void => {
      work.end();
      if (!work.isUnderWay && this.#work === work) this.#work = null;
    };
    performance.then(
      (event) => {
        if (event === null) {
          end();
          this.#restIfIdle();
        } else {
          this.post(() => {
            end(); // not before its fact is taken: until then it counts as under way
            return this.#checked(event);
          });
        }
      },
      (error: unknown) => this.close(error),
    );
  }

  /** The time to decide on a call is over, unless somebody has decided by now. */
  #passed(call: string): MachineEvent | null {
    const waits = pendingApprovals(this.#snapshot.context).some(({ key }) => key === call);
    return waits ? { type: "deadline.passed", call, at: this.#world.clock.now() } : null;
  }

  #checked(event: MachineEvent): MachineEvent {
    return event.type === "tool.returned" ? checkedWrites(event, this.#world, this.#snapshot.context) : event;
  }

  #abandon(): void {
    this.#work?.abort();
    this.#work = null;
  }

  #restIfIdle(): void {
    if (!this.busy) this.#listener.onRest();
  }
}

/** The event loop of the process gets its turn after so many steps without a pause: a journal in memory makes none. */
const stepsInARow = 256;

const neverAborted = new AbortController().signal;

function endsWork(event: MachineEvent): boolean {
  return event.type === "run.stopped" || event.type === "session.cancelled";
}
