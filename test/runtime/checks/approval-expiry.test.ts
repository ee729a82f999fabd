import { call, handOff } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { transcript } from "../desk.ts";
import { approving } from "./approving.ts";
import { ofType, openSession } from "./sessions.ts";

const expired = '  denied: {"error":"expired","message":"A person did not allow this call: nobody decided in time."}';

describe("the time to decide", () => {
  test("is told with the request, and when it is over the call counts as denied and the run goes on", async () => {
    const ran: unknown[] = [];
    const opened = await openSession(approving({ ran, expires: 5_000 }), [
      { calls: [call("book"), call("look"), handOff("three")] },
      "Nobody answered.",
    ]);
    const { session, clock } = opened;
    await session.send("Go").ended;
    expect(session.state.approvals).toMatchObject([{ call: "1.0", expiresAt: 6_000 }]);
    expect(clock.alarms).toEqual([6_000]);
    clock.advance(4_999);
    expect(session.state.status).toBe("awaitingApproval");
    const ended = opened.next("turn.ended");
    clock.advance(1);
    await ended;
    expect(ran).toEqual(["look"]);
    expect(transcript(session).slice(2)).toEqual([
      expired,
      "  returned: seen",
      expect.stringContaining("superseded"),
      "one: Nobody answered.",
    ]);
    expect(opened.updates).toContainEqual({ type: "approval.settled", call: "1.0", granted: false, expired: true });
    expect(clock.alarms).toEqual([]);
    await opened.replays();
  });

  test("runs for a handoff from when it is asked about", async () => {
    const opened = await openSession(approving({ expires: 5_000 }), [
      { calls: [call("book"), handOff("two", { order: "7" })] },
      "I stay.",
    ]);
    const { session, clock } = opened;
    await session.send("Go").ended;
    clock.advance(4_000);
    await session.approve().ended;
    expect(session.state.approvals).toMatchObject([{ kind: "handoff", expiresAt: 10_000 }]);
    const ended = opened.next("turn.ended");
    clock.advance(5_000);
    await ended;
    expect(session.state.agent).toBe("one");
    expect(transcript(session)[3]).toBe(expired);
    await opened.replays();
  });

  test("ends without effect when somebody has decided before", async () => {
    const opened = await openSession(approving({ expires: 5_000 }), [call("book"), "Booked."]);
    await opened.session.send("Go").ended;
    await opened.session.approve().ended;
    expect(opened.clock.alarms).toEqual([]);
    opened.clock.advance(10_000);
    expect(ofType(await opened.events(), "deadline.passed")).toEqual([]);
  });

  test("is over for a grant that comes at that moment or later: it is refused with a typed error", async () => {
    const ran: unknown[] = [];
    const opened = await openSession(approving({ ran, expires: 5_000 }), [call("book"), "Nobody answered."]);
    const { session, clock } = opened;
    await session.send("Go").ended;
    const ended = opened.next("turn.ended");
    clock.advance(5_000);
    expect(() => session.approve("1.0")).toThrow(
      expect.objectContaining({ code: "no_such_call", message: expect.stringContaining("is over") }),
    );
    expect(() => session.deny("1.0")).toThrow(expect.objectContaining({ code: "no_such_call" }));
    await ended;
    expect(ran).toEqual([]);
  });

  test("is over for a grant that was said in time and taken too late", async () => {
    const ran: unknown[] = [];
    const opened = await openSession(approving({ ran, expires: 5_000 }), [call("book"), "Nobody answered."]);
    await opened.session.send("Go").ended;
    const ended = opened.next("turn.ended");
    const late = opened.session.approve("1.0");
    opened.clock.advance(5_000);
    await expect(late.ended).rejects.toMatchObject({ code: "no_such_call" });
    await ended;
    expect(ran).toEqual([]);
  });

  test("is over in the journal, too: a grant behind it is dropped by the machine", async () => {
    const ran: unknown[] = [];
    const opened = await openSession(approving({ ran, expires: 5_000 }), [call("book")]);
    await opened.session.send("Go").ended;
    opened.session.close();
    const grant = { type: "approval.granted", call: "1.0", at: 6_000 } as const;
    const position = await opened.journal.head("s");
    await opened.journal.append("s", position, [{ session: "s", position, event: grant }]);
    const again = await openSession(approving({ ran, expires: 5_000 }), [], { journal: opened.journal });
    expect(again.session.state.approvals).toHaveLength(1);
    expect(ran).toEqual([]);
    again.session.close();
  });

  test("goes on when the session is closed and opened again before it is over", async () => {
    const first = await openSession(approving({ expires: 5_000 }), [call("book")]);
    await first.session.send("Go").ended;
    first.session.close();
    expect(first.clock.alarms).toEqual([]);
    first.clock.advance(3_000);
    const again = await openSession(approving({ expires: 5_000 }), ["Nobody answered."], {
      journal: first.journal,
      clock: first.clock,
    });
    expect(again.session.state.status).toBe("awaitingApproval");
    expect(first.clock.alarms).toEqual([6_000]);
    const ended = again.next("turn.ended");
    first.clock.advance(2_000);
    await ended;
    expect(transcript(again.session).slice(2)).toEqual([expired, "one: Nobody answered."]);
    await again.replays();
  });

  test("is over at once when the session is opened again after it", async () => {
    const first = await openSession(approving({ expires: 5_000 }), [call("book")]);
    await first.session.send("Go").ended;
    first.session.close();
    first.clock.advance(60_000);
    const again = await openSession(approving({ expires: 5_000 }), ["Nobody answered."], {
      journal: first.journal,
      clock: first.clock,
    });
    expect(() => again.session.approve("1.0")).toThrow(expect.objectContaining({ code: "no_such_call" }));
    await again.session.resume().ended;
    expect(again.session.state.status).toBe("awaitingUser");
    expect(transcript(again.session).slice(2)).toEqual([expired, "one: Nobody answered."]);
    expect(ofType(await again.events(), "deadline.passed")).toMatchObject([{ call: "1.0", at: 61_000 }]);
    await again.replays();
  });

  test("ends for each call by itself", async () => {
    const ran: unknown[] = [];
    const opened = await openSession(approving({ ran, expires: 5_000 }), [
      { calls: [call("book"), call("pay", { amount: 500 })] },
      "One of two.",
    ]);
    await opened.session.send("Go").ended;
    await opened.session.approve("1.1").ended;
    const ended = opened.next("turn.ended");
    opened.clock.advance(5_000);
    await ended;
    expect(ran).toEqual([{ amount: 500 }]);
    expect(transcript(opened.session)[2]).toBe(expired);
  });
});
