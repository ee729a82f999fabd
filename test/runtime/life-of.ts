import { createRuntime, type Graph, memoryJournal, type Observer, type SessionSnapshot } from "handoff-machine";
import { manualClock } from "handoff-machine/testing";
import { expect } from "vitest";
import { drawFrom } from "../machine/hostile/draw.ts";
import { hostileModel } from "./hostile-model.ts";
import { live } from "./hostile-user.ts";

/** What happens in a life, and who looks on. */
export interface LifeOptions {
  readonly drawn: readonly number[];
  readonly observers?: readonly Observer[];
  readonly note?: (what: string) => void;
}

/** One session from its first message to wherever it comes, through deaths of its process. */
export async function lifeOf(graph: Graph, { drawn, observers = [], note = () => undefined }: LifeOptions) {
  const draw = drawFrom(drawn);
  const clock = manualClock({ now: 1_000 });
  const journal = memoryJournal();
  const model = hostileModel(graph, draw, (imbalance) => {
    note("model asked");
    expect(imbalance).toBeNull();
  });
  const options = { model, clock, ids: { session: () => "s", jitter: () => 0 }, observers };
  const open = async () => await createRuntime(graph, { ...options, journal }).open("s");
  let session = await open();
  const rests = new Map<number, string>();
  const life = {
    draw,
    clock,
    note,
    session: () => session,
    die: async () => {
      session.close();
      session = await open();
    },
  };
  for (let move = 0; move < 14; move++) {
    await live(life);
    rests.set(session.state.position, written(session.snapshot));
    if (session.snapshot.status === "done" && draw(2) === 0) break;
  }
  const ndjson = await session.export();
  session.close();
  const imported = async () => {
    const copy = await createRuntime(graph, options).import(ndjson, { session: "copy" });
    const rest = written(copy.snapshot);
    const found = { rest, ndjson: await copy.export() };
    copy.close();
    return found;
  };
  return { ndjson, rests, journal, imported };
}

/** A snapshot as text, to be compared. */
export function written({ value, status, context }: Pick<SessionSnapshot, "value" | "status" | "context">): string {
  return JSON.stringify([value, status, context]);
}
