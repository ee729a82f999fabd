import { defineGraph, type Journal, memoryJournal } from "handoff-machine";
import { call, handOff } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { tool, transcript, variables } from "../desk.ts";
import { gate, openSession } from "./sessions.ts";

type Doubt = "ask" | "retry" | "fail";

/** Tools that are under way when the process dies; `ran` tells each start. */
function graphWith(ran: string[], doors: Readonly<Record<Doubt, () => Promise<void>>>, options: object = {}) {
  const slow = (inDoubt: Doubt) =>
    tool({
      description: "Takes its time.",
      inDoubt,
      approval: inDoubt === "ask",
      run: async (_, { idempotencyKey, attempt }) => {
        ran.push(`${inDoubt} ${idempotencyKey} ${attempt}`);
        if (attempt === 1) await doors[inDoubt]();
        return { output: `done by attempt ${attempt}` };
      },
    });
  return defineGraph({
    id: "doubts",
    start: "one",
    variables,
    initial: { verified: false, plan: "free", count: 0 },
    tools: { ask: slow("ask"), retry: slow("retry"), fail: slow("fail") },
    agents: {
      one: { description: "First.", instructions: "One.", tools: ["ask", "retry", "fail"], handoffs: { two: {} } },
      two: { description: "Second.", instructions: "Two.", handoffs: { one: {} } },
    },
    ...options,
  });
}

/** Runs a reply with these calls until its tools are under way, lets the process die, and opens the session again. */
async function died(names: readonly Doubt[], options: object = {}, journal: Journal = memoryJournal()) {
  const ran: string[] = [];
  const doors = { ask: gate(), retry: gate(), fail: gate() };
  const graph = graphWith(ran, { ask: doors.ask.pass, retry: doors.retry.pass, fail: doors.fail.pass }, options);
  const first = await openSession(graph, [{ calls: [...names.map((name) => call(name)), handOff("two")] }], {
    journal,
  });
  first.session.send("Go");
  const asks = names.includes("ask");
  if (asks) await first.next("approval.requested");
  const binding = first.session.state.approvals[0]?.binding ?? "";
  if (asks) first.session.approve(undefined, { binding });
  await Promise.all(names.map((name) => doors[name].entered));
  first.session.close();
  const again = await openSession(graph, ["Two here.", "So it is."], { journal });
  return { ...again, ran, binding };
}

