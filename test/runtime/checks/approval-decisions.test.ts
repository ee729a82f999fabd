import { call, handOff } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { transcript, updatesOf } from "../desk.ts";
import { approving } from "./approving.ts";
import { ofType, openSession } from "./sessions.ts";

describe("decisions that are remembered", () => {
  const pay = (amount: number) => call("pay", { amount });

  test('about the tool hold for all its calls in this session (remember: "tool")', async () => {
    const ran: unknown[] = [];
    const opened = await openSession(approving({ ran }), [pay(500), pay(900), call("book"), "Done."]);
    await opened.session.send("Go").ended;
    expect(await opened.session.approve(undefined, { remember: "tool" }).ended).toMatchObject({
      status: "awaitingApproval",
    });
    expect(ran).toEqual([{ amount: 500 }, { amount: 900 }]);
    expect(opened.session.state.approvals).toMatchObject([{ name: "book" }]);
    await opened.replays();
  });

  test('about the arguments hold for the same arguments, in any order of their keys (remember: "arguments")', async () => {
    const ran: unknown[] = [];
    const opened = await openSession(approving({ ran }), [
      call("pay", '{"amount":500,"to":"ann"}'),
      call("pay", '{"to":"ann","amount":500}'),
      call("pay", { amount: 500, to: "bob" }),
    ]);
    await opened.session.send("Go").ended;
    await opened.session.approve(undefined, { remember: "arguments" }).ended;
    expect(ran).toHaveLength(2);
    expect(opened.session.state.approvals).toMatchObject([{ call: "3.0", input: { to: "bob" } }]);
  });

  test("that deny answer the next call at once, and its reply's handoffs are not performed", async () => {
    const ran: unknown[] = [];
    const opened = await openSession(approving({ ran }), [
      pay(500),
      { calls: [pay(900), call("look"), handOff("three")] },
      "I see.",
    ]);
    await opened.session.send("Go").ended;
    expect(await opened.session.deny(undefined, { remember: "tool", reason: "never" }).ended).toMatchObject({
      status: "awaitingUser",
      agent: "one",
    });
    expect(ran).toEqual(["look"]);
    expect(transcript(opened.session).slice(4, 7)).toEqual([
      '  denied: {"error":"denied","message":"A person did not allow this call: a person decided so for this session."}',
      "  returned: seen",
      expect.stringContaining("superseded"),
    ]);
    await opened.replays();
  });

  test("about arguments come before those about the tool", async () => {
    const ran: unknown[] = [];
    const opened = await openSession(approving({ ran }), [pay(500), pay(900), pay(500), pay(700), "Done."]);
    await opened.session.send("Go").ended;
    await opened.session.deny(undefined, { remember: "arguments" }).ended;
    await opened.session.approve(undefined, { remember: "tool" }).ended;
    expect(ran).toEqual([{ amount: 900 }, { amount: 700 }]);
  });

  test("concern calls that a person would be asked about: others run as ever", async () => {
    const ran: unknown[] = [];
    const opened = await openSession(approving({ ran }), [pay(500), pay(50), "Done."]);
    await opened.session.send("Go").ended;
    await opened.session.deny(undefined, { remember: "tool" }).ended;
    expect(ran).toEqual([{ amount: 50 }]);
  });

  test("leave calls waiting that waited already, and handoffs are asked about each time", async () => {
    const opened = await openSession(approving(), [
      { calls: [pay(500), pay(600)] },
      handOff("two", { order: "7" }),
      handOff("one"),
      handOff("two", { order: "7" }),
    ]);
    await opened.session.send("Go").ended;
    await opened.session.approve("1.0", { remember: "tool" }).ended;
    expect(opened.session.state.approvals.map(({ call: key }) => key)).toEqual(["1.1"]);
    await opened.session.approve().ended;
    await opened.session.approve(undefined, { remember: "tool" }).ended;
    expect(opened.session.state.approvals).toMatchObject([{ call: "4.0", kind: "handoff" }]);
  });

  test("survive that the session is opened again; another session asks again", async () => {
    const ran: unknown[] = [];
    const first = await openSession(approving({ ran }), [pay(500), "Done.", pay(600)]);
    await first.session.send("Go").ended;
    await first.session.approve(undefined, { remember: "tool" }).ended;
    first.session.close();
    const again = await openSession(approving({ ran }), [pay(700), "Done."], { journal: first.journal });
    expect(await again.session.send("More").ended).toMatchObject({ status: "awaitingUser" });
    expect(ran).toEqual([{ amount: 500 }, { amount: 700 }]);
    const other = await first.runtime.open("other");
    expect(await other.send("Go").ended).toMatchObject({ status: "awaitingApproval" });
  });
});

