import { type Run, type RunEnded, type Session, UsageError } from "handoff-machine";
import type { ManualClock } from "handoff-machine/testing";
import { type Draw, oneOf } from "../machine/hostile/draw.ts";

/** What people do with a session, and what is done to its process. */
export interface Life {
  readonly draw: Draw;
  readonly clock: ManualClock;
  /** The session now; after a death, the one that was opened again. */
  session(): Session;
  /** The process dies: the session is closed as it is, and opened from its journal. */
  die(): Promise<void>;
  /** Told what was done. */
  note(what: string): void;
}

/** Does one thing at random, and waits until nothing is under way. */
export async function live(life: Life): Promise<void> {
  await liveOn(life);
  const isRunning = (): boolean => life.session().state.status === "running";
  for (let turns = 0; turns < 100 && isRunning(); turns++) await Promise.resolve(); // what was abandoned comes late
  if (isRunning()) throw new Error("a run ended while something was under way");
}

async function liveOn(life: Life): Promise<void> {
  const { draw } = life;
  const { status, approvals } = life.session().state;
  if (status === "completed" || status === "cancelled") return await refused(life, "session_ended");
  const [approval] = approvals;
  if (approval !== undefined && draw(5) > 0) return await decide(life, approval);
  await oneOf(draw, [...moves, say, say, say])(life);
}

type Move = (life: Life) => Promise<void>;

const say: Move = async (life) => {
  life.note("send");
  await ended(life, life.session().send(saying(life.draw)));
};

const moves: readonly [Move, ...Move[]] = [
  async (life) => {
    life.note("send while busy");
    const session = life.session();
    const runs = [session.send("One"), session.send(["Two", { text: "Three", by: "bea" }])];
    await Promise.all(runs.map((run) => ended(life, run)));
  },
  async (life) => {
    life.note("stop while busy");
    const session = life.session();
    const run = session.send(saying(life.draw));
    for (let turns = life.draw(12); turns > 0; turns--) await Promise.resolve();
    await Promise.all([ended(life, run), ended(life, session.stop())]);
  },
  async (life) => {
    life.note("death");
    const run = life.session().send(saying(life.draw));
    const over = run.ended.then(
      () => true,
      () => false,
    );
    for (let turns = life.draw(30); turns > 0; turns--) await Promise.resolve();
    await life.die();
    await over;
    if (life.draw(3) > 0) await ended(life, life.session().resume());
  },
  async (life) => {
    life.note("resume");
    await ended(life, life.session().resume());
  },
  async (life) => {
    life.note("time passes");
    life.clock.advance(100);
    await Promise.resolve();
    await ended(life, life.session().resume());
  },
  async (life) => {
    const session = life.session();
    if (session.state.status !== "awaitingOperator") return await say(life);
    life.note("operate");
    await ended(life, session.operate({ text: "Hello, a person." }));
  },
  async (life) => {
    if (life.draw(12) > 0) return await say(life);
    life.note("cancel");
    await ended(life, life.session().cancel("enough"));
  },
];

async function decide(
  life: Life,
  { call, binding, name }: { call: string; binding: string; name: string },
): Promise<void> {
  const { draw } = life;
  const remember = draw(6) === 0 ? { remember: oneOf(draw, ["tool", "arguments"] as const) } : {};
  const session = life.session();
  switch (draw(6)) {
    case 0:
      life.note("decision about something else");
      try {
        session.approve(call, { binding: "another" });
      } catch (error) {
        if (error instanceof UsageError && error.code === "no_such_call") return;
        throw error;
      }
      throw new Error("a decision about something else was taken");
    case 1:
      life.note("deny");
      return await ended(life, session.deny(call, { binding, reason: "no", ...remember }));
    case 2:
      if (name !== "lend") break;
      life.note("edit");
      return await ended(life, session.approve(call, { input: { sum: 1 }, ...remember }));
    default:
      break;
  }
  life.note("approve");
  await ended(life, session.approve(call, { binding, ...remember }));
}

async function refused(life: Life, code: string): Promise<void> {
  life.note("after the end");
  try {
    life.session().send("Still there?");
  } catch (error) {
    if (error instanceof UsageError && error.code === code) return;
    throw error;
  }
  throw new Error("a session that is over took a message");
}

/** Waits for the end of a run, and lets the time pass that models are waited for. */
async function ended(life: Life, run: Run): Promise<void> {
  const { clock } = life;
  const over: Promise<RunEnded | null> = run.ended.catch((error: unknown) => {
    if (error instanceof UsageError) return null; // it was too late for this
    throw error;
  });
  for (;;) {
    const first = await Promise.race([over.then(() => "over" as const), clock.asleep().then(() => "asleep" as const)]);
    if (first === "over") break;
    if (life.session().state.status !== "running") {
      await over;
      break;
    }
    const [next = 0] = clock.alarms;
    clock.advance(Math.max(1, next - clock.now()));
  }
}

function saying(draw: Draw): string {
  return oneOf(draw, ["Hello", "bad words", "my secret", "throw it", "bye 9"]);
}
