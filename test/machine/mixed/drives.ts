import {
  compileGraph,
  createRuntime,
  createStepper,
  type DecodedCall,
  type Effect,
  type MachineEvent,
  type ModelCall,
  memoryJournal,
  type SessionSnapshot,
} from "handoff-machine";
import { manualClock, scriptedModel } from "handoff-machine/testing";
import { createActor } from "xstate";
import { imbalance } from "../balance.ts";
import { hub } from "./hub.ts";
import { answersTo, indexOf, writtenReply } from "./hub-world.ts";
import type { MixedReply } from "./reply-kinds.ts";

/* Three ways to drive one mixed reply to its rest: the pure stepper, XState's own actor, and the driver. */

type Decode = (call: ModelCall) => DecodedCall;

const first: MachineEvent = { type: "user.message", text: "One", at: 0 };
const second: MachineEvent = { type: "user.message", text: "Two", at: 0 };

/** Drives a reply with the pure stepper; the first exchange is the same for all, and driven once. */
export function pureDrive(decode: Decode): (reply: MixedReply) => SessionSnapshot {
  const { initial, step } = createStepper(compileGraph(hub));
  const settle = (before: SessionSnapshot, event: MachineEvent, reply: MixedReply): SessionSnapshot => {
    const due = [event];
    let snapshot: SessionSnapshot = before;
    for (const next of due) {
      const stepped = step(snapshot as Parameters<typeof step>[0], next); // a snapshot of this machine
      snapshot = stepped.snapshot;
      for (const effect of stepped.effects) {
        if (effect.type === "callModel") refuseImbalance(snapshot);
        due.push(...answersTo(effect, { reply, decode }));
      }
    }
    return snapshot;
  };
  const prepared = settle(initial, first, { parts: [], text: "" });
  return (reply) => settle(prepared, second, reply);
}

/** S1, where it matters: when a model is asked. */
function refuseImbalance({ context }: SessionSnapshot): void {
  const found = imbalance(context.conversation);
  if (found !== null) throw new TypeError(`a model is asked: ${found}`);
}

/** Drives a reply with an actor of XState, whose provided effects do the same. */
export function actorDrive(decode: Decode): (reply: MixedReply) => SessionSnapshot {
  let reply: MixedReply = { parts: [], text: "" };
  const perform =
    <Type extends Effect["type"]>(type: Type) =>
    ({ self }: { self: { send(event: MachineEvent): void } }, params: Extract<Effect, { type: Type }>["params"]) => {
      for (const event of answersTo({ type, params } as Effect, { reply, decode })) self.send(event); // its own parameters
    };
  const machine = compileGraph(hub).provide({
    actions: {
      callModel: perform("callModel"),
      callTools: perform("callTools"),
      requestApprovals: perform("requestApprovals"),
      proceed: perform("proceed"),
    },
  });
  const before = createActor(machine).start();
  before.send(first);
  const snapshot = before.getPersistedSnapshot();
  return (next) => {
    reply = next;
    const actor = createActor(machine, { snapshot }).start();
    actor.send(second);
    return actor.getSnapshot();
  };
}

/** Drives replies with the runtime: a scripted model, a clock moved by hand, people who decide as the parts say. */
export async function driverDrive(): Promise<(reply: MixedReply) => Promise<SessionSnapshot>> {
  const clock = manualClock();
  const journal = memoryJournal();
  const repliesBySession = new Map<string, MixedReply>();
  const nothing: MixedReply = { parts: [], text: "" };
  const model = scriptedModel(
    ({ session, turn, messages }) => {
      const found = imbalance(messages);
      if (found !== null) throw new TypeError(`a model is asked: ${found}`);
      return writtenReply(repliesBySession.get(session) ?? nothing, turn);
    },
    { record: false },
  );
  const runtime = createRuntime(hub, { model, journal, clock });
  const prepared = await runtime.open("prepared");
  await prepared.send("One").ended;
  const { position } = prepared.state;
  let count = 0;
  return async (reply) => {
    const id = `s${count++}`;
    repliesBySession.set(id, reply);
    journal.fork?.("prepared", position, id);
    const session = await runtime.open(id);
    await session.send("Two").ended;
    const waiting = session.state.approvals.map(({ call }) => ({ call, kind: reply.parts[indexOf(call)]?.kind }));
    const runs = waiting.flatMap(({ call, kind }) => {
      if (kind === "expired") return [];
      return [kind === "granted" ? session.approve(call) : session.deny(call)];
    });
    await Promise.all(runs.map(({ ended }) => ended));
    if (waiting.some(({ kind }) => kind === "expired")) {
      clock.advance(1_000);
      await Promise.resolve();
      await session.resume().ended;
    }
    const { snapshot } = session;
    session.close();
    repliesBySession.delete(id);
    return snapshot;
  };
}
