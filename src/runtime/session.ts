import { UsageError } from "../errors.ts";
import type { Agent, GraphShape } from "../graph/graph.ts";
import { parseWith } from "../graph/schema.ts";
import type { Entry } from "../journal/entry.ts";
import type { Journal } from "../journal/journal.ts";
import { exportSession } from "../journal/ndjson.ts";
import { byteLength, exceedsBytes, type JsonValue, lookup, toJson } from "../json.ts";
import type { MachineEvent } from "../machine/event.ts";
import { pendingApprovals } from "../machine/reply.ts";
import { agentOf } from "../machine/state.ts";
import type { SessionSnapshot, Stepper } from "../machine/step.ts";
import { activeAgent, statusOf } from "./describe-step.ts";
import { createDriver, type Driver } from "./driver.ts";
import type { World } from "./perform.ts";
import type { Observer } from "./ports.ts";
import { createRun, type Run, type RunFeed } from "./run.ts";
import { type SessionState, sessionState } from "./session-state.ts";
import type { RestStatus, RunEnded, Update } from "./update.ts";

/**
 * One conversation that goes on. Every method that says something returns at once with the run that it starts
 * or joins; what it says is taken in order.
 */
export interface Session<Shape extends GraphShape = GraphShape> {
  readonly id: string;
  /** What stands now: derived from the journal, read-only. */
  readonly state: SessionState<Shape>;
  /**
   * Says something as the user. While something is pending the message is staged and delivered afterwards; an
   * interrupted session is resumed first.
   *
   * @throws {UsageError} `session_ended`, `session_closed`, `too_large`, or `bad_event` for an empty text.
   */
  send(text: string): Run;
  /**
   * Says something as the operator of the human agent that owns the conversation, hands it on, or both.
   *
   * @throws {UsageError} `no_human_agent` when none owns it; `bad_event` for a handoff that its agent does not have.
   */
  operate(message: {
    readonly text?: string;
    readonly handoff?: { readonly to: Shape["agent"]; readonly input?: JsonValue };
  }): Run;
  /**
   * Allows a call that waits for approval; without a key, the only one that waits.
   *
   * @throws {UsageError} `no_such_call`, naming those that wait.
   */
  approve(call?: string, options?: { readonly by?: string }): Run;
  /** Forbids a call that waits for approval: see {@link Session.approve}. The model is told the reason. */
  deny(call?: string, options?: { readonly by?: string; readonly reason?: string }): Run;
  /** Aborts what is under way: text that has arrived is kept, open calls are answered as interrupted. */
  stop(): Run;
  /** Ends the session for good. */
  cancel(reason?: string): Run;
  /** Goes on with a session whose process died, or which failed. Where nothing is unfinished it does nothing. */
  resume(): Run;
  /** The session's journal as NDJSON. */
  export(): Promise<string>;
  /** Lets go of the session: work under way is abandoned, as if the process had died. It can be opened again. */
  close(): void;
}

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

