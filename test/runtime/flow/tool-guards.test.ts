import { defineGraph, toolFor } from "handoff-machine";
import { call } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { transcript, updatesOf } from "../desk.ts";
import { offered, only, opened } from "./opened.ts";

const variables = z.object({ verified: z.boolean(), amount: z.number() });
const tool = toolFor(variables);

function desk({ approval = false, refusals = 8 } = {}) {
  const verify = tool({
    description: "Verifies.",
    writes: ["verified"],
    run: () => ({ output: "verified", set: { verified: true } }),
  });
  const pay = tool({
    description: "Pays.",
    when: { verified: true, amount: { atMost: 100 } },
    approval,
    run: () => ({ output: "paid" }),
  });
  return defineGraph({
    id: "desk",
    start: "triage",
    variables,
    initial: { verified: false, amount: 20 },
    tools: { verify, pay },
    limits: { refusals },
    agents: { triage: { instructions: "Triage.", tools: ["verify", "pay"] } },
  });
}

describe("a tool with a guard", () => {
  test("is offered only while it holds", async () => {
    const { session, model } = await opened(desk(), [call("verify"), call("pay"), "Paid."]);
    await session.send("Pay!").ended;
    expect(offered(model, 0)).toEqual(["verify"]);
    expect(offered(model, 1)).toEqual(["verify", "pay"]);
    expect(transcript(session)).toContain("  returned: paid");
  });

  test("is refused with the guard's label when it is called all the same, and does not run", async () => {
    const { session } = await opened(desk(), [call("pay"), "Sorry."]);
    const updates = await updatesOf(session.send("Pay!"));
    expect(only(updates, "tool.started")).toEqual([]);
    expect(only(updates, "tool.settled")).toMatchObject([
      { status: "refused", output: { error: "guard", message: "The tool pay requires: verified and amount ≤ 100." } },
    ]);
  });

  test("is judged on what the model knew: a tool beside it in the same reply does not open it", async () => {
    const { session } = await opened(desk(), [{ calls: [call("verify"), call("pay")] }, "Verified."]);
    await session.send("Pay!").ended;
    expect(transcript(session).slice(2, 4)).toEqual(["  returned: verified", expect.stringContaining("refused")]);
  });

  test("no person is asked about a call that is refused", async () => {
    const { session } = await opened(desk({ approval: true }), [call("pay"), "Sorry."]);
    const updates = await updatesOf(session.send("Pay!"));
    expect(only(updates, "approval.requested")).toEqual([]);
  });

  test("its refusals count against the budget", async () => {
    const { session } = await opened(desk({ refusals: 2 }), () => call("pay"));
    expect(await session.send("Pay!").ended).toMatchObject({ halt: { kind: "limitReached", limit: "refusals" } });
  });
});
