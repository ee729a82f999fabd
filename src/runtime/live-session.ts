import type { Agent } from "../graph/graph.ts";
import type { Entry } from "../journal/entry.ts";
import type { Journal } from "../journal/journal.ts";
import { exportSession } from "../journal/ndjson.ts";
import { deepFreeze, type JsonValue } from "../json.ts";
import { bindingOf } from "../machine/approval-binding.ts";
import type { Call } from "../machine/context.ts";
import type { EditedArguments, MachineEvent } from "../machine/event.ts";
import { agentOf } from "../machine/state.ts";
import type { SessionSnapshot, Stepper } from "../machine/step.ts";
import { denial, grant, type Undecided } from "./decision.ts";
import { activeAgent, statusOf } from "./describe-step.ts";
import { Driver } from "./driver.ts";
import type { DriverListener } from "./driver-options.ts";
import { editedArguments } from "./edited-arguments.ts";
import type { Fact } from "./fact-queue.ts";
import type { ObserverList } from "./observer-list.ts";
import { LiveRun, type Run } from "./run.ts";
import { operatorInput, operatorSays, refuseText, userInput } from "./said.ts";
import type { ApproveOptions, DenyOptions, OperatorSays, Saying, Session } from "./session.ts";
import { noHumanAgent, sessionClosed, sessionEnded, stillDeciding } from "./session-errors.ts";
import { type SessionState, sessionState } from "./session-state.ts";
import type { RestStatus, RunEnded, Update } from "./update.ts";
import { waitingCall } from "./waiting-call.ts";
import type { World } from "./world.ts";

/** What a session is made of. */
export interface SessionOptions {
  readonly world: World;
  readonly journal: Journal;
  readonly stepper: Stepper;
  readonly observers: ObserverList;
  readonly snapshot: SessionSnapshot;
  readonly position: number;
  /** Called once, when the session is closed or its driver has failed; with the append that is still under way. */
  readonly onClose: (appending: Promise<void> | null) => void;
}

/** A session over a driver of its own. */
export class LiveSession implements Session, DriverListener {
  readonly id: string;
  readonly #world: World;
  readonly #journal: Journal;
  readonly #observers: ObserverList;
  readonly #onClose: (appending: Promise<void> | null) => void;
  readonly #driver: Driver;
  readonly #post = (fact: Fact): void => this.#driver.post(fact);
  readonly #order = (fact: Fact): void => this.#driver.order(fact);
  #runs = new Set<LiveRun>();
  /** Whether anything has been taken since the session rested last. */
  #moved = false;
  #closed = false;
  #left = false;

  constructor({ world, journal, stepper, observers, snapshot, position, onClose }: SessionOptions) {
    this.id = world.session;
    this.#world = world;
    this.#journal = journal;
    this.#observers = observers;
    this.#onClose = onClose;
    this.#driver = new Driver({ world, journal, stepper, snapshot, position, listener: this });
  }

  get snapshot(): SessionSnapshot {
    return this.#driver.snapshot;
  }