/** Makes a session over a driver of its own. */
export function createSession({
  world,
  journal,
  stepper,
  observers,
  snapshot,
  position,
  onClose,
}: SessionOptions): Session {
  const { graph, clock, caps, session: id } = world;
  const runs = new Set<RunFeed>();
  let closed = false;

  const driver: Driver = createDriver({
    world,
    journal,
    stepper,
    snapshot,
    position,
    onUpdate: tell,
    onEntry: (entry: Entry) => notify(observers, (observer) => observer.onEntry?.(id, entry)),
    onRest: endRuns,
  });

  function tell(update: Update): void {
    for (const feed of runs) feed.push(update);
    notify(observers, (observer) => observer.onUpdate?.(id, update));
  }

  function endRuns(): void {
    const ending = [...runs];
    runs.clear();
    if (driver.failure !== null) {
      for (const feed of ending) feed.fail(closed ? closedError(id) : driver.failure);
      return;
    }
    if (ending.length === 0) return;
    const last = runEnded();
    for (const feed of ending) feed.end(last);
    notify(observers, (observer) => observer.onUpdate?.(id, last));
  }

  function runEnded(): RunEnded {
    const { halt, outcome } = driver.snapshot.context;
    const status = statusOf(graph, driver.snapshot);
    const rest: RestStatus = status === "running" ? "failed" : status;
    return { type: "run.ended", status: rest, agent: activeAgent(driver.snapshot), halt, outcome };
  }

  /** Posts facts as one run, which ends at the next rest. */
  function start(...facts: readonly (() => MachineEvent | null)[]): Run {
    refuseClosed();
    const feed = createRun();
    if (driver.failure !== null) {
      feed.fail(driver.failure);
      return feed.run;
    }
    runs.add(feed);
    for (const fact of facts) driver.post(fact);
    return feed.run;
  }

  const resumed = (): MachineEvent => ({ type: "run.resumed", at: clock.now() });

  function refuseClosed(): void {
    if (closed) throw closedError(id);
  }

  function refuseEnded(): void {
    const { status, context } = driver.snapshot;
    if (status === "active") return;
    throw new UsageError("session_ended", {
      message: `Session "${id}" is over: ${context.outcome ?? "completed"}.`,
      hint: "Open a session under another name to go on.",
    });
  }

  function isInterrupted(): boolean {
    return !driver.busy && statusOf(graph, driver.snapshot) === "running";
  }

  function decide(call: string | undefined, make: (key: string) => MachineEvent): Run {
    refuseClosed();
    refuseEnded();
    const waiting = pendingApprovals(driver.snapshot.context).map(({ key }) => key);
    const key = call ?? (waiting.length === 1 ? waiting[0] : undefined);
    if (key === undefined || !waiting.includes(key)) {
      throw new UsageError("no_such_call", {
        message: call === undefined ? "Which call is meant is not clear." : `No call "${call}" waits for approval.`,
        hint: `Waiting: ${waiting.join(", ") || "none"}.`,
      });
    }
    return start(() => make(key));
  }

  return {
    id,
    get state() {
      return sessionState({ world, snapshot: driver.snapshot, position: driver.position, busy: driver.busy });
    },
    send(text) {
      refuseClosed();
      refuseEnded();
      refuseText(text, caps.maxMessageBytes);
      const said = (): MachineEvent | null =>
        driver.snapshot.status === "active" ? { type: "user.message", text, at: clock.now() } : null;
      return isInterrupted() ? start(resumed, said) : start(said);
    },
    operate({ text = "", handoff }) {
      refuseClosed();
      refuseEnded();
      const operator = activeAgent(driver.snapshot);
      if (operator === null || agentOf(graph, operator).kind !== "human") {
        throw new UsageError("no_human_agent", {
          message: `The conversation is with ${operator ?? "nobody yet"}, not with a human agent.`,
          hint: "An operator speaks when a human agent owns the conversation.",
        });
      }
      if (text !== "" || handoff === undefined) refuseText(text, caps.maxMessageBytes);
      if (handoff === undefined) return start(() => ({ type: "operator.message", text, at: clock.now() }));
      const input = operatorInput(agentOf(graph, operator), handoff);
      return start(() => ({ type: "operator.message", text, handoff: { to: handoff.to, input }, at: clock.now() }));
    },
    approve: (call, options = {}) =>
      decide(call, (key) => ({ type: "approval.granted", call: key, ...options, at: clock.now() })),
    deny: (call, options = {}) =>
      decide(call, (key) => ({ type: "approval.denied", call: key, ...options, at: clock.now() })),
    stop: () =>
      start(() => {
        const status = statusOf(graph, driver.snapshot);
        if (status !== "running" && status !== "awaitingApproval") return null;
        return { type: "run.stopped", partial: driver.partial, at: clock.now() };
      }),
    cancel: (reason) =>
      start(() =>
        driver.snapshot.status !== "active"
          ? null
          : { type: "session.cancelled", at: clock.now(), ...(reason === undefined ? {} : { reason }) },
      ),
    resume: () =>
      start(() => (driver.performing || !isUnfinished(statusOf(graph, driver.snapshot)) ? null : resumed())),
    export: () => exportSession(journal, id),
    close() {
      if (closed) return;
      closed = true;
      driver.close("closed");
      onClose();
    },
  };
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

function refuseText(text: unknown, maxBytes: number): void {
  if (typeof text !== "string" || text === "") {
    const found = typeof text === "string" ? "an empty one" : typeof text;
    throw new UsageError("bad_event", { message: `A message must be a text, not ${found}.` });
  }
  if (!exceedsBytes(text, maxBytes)) return;
  throw new UsageError("too_large", {
    message: `The message is ${byteLength(text)} bytes long; at most ${maxBytes} are taken.`,
    hint: "Raise caps.maxMessageBytes, or send less.",
  });
}

/** The payload of an operator's handoff, as its schema takes it. */
function operatorInput(
  operator: Agent,
  { to, input = {} }: { readonly to: string; readonly input?: JsonValue },
): JsonValue {
  const handoff = lookup(operator.handoffs, to);
  if (handoff === undefined) {
    throw new UsageError("bad_event", {
      message: `${operator.name} cannot hand off to "${to}".`,
      hint: `Declared: ${Object.keys(operator.handoffs).join(", ") || "none"}.`,
    });
  }
  if (handoff.input === null) return input;
  const parsed = parseWith(handoff.input, input);
  if (parsed instanceof Promise) {
    throw new UsageError("bad_event", {
      message: `The input of the handoff to ${to} has an asynchronous schema, which an operator's handoff cannot wait for.`,
    });
  }
  if (parsed.ok) return toJson(parsed.value);
  throw new UsageError("bad_event", {
    message: `The input of the handoff to ${to} does not fit: ${parsed.problems.join("; ")}.`,
  });
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
