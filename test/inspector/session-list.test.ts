import { createRuntime, type Journal } from "handoff-machine";
import { scriptedModel } from "handoff-machine/testing";
import { expect, test } from "vitest";
import { supportDesk } from "../../machines/support-desk.ts";
import { createSessionList } from "../../src/inspector/session-list.ts";
import { recordedJournal, runningClock } from "./recorded-journal.ts";

test("no more sessions are listed than can be looked at, however many are open; the newest are", async () => {
  const runtime = createRuntime(supportDesk, { model: scriptedModel(() => "Hello!"), clock: runningClock(1_000) });
  const say = async (id: string) => await (await runtime.open(id)).send("Hi").ended;
  for (const id of ["a", "b", "c", "d"]) await say(id);
  const list = createSessionList(runtime, 2);
  const told = () => ({ ids: list.summaries().map(({ id }) => id), more: list.more });
  await list.refresh(() => undefined);
  expect(told()).toEqual({ ids: ["d", "c"], more: 2 });
  await say("a");
  await list.update("a");
  expect(told()).toEqual({ ids: ["a", "d"], more: 2 });
  await say("e");
  await list.update("e");
  expect(told()).toEqual({ ids: ["e", "a"], more: 3 });
});

test("many who look at once read the journal once", async () => {
  const journal = await recordedJournal();
  let reads = 0;
  const counted: Journal = {
    ...journal,
    read(session, from) {
      reads++;
      return journal.read(session, from);
    },
  };
  const list = createSessionList(createRuntime(supportDesk, { model: scriptedModel([]), journal: counted }));
  await Promise.all([1, 2, 3].map(() => list.refresh(() => undefined)));
  expect([list.summaries().length, reads]).toEqual([7, 7]);
  await list.refresh(() => undefined);
  expect(reads).toBe(7); // none has changed
});
