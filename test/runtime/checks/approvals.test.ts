import { call, handOff } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { transcript, updatesOf } from "../desk.ts";
import { approving } from "./approving.ts";
import { expectBalanced, ofType, openSession, shown } from "./sessions.ts";

describe("approvals", () => {
  test("are asked always, or when the arguments satisfy the guard; of a handoff when it is open", async () => {
    const ran: unknown[] = [];
    const { session } = await openSession(approving({ ran }), [
      call("pay", { amount: 100 }),
      { calls: [call("pay", { amount: 101 }), call("book")] },
      handOff("two", { order: "7" }),
      "Two.",
    ]);
    const [first] = (await updatesOf(session.send("Go"))).filter(({ type }) => type === "approval.requested");
    expect(ran).toEqual([{ amount: 100 }]);
    expect(first).toEqual({
      type: "approval.requested",
      agent: "one",
      call: "2.0",
      kind: "tool",
      name: "pay",
      input: { amount: 101 },
      expiresAt: null,
      binding: expect.stringMatching(/^[\da-f]{64}$/),
      inDoubt: false,
    });
    expect(session.state.approvals.map(({ name }) => name)).toEqual(["pay", "book"]);
    await session.approve("2.0", { by: "ada" }).ended;
    await session.approve("2.1").ended;
    expect(session.state.approvals).toMatchObject([
      { call: "3.0", kind: "handoff", name: "two", input: { order: "7" } },
    ]);
    expect(await session.approve().ended).toMatchObject({ status: "awaitingUser", agent: "two" });
  });

  test("of one reply are all decided before anything of it runs, whatever their order (S4)", async () => {
    const ran: unknown[] = [];
    const opened = await openSession(approving({ ran }), [
      { calls: [call("look"), call("pay", { amount: 500 }), call("book")] },
      "Done.",
    ]);
    const { session } = opened;
    await session.send("Go").ended;
    expect(await session.approve("1.2").ended).toMatchObject({ status: "awaitingApproval" });
    expect(ran).toEqual([]);
    await session.approve("1.1").ended;
    expect(ran).toEqual(["look", { amount: 500 }, "book"]);
    expectBalanced(session);
    await opened.replays();
  });

  test("that are denied answer their call; siblings run, handoffs are not performed, and the model reads why (S4)", async () => {
    const ran: unknown[] = [];
    const opened = await openSession(approving({ ran }), [
      { calls: [call("pay", { amount: 500 }), call("look"), handOff("three")] },
      "I see.",
    ]);
    await opened.session.send("Go").ended;
    const updates = await updatesOf(opened.session.deny("1.0", { by: "ada", reason: "too much" }));
    expect(ran).toEqual(["look"]);
    expect(opened.session.state.agent).toBe("one");
    expect(opened.requests[1]?.messages.slice(2)).toMatchObject([
      { status: "denied", output: { error: "denied", message: "A person did not allow this call: too much." } },
      { status: "returned" },
      { status: "superseded", output: { message: "Not performed: another call of the same reply was denied." } },
    ]);
    expect(updates).toContainEqual({ type: "approval.settled", call: "1.0", granted: false, by: "ada" });
    await opened.replays();
  });

  test("of a handoff that is denied leave the conversation where it is, and the model is told", async () => {
    const opened = await openSession(approving(), [handOff("two", { order: "7" }), "I stay."]);
    await opened.session.send("Go").ended;
    expect(await opened.session.deny(undefined, { reason: "no" }).ended).toMatchObject({ agent: "one" });
    expect(transcript(opened.session)[2]).toBe(
      '  denied: {"error":"denied","message":"A person did not allow this call: no."}',
    );
    await opened.replays();
  });

  test("that are bound to another call are refused, and the call still waits", async () => {
    const ran: unknown[] = [];
    const opened = await openSession(approving({ ran }), [
      { calls: [call("pay", { amount: 500 }), call("pay", { amount: 900 })] },
      "Done.",
    ]);
    const { session } = opened;
    await session.send("Go").ended;
    const [first, second] = session.state.approvals;
    expect(first?.binding).not.toBe(second?.binding);
    const wrong = { binding: second?.binding ?? "" };
    expect(() => session.approve("1.0", wrong)).toThrow(
      expect.objectContaining({ name: "UsageError", code: "no_such_call", message: expect.stringContaining("1.0") }),
    );
    expect(() => session.deny("1.0", { binding: "anything" })).toThrow(
      expect.objectContaining({ code: "no_such_call" }),
    );
    expect(session.state.approvals).toHaveLength(2);
    await session.approve("1.0", { binding: first?.binding ?? "" }).ended;
    await session.approve("1.1").ended;
    expect(ran).toHaveLength(2);
  });

  test("of two calls need a key, and the error names those that wait", async () => {
    const { session } = await openSession(approving(), [{ calls: [call("book"), call("book")] }]);
    await session.send("Go").ended;
    expect(() => session.approve()).toThrow(/not clear.*Waiting: 1\.0, 1\.1/);
    expect(() => session.deny()).toThrow(expect.objectContaining({ code: "no_such_call" }));
    expect(() => session.approve("1.2")).toThrow(/"1\.2".*Waiting: 1\.0, 1\.1/);
  });

  test("that are given twice count once: the second run is rejected", async () => {
    const ran: unknown[] = [];
    const { session } = await openSession(approving({ ran }), [call("book"), "Done."]);
    await session.send("Go").ended;
    const [first, second] = [session.approve("1.0"), session.approve("1.0")];
    await expect(second.ended).rejects.toMatchObject({ code: "no_such_call" });
    expect(await first.ended).toMatchObject({ status: "awaitingUser" });
    expect(ran).toEqual(["book"]);
  });

  test("let a message of the user wait, and with it nothing is decided", async () => {
    const ran: unknown[] = [];
    const opened = await openSession(approving({ ran }), [call("book"), "Done."]);
    await opened.session.send("Go").ended;
    expect(await opened.session.send("And?").ended).toMatchObject({ status: "awaitingApproval" });
    await opened.session.approve().ended;
    expect(shown(opened.requests[1])).toEqual(["user: Go", "one book", "returned book", "user: And?"]);
  });

  test('are withdrawn by a message under whilePending: "withdraw": nothing of the reply runs, all is answered', async () => {
    const ran: unknown[] = [];
    const opened = await openSession(approving({ ran, whilePending: "withdraw" }), [
      { calls: [call("look"), call("book"), handOff("three")] },
      "Then not.",
    ]);
    const { session } = opened;
    await session.send("Go").ended;
    expect(await session.send("Forget it").ended).toMatchObject({ status: "awaitingUser", agent: "one" });
    expect(ran).toEqual([]);
    expect(session.state.approvals).toEqual([]);
    expect(shown(opened.requests[1])).toEqual([
      "user: Go",
      "one look book handoff_to_three",
      "interrupted look",
      "interrupted book",
      "interrupted handoff_to_three",
      "user: Forget it",
    ]);
    expect(JSON.stringify(opened.requests[1]?.messages)).toContain("it had no effect");
    expect(() => session.approve("1.1")).toThrow(expect.objectContaining({ code: "no_such_call" }));
    await opened.replays();
  });

  test('of a handoff are withdrawn under whilePending: "withdraw" as well; the tools beside it keep their results', async () => {
    const ran: unknown[] = [];
    const opened = await openSession(approving({ ran, whilePending: "withdraw" }), [
      { calls: [call("look"), handOff("two", { order: "7" })] },
      "Then not.",
    ]);
    await opened.session.send("Go").ended;
    expect(ran).toEqual(["look"]);
    await opened.session.send("Forget it").ended;
    expect(shown(opened.requests[1]).slice(2, 4)).toEqual(["returned look", "interrupted handoff_to_two"]);
    await opened.replays();
  });

  test("do not spend the time of the exchange", async () => {
    const opened = await openSession(approving({ limits: { time: 10_000 } }), [
      call("book"),
      handOff("two", { order: "7" }),
      "In time.",
    ]);
    const { session, clock } = opened;
    await session.send("Go").ended;
    clock.advance(60_000);
    await session.approve().ended;
    clock.advance(60_000);
    expect(await session.approve().ended).toMatchObject({ status: "awaitingUser", agent: "two", halt: null });
    await opened.replays();
  });

  test("do not spend it either when several are decided one after the other; what is not waiting does", async () => {
    const opened = await openSession(approving({ limits: { time: 10_000 } }), [
      { calls: [call("book"), call("pay", { amount: 500 })] },
      "In time.",
    ]);
    const { session, clock } = opened;
    const run = session.send("Go");
    clock.advance(4_000);
    await run.ended;
    clock.advance(60_000);
    await session.approve("1.0").ended;
    clock.advance(60_000);
    expect(await session.approve("1.1").ended).toMatchObject({ halt: null });
    expect(ofType(await opened.events(), "approval.granted").map(({ at }) => at)).toEqual([65_000, 125_000]);
  });

  test("carry their binding into the journal, and the machine drops those that do not fit", async () => {
    const ran: unknown[] = [];
    const opened = await openSession(approving({ ran }), [call("book"), "Done."]);
    await opened.session.send("Go").ended;
    const binding = opened.session.state.approvals[0]?.binding ?? "";
    opened.session.close();
    const position = await opened.journal.head("s");
    const event = { type: "approval.granted", call: "1.0", binding: "of something else", at: 2_000 } as const;
    await opened.journal.append("s", position, [{ session: "s", position, event }]);
    const again = await openSession(approving({ ran }), ["Done."], { journal: opened.journal });
    expect(again.session.state).toMatchObject({ status: "awaitingApproval", approvals: [{ binding }] });
    await again.session.approve("1.0", { binding }).ended;
    expect(ran).toEqual(["book"]);
    expect(ofType(await again.events(), "approval.granted").map((granted) => granted.binding)).toEqual([
      "of something else",
      binding,
    ]);
  });

  test("in a session that is closed or over are typed errors", async () => {
    const closed = await openSession(approving(), [call("book")]);
    await closed.session.send("Go").ended;
    closed.session.close();
    expect(() => closed.session.approve()).toThrow(expect.objectContaining({ code: "session_closed" }));
    const over = await openSession(approving(), [call("book")]);
    await over.session.send("Go").ended;
    await over.session.cancel().ended;
    expect(() => over.session.deny()).toThrow(expect.objectContaining({ code: "session_ended" }));
  });
});