describe("a call that was under way when the process died", () => {
  test("leaves an interrupted session, in which nothing runs until somebody goes on with it", async () => {
    const { session, ran } = await died(["retry", "fail"]);
    expect(session.state.status).toBe("interrupted");
    expect(ran).toEqual(["retry s:1.0 1", "fail s:1.1 1"]);
  });

  test('runs again with the same idempotency key under inDoubt: "retry"', async () => {
    const opened = await died(["retry"]);
    expect(await opened.session.resume().ended).toMatchObject({ status: "awaitingUser", agent: "two" });
    expect(opened.ran).toEqual(["retry s:1.0 1", "retry s:1.0 2"]);
    expect(transcript(opened.session)[2]).toBe("  returned: done by attempt 2");
    await opened.replays();
  });

  test('does not run again under inDoubt: "fail", and the model reads that its effect is unknown', async () => {
    const opened = await died(["fail"]);
    await opened.session.resume().ended;
    expect(opened.ran).toEqual(["fail s:1.0 1"]);
    expect(transcript(opened.session)[2]).toMatch(/interrupted: .*in_doubt.*unknown, and it is not run again/);
    await opened.replays();
  });

  test('runs again under inDoubt: "ask" only when a person allows it', async () => {
    const opened = await died(["ask"]);
    expect(await opened.session.resume().ended).toMatchObject({ status: "awaitingApproval" });
    expect(opened.session.state.approvals).toMatchObject([{ call: "1.0", name: "ask", inDoubt: true }]);
    expect(opened.ran).toEqual(["ask s:1.0 1"]);
    await opened.session.approve().ended;
    expect(opened.ran).toEqual(["ask s:1.0 1", "ask s:1.0 2"]);
    expect(opened.session.state.agent).toBe("two");
    await opened.replays();
  });

  test("is not taken as allowed by what was decided before it ran: its binding is another", async () => {
    const opened = await died(["ask"]);
    await opened.session.resume().ended;
    expect(() => opened.session.approve("1.0", { binding: opened.binding })).toThrow(
      expect.objectContaining({ code: "no_such_call" }),
    );
    expect(opened.ran).toHaveLength(1);
  });

  test("keeps that its effect is unknown when a person forbids to run it again", async () => {
    const opened = await died(["ask"]);
    await opened.session.resume().ended;
    await opened.session.deny(undefined, { reason: "it was paid" }).ended;
    expect(opened.ran).toHaveLength(1);
    expect(transcript(opened.session)[2]).toMatch(/denied: .*unknown.*it was paid|denied: .*it was paid.*unknown/);
    expect(opened.session.state.agent).toBe("one");
    await opened.replays();
  });

  test.each([
    ["stopped", {}],
    ["cancelled", {}],
    ["spoken to", { whilePending: "withdraw" }],
  ] as const)(
    "is not said to have had no effect when the session is %s while a person is asked",
    async (how, options) => {
      const opened = await died(["ask", "retry"], options);
      await opened.session.resume().ended;
      const runs = {
        stopped: () => opened.session.stop(),
        cancelled: () => opened.session.cancel(),
        "spoken to": () => opened.session.send("Leave it"),
      };
      await runs[how]().ended;
      expect(opened.ran).toHaveLength(2);
      expect(transcript(opened.session).slice(2, 5)).toEqual([
        expect.stringContaining("unknown"),
        expect.stringContaining("unknown"),
        expect.stringContaining("it had no effect"),
      ]);
      await opened.replays();
    },
  );

  test("waits with its siblings until the person has decided; each then goes its own way", async () => {
    const opened = await died(["ask", "retry", "fail"]);
    await opened.session.resume().ended;
    expect(opened.ran).toHaveLength(3);
    await opened.session.approve().ended;
    expect(opened.ran.slice(3).sort()).toEqual(["ask s:1.0 2", "retry s:1.1 2"]);
    expect(transcript(opened.session).slice(2, 5)).toEqual([
      "  returned: done by attempt 2",
      "  returned: done by attempt 2",
      expect.stringContaining("in_doubt"),
    ]);
    await opened.replays();
  });

  test("is asked about again when the process dies again while the person decides", async () => {
    const opened = await died(["ask"]);
    await opened.session.resume().ended;
    opened.session.close();
    const third = await openSession(opened.graph, ["Two here."], { journal: opened.journal });
    expect(third.session.state.approvals).toMatchObject([{ call: "1.0", inDoubt: true }]);
    await third.session.approve().ended;
    expect(opened.ran).toHaveLength(2);
  });

  test("is asked about although the person said to remember the decision", async () => {
    const ran: string[] = [];
    const door = gate();
    const none = (): Promise<void> => Promise.resolve();
    const graph = graphWith(ran, { ask: door.pass, retry: none, fail: none });
    const first = await openSession(graph, [call("ask")]);
    await first.session.send("Go").ended;
    first.session.approve(undefined, { remember: "tool" });
    await door.entered;
    first.session.close();
    const again = await openSession(graph, ["Done."], { journal: first.journal });
    expect(await again.session.resume().ended).toMatchObject({ status: "awaitingApproval" });
    expect(ran).toHaveLength(1);
  });

  test("needs a key when two are in doubt", async () => {
    const ran: string[] = [];
    const door = gate();
    const none = (): Promise<void> => Promise.resolve();
    const graph = graphWith(ran, { ask: door.pass, retry: none, fail: none });
    const first = await openSession(graph, [{ calls: [call("ask"), call("ask")] }]);
    await first.session.send("Go").ended;
    await first.session.approve("1.0").ended;
    first.session.approve("1.1");
    await door.entered;
    first.session.close();
    const { session } = await openSession(graph, ["Done."], { journal: first.journal });
    await session.resume().ended;
    expect(() => session.approve()).toThrow(/Waiting: 1\.0, 1\.1/);
    expect(await session.approve("1.1").ended).toMatchObject({ status: "awaitingApproval" });
    await session.deny("1.0").ended;
    expect(ran.slice(2)).toEqual(["ask s:1.1 2"]);
  });

  test("calls onHandoff again with the same idempotency key when the process died while it ran", async () => {
    const keys: string[] = [];
    const door = gate();
    const graph = defineGraph({
      id: "hooked",
      start: "one",
      agents: {
        one: {
          description: "First.",
          instructions: "One.",
          handoffs: {
            two: {
              onHandoff: async (_, { idempotencyKey, attempt }) => {
                keys.push(`${idempotencyKey} ${attempt}`);
                if (attempt === 1) await door.pass();
              },
            },
          },
        },
        two: { description: "Second.", instructions: "Two.", handoffs: { one: {} } },
      },
    });
    const first = await openSession(graph, [handOff("two")]);
    first.session.send("Go");
    await door.entered;
    first.session.close();
    const again = await openSession(graph, ["Two."], { journal: first.journal });
    expect(await again.session.resume().ended).toMatchObject({ agent: "two", status: "awaitingUser" });
    expect(keys).toEqual(["s:1.0 1", "s:1.0 2"]);
    await again.replays();
  });
});