  get state(): SessionState {
    const { snapshot, position, busy } = this.#driver;
    return sessionState({ world: this.#world, snapshot, position, busy });
  }

  send(said: Saying | readonly Saying[]): Run {
    this.#refuseClosed();
    this.#refuseEnded();
    const input = userInput(said, this.#world.caps.maxMessageBytes);
    return this.#say(() => ({ type: "user.message", ...input, at: this.#now() }));
  }

  operate(said: OperatorSays): Run {
    this.#refuseClosed();
    this.#refuseEnded();
    const { text = "", handoff } = operatorSays(said);
    const { maxMessageBytes, maxArgumentBytes } = this.#world.caps;
    if (text !== "" || handoff === undefined) refuseText(text, maxMessageBytes);
    const make = (): MachineEvent => {
      const message = { type: "operator.message", text, at: this.#now() } as const;
      if (handoff === undefined) return message;
      return {
        ...message,
        handoff: { to: handoff.to, input: operatorInput(this.#operator(), handoff, maxArgumentBytes) },
      };
    };
    this.#operator();
    make();
    return this.#say(() => {
      this.#operator();
      if (this.#status() === "awaitingOperator") return make();
      throw stillDeciding();
    });
  }

  approve(call?: string, options: ApproveOptions = {}): Run {
    const { by, input, binding } = options;
    return this.#decide(call, { binding, texts: [by] }, (waiting) =>
      grant(options, input === undefined ? null : this.#edited(waiting, input)),
    );
  }

  deny(call?: string, options: DenyOptions = {}): Run {
    const { by, reason, binding } = options;
    return this.#decide(call, { binding, texts: [by, reason] }, () => denial(options));
  }

  stop(): Run {
    return this.#start(this.#order, () => {
      const status = this.#status();
      if (status !== "running" && status !== "awaitingApproval") return null;
      return { type: "run.stopped", partial: this.#driver.partial, at: this.#now() };
    });
  }

  cancel(reason?: string): Run {
    if (reason !== undefined) refuseText(reason, this.#world.caps.maxMessageBytes);
    return this.#start(this.#order, () => {
      if (this.snapshot.status !== "active") return null;
      return { type: "session.cancelled", at: this.#now(), ...(reason === undefined ? {} : { reason }) };
    });
  }

  resume(): Run {
    return this.#start(this.#post, () =>
      this.#driver.performing || !isUnfinished(this.#status()) ? null : this.#resumed(),
    );
  }

  follow(): Run {
    return this.#start(this.#post, () => null);
  }

  export(): Promise<string> {
    return exportSession(this.#journal, this.id);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#driver.close("closed");
    this.#leave();
  }

  /** Nobody gets this session any more: the next who opens it gets it as the journal has it. */
  #leave(): void {
    if (this.#left) return;
    this.#left = true;
    this.#onClose(this.#driver.appending);
  }

  /** @internal Called by the driver. */
  onUpdate(update: Update): void {
    deepFreeze(update); // runs and observers share it
    for (const run of this.#runs) run.push(update);
    this.#observers.tell((observer) => observer.onUpdate?.(this.id, update));
  }

  /** @internal Called by the driver. */
  onEntry(entry: Entry): void {
    this.#moved = true;
    this.#observers.tell((observer) => observer.onEntry?.(this.id, entry));
  }

  /** @internal Called by the driver. */
  onRest(): void {
    const ending = [...this.#runs];
    this.#runs.clear();
    if (this.#driver.failure !== null) {
      for (const run of ending) run.fail(this.#closed ? sessionClosed(this.id) : this.#driver.failure);
      this.#leave();
    } else if (ending.length > 0 || this.#moved) {
      this.#moved = false;
      const { halt, outcome, result } = this.snapshot.context;
      const status = this.#status();
      const rest = status === "running" ? "interrupted" : status;
      const last: RunEnded = {
        type: "run.ended",
        status: rest,
        agent: activeAgent(this.snapshot),
        halt,
        outcome,
        result,
      };
      deepFreeze(last); // as any other update
      for (const run of ending) run.end(last);
      this.#observers.tell((observer) => observer.onUpdate?.(this.id, last));
    }
  }

  /** What people say to a session that lives; one that is interrupted is resumed first. */
  #say(make: () => MachineEvent): Run {
    const interrupted = !this.#driver.busy && this.#status() === "running";
    const said = (): MachineEvent => {
      this.#refuseEnded();
      return make();
    };
    return interrupted ? this.#start(this.#post, () => this.#resumed(), said) : this.#start(this.#post, said);
  }

  /** Gives facts to the driver as one run, which ends at the next rest. A fact that cannot be taken any more rejects it. */
  #start(give: (fact: Fact) => void, ...facts: readonly Fact[]): Run {
    this.#refuseClosed();
    const run = new LiveRun();
    if (this.#driver.failure !== null) {
      run.fail(this.#driver.failure);
      return run;
    }
    this.#runs.add(run);
    for (const fact of facts) give(() => this.#takeOrReject(fact, run));
    return run;
  }

  #takeOrReject(fact: Fact, run: LiveRun): MachineEvent | null {
    try {
      return fact();
    } catch (error) {
      this.#runs.delete(run);
      run.fail(error);
      return null;
    }
  }

  #decide(
    call: string | undefined,
    { binding, texts }: { readonly binding: string | undefined; readonly texts: readonly (string | undefined)[] },
    make: (waiting: Call) => Undecided,
  ): Run {
    this.#refuseClosed();
    this.#refuseEnded();
    for (const text of texts) if (text !== undefined) refuseText(text, this.#world.caps.maxMessageBytes);
    const waiting = this.#waiting(call, binding);
    const decided = make(waiting);
    const bound = bindingOf(waiting);
    return this.#start(this.#post, () => {
      this.#refuseEnded();
      this.#waiting(waiting.key, bound);
      return { ...decided, call: waiting.key, binding: bound, at: this.#now() };
    });
  }

  #edited(call: Call, input: JsonValue): EditedArguments {
    const { graph, caps } = this.#world;
    const agent = activeAgent(this.snapshot) ?? "";
    return editedArguments({ graph, agent, call, input, maxBytes: caps.maxArgumentBytes });
  }

  #waiting(call: string | undefined, binding: string | undefined): Call {
    return waitingCall(this.snapshot.context, { call, binding, now: this.#now() });
  }

  /** The human agent that owns the conversation. */
  #operator(): Agent {
    const name = activeAgent(this.snapshot);
    const agent = name === null ? null : agentOf(this.#world.graph, name);
    if (agent?.kind === "human") return agent;
    throw noHumanAgent(name);
  }

  #refuseClosed(): void {
    if (this.#closed) throw sessionClosed(this.id);
  }

  #refuseEnded(): void {
    if (this.snapshot.status === "active") return;
    throw sessionEnded(this.id, this.snapshot.context.outcome);
  }

  #status(): ReturnType<typeof statusOf> {
    return statusOf(this.#world.graph, this.snapshot);
  }

  #resumed(): MachineEvent {
    return { type: "run.resumed", at: this.#now() };
  }

  #now(): number {
    return this.#world.clock.now();
  }
}

function isUnfinished(status: RestStatus | "running"): boolean {
  return status === "running" || status === "awaitingApproval" || status === "failed";
}
