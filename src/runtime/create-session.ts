import { UsageError } from "../errors.ts";
import type { Entry } from "../journal/entry.ts";
import type { Journal } from "../journal/journal.ts";
import { exportSession } from "../journal/ndjson.ts";
import type { MachineEvent } from "../machine/event.ts";
import { pendingApprovals } from "../machine/reply.ts";
import { agentOf } from "../machine/state.ts";
import type { SessionSnapshot, Stepper } from "../machine/step.ts";
import { activeAgent, statusOf } from "./describe-step.ts";
import { createDriver, type Driver } from "./driver.ts";
import type { World } from "./perform.ts";
import type { Observer } from "./ports.ts";
import { createRun, type Run, type RunFeed } from "./run.ts";
import { operatorInput, refuseText } from "./said.ts";
import type { Session } from "./session.ts";
import { sessionState } from "./session-state.ts";
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
  function start(...facts: readonly ((feed: RunFeed) => MachineEvent | null)[]): Run {
    refuseClosed();
    const feed = createRun();
    if (driver.failure === null) {
      runs.add(feed);
      for (const fact of facts) driver.post(() => fact(feed));
    } else feed.fail(driver.failure);
    return feed.run;
  }

  /** A fact that only a session that lives can take; when it ends before the fact's turn, the run rejects. */
  function unlessEnded(make: () => MachineEvent): (feed: RunFeed) => MachineEvent | null {
    refuseEnded();
    return (feed) => {
      if (driver.snapshot.status === "active") return make();
      runs.delete(feed);
      feed.fail(endedError());
      return null;
    };
  }

  const resumed = (): MachineEvent => ({ type: "run.resumed", at: clock.now() });

  function refuseClosed(): void {
    if (closed) throw closedError(id);
  }

  function refuseEnded(): void {
    if (driver.snapshot.status !== "active") throw endedError();
  }

  function endedError(): UsageError {
    return new UsageError("session_ended", {
      message: `Session "${id}" is over: ${driver.snapshot.context.outcome ?? "completed"}.`,
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
    return start(unlessEnded(() => make(key)));
  }

  return {
    id,
    get snapshot() {
      return driver.snapshot;
    },
    get state() {
      return sessionState({ world, snapshot: driver.snapshot, position: driver.position, busy: driver.busy });
    },
    send(text) {
      refuseClosed();
      refuseText(text, caps.maxMessageBytes);
      const said = unlessEnded(() => ({ type: "user.message", text, at: clock.now() }));
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
      if (handoff === undefined) return start(unlessEnded(() => ({ type: "operator.message", text, at: clock.now() })));
      const input = operatorInput(agentOf(graph, operator), handoff);
      return start(
        unlessEnded(() => ({ type: "operator.message", text, handoff: { to: handoff.to, input }, at: clock.now() })),
      );
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
