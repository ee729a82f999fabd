import { scriptedModel } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { desk, updatesOf } from "../desk.ts";
import { openSession } from "./sessions.ts";

const words = (count: number): string => Array.from({ length: count }, () => "word").join(" ");

describe("a run that nobody reads", () => {
  test("keeps its last 1,000 updates, and tells first how many are gone", async () => {
    const { session } = await openSession(desk(), scriptedModel([words(3_000)], { record: false }));
    const run = session.send("Go");
    await run.ended;
    const updates = await updatesOf(run);
    expect(updates).toHaveLength(1_001);
    expect(updates[0]).toEqual({ type: "updates.dropped", count: 2_003 });
    expect(updates.at(-1)).toMatchObject({ type: "run.ended" });
  });

  test("loses nothing when there are no more than 1,000", async () => {
    const { session } = await openSession(desk(), [words(997)]);
    const run = session.send("Go");
    await run.ended;
    const updates = await updatesOf(run);
    expect(updates).toHaveLength(1_000);
    expect(updates[0]).toMatchObject({ type: "turn.started" });
  });

  test("is read from the moment on at which somebody begins to: from then on nothing is lost", async () => {
    const { session } = await openSession(desk(), [words(3_000)]);
    const run = session.send("Go");
    const reader = run[Symbol.asyncIterator]();
    await run.ended;
    const updates = await Array.fromAsync({ [Symbol.asyncIterator]: () => reader });
    expect(updates).toHaveLength(3_003);
  });

  test("any more keeps no more than its last 1,000 updates either: whoever stops reading is no reader", async () => {
    const { session } = await openSession(desk(), [words(3_000)]);
    const run = session.send("Go");
    for await (const update of run) if (update.type === "turn.started") break;
    await run.ended;
    const updates = await updatesOf(run);
    expect(updates).toHaveLength(1_001);
    expect(updates[0]).toEqual({ type: "updates.dropped", count: 2_002 });
  });
});
