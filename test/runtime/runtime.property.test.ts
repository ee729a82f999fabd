import fc from "fast-check";
import {
  createRuntime,
  type Graph,
  memoryJournal,
  type Observer,
  replaySteps,
  type SessionSnapshot,
} from "handoff-machine";
import { manualClock } from "handoff-machine/testing";
import { expect, test } from "vitest";
import { graphs } from "../arbitraries/graph.ts";
import { assertAsyncProperty } from "../machine/assert-property.ts";
import { drawFrom } from "../machine/hostile/draw.ts";
import { hostileModel } from "./hostile-model.ts";
import { live } from "./hostile-user.ts";

const runs = { numRuns: Number(process.env.PROPERTY_RUNS ?? 120) };
const choices = fc.array(fc.nat(1000), { minLength: 40, maxLength: 160 });

test("whatever models, people and processes do: S1 holds at every model call, and replay equals live at every rest", async () => {
  const seen: Record<string, number> = {};
  const note = (what: string): void => {
    seen[what] = (seen[what] ?? 0) + 1;
  };
  await assertAsyncProperty(
    fc.asyncProperty(graphs, choices, async (graph, drawn) => {
      const { ndjson, rests, journal, imported } = await lifeOf(graph, { drawn, note });
      for await (const { position, after } of replaySteps(graph, journal.read("s"))) {
        const rest = rests.get(position + 1);
        if (rest === undefined) continue;
        note("replayed");
        expect(written(after)).toBe(rest);
      }
      const copy = await imported();
      expect(copy.ndjson).toBe(ndjson.replaceAll('"session":"s"', '"session":"copy"'));
      expect(copy.rest).toBe(rests.get(Math.max(...rests.keys())));
    }),
    runs,
  );
  console.log(`runtime properties: ${runs.numRuns} lives, ${JSON.stringify(seen)}`);
  const expected = [
    "send",
    "send while busy",
    "stop while busy",
    "death",
    "resume",
    "time passes",
    "operate",
    "cancel",
    "approve",
    "deny",
    "edit",
    "decision about something else",
    "after the end",
    "model asked",
    "replayed",
  ];
  expect(expected.filter((what) => seen[what] === undefined)).toEqual([]);
});

test("observers that throw and meddle change nothing of what is journaled", async () => {
  let meddled = 0;
  const meddle = (value: object): never => {
    meddled++;
    for (const [name, other] of Object.entries({ type: "user.message", position: 99, at: -1 }))
      Reflect.set(value, name, other);
    throw new TypeError("an observer broke");
  };
  const observers: readonly Observer[] = [
    { onUpdate: (_, update) => meddle(update), onEntry: (_, entry) => meddle(entry) },
    { onEntry: (_, { event }) => meddle(event) },
  ];
  await assertAsyncProperty(
    fc.asyncProperty(graphs, choices, async (graph, drawn) => {
      const alone = await lifeOf(graph, { drawn });
      const observed = await lifeOf(graph, { drawn, observers });
      expect(observed.ndjson).toBe(alone.ndjson);
    }),
    { numRuns: Math.ceil(runs.numRuns / 3) },
  );
  expect(meddled).toBeGreaterThan(runs.numRuns);
});

interface LifeOptions {
  readonly drawn: readonly number[];
  readonly observers?: readonly Observer[];
  readonly note?: (what: string) => void;
}

/** One session from its first message to wherever it comes, through deaths of its process. */
async function lifeOf(graph: Graph, { drawn, observers = [], note = () => undefined }: LifeOptions) {
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

function written({ value, status, context }: Pick<SessionSnapshot, "value" | "status" | "context">): string {
  return JSON.stringify([value, status, context]);
}
