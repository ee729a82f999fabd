import { createRuntime, memoryJournal, UsageError } from "handoff-machine";
import { scriptedModel } from "handoff-machine/testing";
import { expect, test } from "vitest";
import { desk, openDesk, transcript } from "./desk.ts";

test("an observer that is added sees sessions that are open already, until it is removed", async () => {
  const { runtime, session } = await openDesk(["One.", "Two."]);
  const seen: string[] = [];
  const observer = { onEntry: (_: string, { event }: { event: { type: string } }) => seen.push(event.type) };
  const [remove, removeAgain] = [runtime.observe(observer), runtime.observe(observer)];
  removeAgain();
  await session.send("Hello").ended;
  expect(seen).toEqual(["session.opened", "user.message", "model.replied"]);
  remove();
  await session.send("Hello?").ended;
  expect(seen).toHaveLength(3);
});

test("an observer that removes itself while all are told keeps nobody else from being told", async () => {
  const { runtime, session } = await openDesk(["One."]);
  const seen: string[] = [];
  const remove = runtime.observe({ onEntry: () => remove() });
  runtime.observe({ onEntry: (_, { event }) => seen.push(event.type) });
  await session.send("Hello").ended;
  expect(seen).toEqual(["session.opened", "user.message", "model.replied"]);
});

test("a runtime tells its graph, its journal, and which sessions are open", async () => {
  const { runtime, session, graph, journal } = await openDesk([]);
  expect([runtime.graph, runtime.journal]).toEqual([graph, journal]);
  expect(runtime.find("s")).toBe(session);
  expect(runtime.find("another")).toBeNull();
  session.close();
  expect(runtime.find("s")).toBeNull();
});

test("a fork goes on from any position, with models of its own", async () => {
  const { runtime, session } = await openDesk(["One.", "Two."]);
  await session.send("Hello").ended;
  await session.send("And?").ended;
  const fork = await runtime.fork("s", 3, "other");
  const other = await runtime.open(fork, { model: scriptedModel(["Another two."]) });
  await other.send("And?").ended;
  expect(transcript(other)).toEqual(["user: Hello", "triage: One.", "user: And?", "triage: Another two."]);
  expect(transcript(session)).toEqual(["user: Hello", "triage: One.", "user: And?", "triage: Two."]);
});

test("what is unfinished at the position of a fork is resumed by whoever wants it", async () => {
  const { runtime, session } = await openDesk(["One."]);
  await session.send("Hello").ended;
  const fork = await runtime.open(await runtime.fork("s", 2, "other"), { model: scriptedModel(["Another one."]) });
  expect(fork.state.status).toBe("interrupted");
  await fork.resume().ended;
  expect(transcript(fork)).toEqual(["user: Hello", "triage: Another one."]);
});

test("models for a session that is open already are refused", async () => {
  const { runtime } = await openDesk([]);
  await expect(runtime.open("s", { model: scriptedModel([]) })).rejects.toThrow(UsageError);
  expect(await runtime.open("s")).toBe(runtime.find("s"));
});

test("a fork does not take the place of a session that is open, though nothing was said in it yet", async () => {
  const { runtime, session } = await openDesk(["One.", "Hi."]);
  await session.send("Hello").ended;
  const empty = await runtime.open("empty");
  await expect(runtime.fork("s", 2, "empty")).rejects.toMatchObject({ code: "bad_journal" });
  expect(await empty.send("Hi").ended).toMatchObject({ status: "awaitingUser" });
});

test("an observer cannot change how a run ends for whoever started it", async () => {
  const { runtime, session } = await openDesk(["One."]);
  runtime.observe({
    onUpdate: (_, update) => {
      if (update.type === "run.ended") Object.assign(update, { status: "cancelled" });
    },
  });
  expect(await session.send("Hello").ended).toMatchObject({ status: "awaitingUser" });
});

test("a fork behind the end of its session is refused", async () => {
  const runtime = createRuntime(desk(), { model: scriptedModel([]), journal: memoryJournal() });
  await expect(runtime.fork("nobody", 1)).rejects.toMatchObject({ code: "bad_journal" });
});
