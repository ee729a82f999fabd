import fc from "fast-check";
import { type Observer, replaySteps } from "handoff-machine";
import { expect, test } from "vitest";
import { graphs } from "../arbitraries/graph.ts";
import { assertAsyncProperty } from "../machine/assert-property.ts";
import { lifeOf, written } from "./life-of.ts";

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
