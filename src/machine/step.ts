import { type AnyActorScope, createActor, type SnapshotFrom } from "xstate";
import { InternalError, UsageError } from "../errors.ts";
import type { GraphShape } from "../graph/graph.ts";
import type { HandoffMachine } from "./compile-graph.ts";
import type { SessionContext } from "./context.ts";
import type { Effect } from "./effect.ts";
import type { MachineEvent } from "./event.ts";
import { eventMistake } from "./event-mistake.ts";
import { guardError } from "./guard-error.ts";
import type { StateValue } from "./state.ts";

/**
 * Where a session is: its state and everything it knows. These are the parts of XState's snapshot that do not depend
 * on the machine's type, so that a snapshot of a typed graph is a snapshot of any graph.
 */
export interface SessionSnapshot<Shape extends GraphShape = GraphShape> {
  readonly value: StateValue<Shape["agent"]>;
  readonly context: SessionContext<Shape["variables"]>;
  readonly status: "active" | "done" | "error" | "stopped";
}

/** A step's outcome. */
export interface Step<Shape extends GraphShape = GraphShape> {
  readonly snapshot: SessionSnapshot<Shape>;
  /** What the world is asked to do because of it. */
  readonly effects: readonly Effect[];
}

/** Steps a machine: pure and deterministic, performs nothing. */
export interface Stepper<Shape extends GraphShape = GraphShape> {
  /** The session in which nothing was said. */
  readonly initial: SessionSnapshot<Shape>;
  /**
   * One event through the machine. An event that is dropped gives back the very same snapshot.
   * A snapshot that is done stays as it is, whatever comes.
   *
   * @throws {UsageError} `bad_event` when the event does not have the shape of one, so that the machine cannot take it.
   */
  step(snapshot: SessionSnapshot<Shape>, event: MachineEvent): Step<Shape>;
}

/**
 * Makes the pure stepper of a machine. It is the machine's own `transition`, run in one inert scope that is used
 * again: two to three times faster than XState's `transition()`, which makes an actor on every call.
 */
export function createStepper<Shape extends GraphShape>(machine: HandoffMachine<Shape>): Stepper<Shape> {
  const stepper = steppers.get(machine) ?? makeStepper(machine);
  steppers.set(machine, stepper);
  return stepper as Stepper<Shape>; // kept under its own machine
}

const steppers = new WeakMap<object, unknown>();

function makeStepper<Shape extends GraphShape>(machine: HandoffMachine<Shape>): Stepper<Shape> {
  let effects: Effect[] = [];
  const actor = createActor(machine);
  const scope: AnyActorScope = {
    self: actor,
    system: actor.system,
    id: machine.id,
    sessionId: machine.id,
    logger: ignore,
    defer: ignore,
    emit: ignore,
    stopChild: ignore,
    actionExecutor: ({ type, params }) => {
      effects.push(toEffect(type, params));
    },
  };
  const transition = (snapshot: SessionSnapshot<Shape>, event: MachineEvent): SnapshotFrom<typeof machine> => {
    try {
      return machine.transition(snapshot as SnapshotFrom<typeof machine>, event, scope); // only this makes snapshots
    } catch (error) {
      throw eventError(event) ?? guardError(event, error);
    }
  };
  return {
    initial: machine.getInitialSnapshot(scope, undefined),
    step: (snapshot, event) => {
      if (snapshot.status !== "active") return { snapshot, effects: [] };
      effects = [];
      const next = transition(snapshot, event);
      return { snapshot: isSame(snapshot, next) && effects.length === 0 ? snapshot : next, effects };
    },
  };
}

/** What is no event breaks a step; it is judged only then, since all events that this library makes are right. */
function eventError(event: unknown): UsageError | null {
  const mistake = eventMistake(event);
  return mistake === null
    ? null
    : new UsageError("bad_event", { message: `The machine cannot take this event: ${mistake}.` });
}

/** A transition without a target and without a change leaves state and context as they were. */
function isSame<Shape extends GraphShape>(before: SessionSnapshot<Shape>, after: SessionSnapshot<Shape>): boolean {
  return before.context === after.context && JSON.stringify(before.value) === JSON.stringify(after.value);
}

function toEffect(type: string, params: unknown): Effect {
  switch (type) {
    case "callModel":
    case "callTools":
    case "requestApprovals":
    case "proceed":
      return { type, params } as Effect; // made by this machine's entry actions, typed where they are written
    default:
      throw new InternalError(`The machine performed "${type}", which is no effect.`);
  }
}

function ignore(): void {
  // An inert scope performs nothing.
}
