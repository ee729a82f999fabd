import { UsageError } from "../errors.ts";
import type { Agent } from "../graph/graph.ts";
import type { Entry } from "../journal/entry.ts";
import type { Journal } from "../journal/journal.ts";
import { exportSession } from "../journal/ndjson.ts";
import type { MachineEvent } from "../machine/event.ts";
import { pendingApprovals } from "../machine/reply.ts";
import { agentOf } from "../machine/state.ts";
import type { SessionSnapshot, Stepper } from "../machine/step.ts";
import { activeAgent, statusOf } from "./describe-step.ts";
import { Driver, type DriverListener, type Fact } from "./driver.ts";
import type { World } from "./perform.ts";
import type { Observer } from "./ports.ts";
import { LiveRun, type Run } from "./run.ts";
import { operatorInput, refuseText } from "./said.ts";
import type { OperatorSays, Session } from "./session.ts";
import { type SessionState, sessionState } from "./session-state.ts";
import type { RestStatus, RunEnded, Update } from "./update.ts";

/** What a session is made of. */
export interface SessionOptions {
  readonly world: World;
  readonly journal: Journal;
  readonly stepper: Stepper;
  readonly observers: readonly Observer[];
  readonly snapshot: SessionSnapshot;
  readonly position: number;
  readonly onClose: () => void;
}

/** A session over a driver of its own. */
export class LiveSession implements Session, DriverListener {
  readonly id: string;
  readonly #world: World;
  readonly #journal: Journal;
  readonly #observers: readonly Observer[];
  readonly #onClose: () => void;
  readonly #driver: Driver;
  #runs: readonly LiveRun[] = [];
  #closed = false;

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

  send(text: string): Run {
    this.#refuseClosed();
    this.#refuseEnded();
    refuseText(text, this.#world.caps.maxMessageBytes);
    const said = this.#unlessEnded(() => ({ type: "user.message", text, at: this.#now() }));
    const interrupted = !this.#driver.busy && this.#status() === "running";
    return interrupted ? this.#start(() => this.#resumed(), said) : this.#start(said);
  }

  operate({ text = "", handoff }: OperatorSays): Run {
    this.#refuseClosed();
    this.#refuseEnded();
    const operator = this.#operator();
    if (text !== "" || handoff === undefined) refuseText(text, this.#world.caps.maxMessageBytes);
    const handedOn =
      handoff === undefined ? {} : { handoff: { to: handoff.to, input: operatorInput(operator, handoff) } };
    return this.#start(
      this.#unlessEnded(() => {
        this.#operator();
        return { type: "operator.message", text, ...handedOn, at: this.#now() };
      }),
    );
  }

  approve(call?: string, { by }: { readonly by?: string } = {}): Run {
    const facts = by === undefined ? {} : { by };
    return this.#decide(call, (key) => ({ type: "approval.granted", call: key, ...facts, at: this.#now() }));
  }

  deny(call?: string, { by, reason }: { readonly by?: string; readonly reason?: string } = {}): Run {
    const facts = { ...(by === undefined ? {} : { by }), ...(reason === undefined ? {} : { reason }) };
    return this.#decide(call, (key) => ({ type: "approval.denied", call: key, ...facts, at: this.#now() }));
  }

