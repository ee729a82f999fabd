import { defineGraph, tool } from "handoff-machine";
import { call, handOff } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { transcript, updatesOf } from "../desk.ts";
import { only, opened, ways } from "./opened.ts";

const look = tool({ description: "Looks.", run: () => ({ output: "seen" }) });

function desk({ isOpen = () => true }: { isOpen?: () => boolean } = {}) {
  return defineGraph({
    id: "desk",
    start: "triage",
    tools: { look },
    agents: {
      triage: {
        description: "Asks.",
        instructions: "Triage.",
        tools: ["look"],
        handoffs: {
          manager: {
            approval: true,
            approvalExpires: 60_000,
            input: z.object({ why: z.string() }),
            when: { predicate: { name: "isOpen", reads: [], test: isOpen } },
          },
          billing: {},
        },
      },
      manager: { description: "Decides.", instructions: "Manager.", handoffs: { triage: {} } },
      billing: { description: "Bills.", instructions: "Billing.", handoffs: { triage: {} } },
    },
  });
}

const toManager = handOff("manager", { why: "angry" });

describe("approval", () => {
  test("a person is asked after the tools have settled, and the handoff waits", async () => {
    const { session } = await opened(desk(), [{ calls: [toManager, call("look")] }, "Hello."]);
    const updates = await updatesOf(session.send("Go"));
    const order = updates.map(({ type }) => type);
    expect(order.indexOf("tool.settled")).toBeLessThan(order.indexOf("approval.requested"));
    expect(only(updates, "approval.requested")).toMatchObject([
      { kind: "handoff", name: "manager", input: { why: "angry" }, agent: "triage", expiresAt: 61_000 },
    ]);
    expect(updates.at(-1)).toMatchObject({ type: "run.ended", status: "awaitingApproval", agent: "triage" });
    expect(ways(await updatesOf(session.approve()))).toEqual(["triage → manager (handoff)"]);
  });

  test("nobody is asked about a handoff that is not open", async () => {
    const { session } = await opened(desk({ isOpen: () => false }), [toManager, "Sorry."]);
    const updates = await updatesOf(session.send("Go"));
    expect(only(updates, "approval.requested")).toEqual([]);
    expect(only(updates, "handoff.refused")).toMatchObject([{ to: "manager", reason: { error: "guard" } }]);
  });

  test("the guard is read again after the grant: what was allowed too late is refused", async () => {
    let open = true;
    const { session } = await opened(desk({ isOpen: () => open }), [toManager, "Sorry."]);
    await session.send("Go").ended;
    open = false;
    const updates = await updatesOf(session.approve());
    expect(only(updates, "approval.settled")).toMatchObject([{ granted: true }]);
    expect(only(updates, "handoff.refused")).toMatchObject([{ to: "manager", reason: { error: "guard" } }]);
    expect(session.state).toMatchObject({ status: "awaitingUser", agent: "triage" });
  });

  test("a denial answers the call with the reason, and no other handoff of the reply is taken in its place", async () => {
    const { session } = await opened(desk(), [{ calls: [toManager, handOff("billing")] }, "I stay."]);
    await session.send("Go").ended;
    const updates = await updatesOf(session.deny(undefined, { by: "ada", reason: "not today" }));
    expect(only(updates, "approval.settled")).toMatchObject([{ granted: false, by: "ada" }]);
    expect(transcript(session).slice(2)).toEqual([
      '  denied: {"error":"denied","message":"A person did not allow this call: not today."}',
      '  superseded: {"error":"superseded","message":"Not performed: another call of the same reply was denied."}',
      "triage: I stay.",
    ]);
  });

  test("the payload can be changed by the person who allows it", async () => {
    const { session, model } = await opened(desk(), [toManager, "Hello."]);
    await session.send("Go").ended;
    const updates = await updatesOf(session.approve(undefined, { input: { why: "a complaint" } }));
    expect(only(updates, "handoff.made")).toMatchObject([{ input: { why: "a complaint" } }]);
    expect(model.requests[1]?.instructions).toContain('{"why":"a complaint"}');
  });

  test("approvalExpires: when nobody decides in time, the handoff counts as denied and the run goes on", async () => {
    const { session, clock } = await opened(desk(), ({ turn }) => (turn === 1 ? toManager : "Nobody was there."));
    await session.send("Go").ended;
    await clock.asleep();
    clock.advance(60_000);
    await session.send("Still there?").ended;
    expect(transcript(session)[2]).toBe(
      '  denied: {"error":"expired","message":"A person did not allow this call: nobody decided in time."}',
    );
    expect(session.state.agent).toBe("triage");
  });

  test("a handoff that another one came before is not asked about", async () => {
    const { session } = await opened(desk(), [{ calls: [handOff("billing"), toManager] }, "Billing."]);
    const updates = await updatesOf(session.send("Go"));
    expect(only(updates, "approval.requested")).toEqual([]);
    expect(session.state.agent).toBe("billing");
  });
});