describe("an edited approval", () => {
  test("runs the tool with the person's arguments; the model, the journal and the update tell so", async () => {
    const ran: unknown[] = [];
    const opened = await openSession(approving({ ran }), [call("pay", { amount: 500 }), "Paid 200."]);
    await opened.session.send("Go").ended;
    const updates = await updatesOf(opened.session.approve(undefined, { by: "ada", input: { amount: 200 } }));
    expect(ran).toEqual([{ amount: 200 }]);
    expect(updates).toContainEqual({
      type: "approval.settled",
      call: "1.0",
      granted: true,
      by: "ada",
      input: { amount: 200 },
    });
    expect(opened.requests[1]?.messages.slice(1)).toMatchObject([
      { role: "assistant", calls: [{ arguments: '{"amount":500}' }] },
      { role: "tool", status: "returned", output: { paid: 200 }, edited: { amount: 200 } },
    ]);
    expect(ofType(await opened.events(), "approval.granted")).toMatchObject([
      { by: "ada", edited: { arguments: '{"amount":200}', input: { amount: 200 } } },
    ]);
    await opened.replays();
  });

  test("whose arguments do not fit is a typed error, and the call still waits", async () => {
    const ran: unknown[] = [];
    const opened = await openSession(approving({ ran }), [call("pay", { amount: 500 }), "Ok."], {
      caps: { maxArgumentBytes: 100 },
    });
    const { session } = opened;
    await session.send("Go").ended;
    for (const input of [{ amount: "all" }, {}, [], "all", null]) {
      expect(() => session.approve(undefined, { input })).toThrow(expect.objectContaining({ code: "bad_event" }));
    }
    expect(() => session.approve(undefined, { input: { amount: 1, to: "x".repeat(200) } })).toThrow(
      expect.objectContaining({ code: "too_large" }),
    );
    expect(session.state.approvals).toHaveLength(1);
    await session.approve().ended;
    expect(ran).toEqual([{ amount: 500 }]);
  });

  test("of a tool without arguments takes none", async () => {
    const { session } = await openSession(approving(), [call("book"), "Ok."]);
    await session.send("Go").ended;
    expect(() => session.approve(undefined, { input: { seat: 1 } })).toThrow(
      expect.objectContaining({ code: "bad_event" }),
    );
    expect(await session.approve(undefined, { input: {} }).ended).toMatchObject({ status: "awaitingUser" });
  });

  test("of a handoff tells the target what the person wrote", async () => {
    const opened = await openSession(approving(), [handOff("two", { order: "7" }), "Two."]);
    const { session } = opened;
    await session.send("Go").ended;
    expect(() => session.approve(undefined, { input: { order: 8 } })).toThrow(
      expect.objectContaining({ code: "bad_event" }),
    );
    const updates = await updatesOf(session.approve(undefined, { input: { order: "8" } }));
    expect(updates).toContainEqual(expect.objectContaining({ type: "handoff.made", to: "two", input: { order: "8" } }));
    expect(opened.requests[1]?.instructions).toContain('one tells you: {"order":"8"}');
    await opened.replays();
  });

  test("that is remembered is about the arguments that ran", async () => {
    const ran: unknown[] = [];
    const script = [500, 200, 500].map((amount) => call("pay", { amount }));
    const opened = await openSession(approving({ ran }), script);
    await opened.session.send("Go").ended;
    await opened.session.approve(undefined, { input: { amount: 200 }, remember: "arguments" }).ended;
    expect(ran).toEqual([{ amount: 200 }, { amount: 200 }]);
    expect(opened.session.state.approvals).toMatchObject([{ call: "3.0", input: { amount: 500 } }]);
  });
});