  stop(): Run {
    return this.#start(() => {
      const status = this.#status();
      if (status !== "running" && status !== "awaitingApproval") return null;
      return { type: "run.stopped", partial: this.#driver.partial, at: this.#now() };
    });
  }

  cancel(reason?: string): Run {
    return this.#start(() => {
      if (this.snapshot.status !== "active") return null;
      return { type: "session.cancelled", at: this.#now(), ...(reason === undefined ? {} : { reason }) };
    });
  }

  resume(): Run {
    return this.#start(() => (this.#driver.performing || !isUnfinished(this.#status()) ? null : this.#resumed()));
  }

  export(): Promise<string> {
    return exportSession(this.#journal, this.id);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#driver.close("closed");
    this.#onClose();
  }

  /** @internal Called by the driver. */
  onUpdate(update: Update): void {
    for (const run of this.#runs) run.push(update);
    notify(this.#observers, (observer) => observer.onUpdate?.(this.id, update));
  }

  /** @internal Called by the driver. */
  onEntry(entry: Entry): void {
    notify(this.#observers, (observer) => observer.onEntry?.(this.id, entry));
  }

  /** @internal Called by the driver. */
  onRest(): void {
    const ending = this.#runs;
    this.#runs = [];
    if (this.#driver.failure !== null) {
      for (const run of ending) run.fail(this.#closed ? closedError(this.id) : this.#driver.failure);
    } else if (ending.length > 0) {
      const { halt, outcome } = this.snapshot.context;
      const status = this.#status();
      const rest = status === "running" ? "interrupted" : status;
      const last: RunEnded = { type: "run.ended", status: rest, agent: activeAgent(this.snapshot), halt, outcome };
      for (const run of ending) run.end(last);
      notify(this.#observers, (observer) => observer.onUpdate?.(this.id, last));
    }
  }

  /** Posts facts as one run, which ends at the next rest. A fact that cannot be taken any more rejects the run. */
  #start(...facts: readonly Fact[]): Run {
    this.#refuseClosed();
    const run = new LiveRun();
    if (this.#driver.failure !== null) {
      run.fail(this.#driver.failure);
      return run;
    }
    this.#runs = [...this.#runs, run];
    for (const fact of facts) this.#driver.post(() => this.#takeOrReject(fact, run));
    return run;
  }

  #takeOrReject(fact: Fact, run: LiveRun): MachineEvent | null {
    try {
      return fact();
    } catch (error) {
      this.#runs = this.#runs.filter((one) => one !== run);
      run.fail(error);
      return null;
    }
  }

  #decide(call: string | undefined, make: (key: string) => MachineEvent): Run {
    this.#refuseClosed();
    this.#refuseEnded();
    const waiting = pendingApprovals(this.snapshot.context).map(({ key }) => key);
    const key = call ?? (waiting.length === 1 ? waiting[0] : undefined);
    if (key === undefined || !waiting.includes(key)) {
      throw new UsageError("no_such_call", {
        message: call === undefined ? "Which call is meant is not clear." : `No call "${call}" waits for approval.`,
        hint: `Waiting: ${waiting.join(", ") || "none"}.`,
      });
    }
    return this.#start(this.#unlessEnded(() => make(key)));
  }

  /** The human agent that owns the conversation. */
  #operator(): Agent {
    const name = activeAgent(this.snapshot);
    const agent = name === null ? null : agentOf(this.#world.graph, name);
    if (agent?.kind === "human") return agent;
    throw new UsageError("no_human_agent", {
      message: `The conversation is with ${name ?? "nobody yet"}, not with a human agent.`,
      hint: "An operator speaks when a human agent owns the conversation.",
    });
  }

  #unlessEnded(make: () => MachineEvent): Fact {
    return () => {
      this.#refuseEnded();
      return make();
    };
  }

  #refuseClosed(): void {
    if (this.#closed) throw closedError(this.id);
  }

  #refuseEnded(): void {
    if (this.snapshot.status === "active") return;
    throw new UsageError("session_ended", {
      message: `Session "${this.id}" is over: ${this.snapshot.context.outcome ?? "completed"}.`,
      hint: "Open a session under another name to go on.",
    });
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

function closedError(session: string): UsageError {
  return new UsageError("session_closed", {
    message: `Session "${session}" was closed.`,
    hint: "Open it again: runtime.open(id).",
  });
}

function isUnfinished(status: RestStatus | "running"): boolean {
  return status === "running" || status === "awaitingApproval" || status === "failed";
}

/** What an observer throws is its own affair: it sees everything and can change nothing. */
function notify(observers: readonly Observer[], tellOne: (observer: Observer) => void): void {
  for (const observer of observers) {
    try {
      tellOne(observer);
    } catch {
      // swallowed by contract: see Observer
    }
  }
}
