import { replaySteps } from "handoff-machine";
import { call, handOff, scriptedModel } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { desk, openDesk, transcript, updatesOf } from "./desk.ts";

describe("a reply with calls", () => {
  test("S1 every call gets exactly one result, in the order of the calls, before the model is asked again", async () => {
    const { session, model } = await openDesk([
      { calls: [call("boom"), call("nothing"), call("look"), call("verify", { word: 3 }), call("look", "not json")] },
      "Done.",
    ]);
    await session.send("Go").ended;
    expect(transcript(session)).toEqual([
      "user: Go",
      'triage: boom({}) nothing({}) look({}) verify({"word":3}) look(not json)',
      '  failed: {"error":"threw","message":"The tool \\"boom\\" failed."}',
      expect.stringContaining('refused: {"error":"unknown_tool"'),
      "  returned: seen in 1.2",
      expect.stringMatching(/refused: .*invalid_arguments.*word/),
      expect.stringContaining("invalid_json"),
      "triage: Done.",
    ]);
    expect(model.requests[1]?.messages.filter(({ role }) => role === "tool")).toHaveLength(5);
  });

  test("S2 of several handoffs the first that is open is taken, the others are not performed, and nothing claims two", async () => {
    const { session } = await openDesk([
      { calls: [handOff("refunds", { order: "1" }), handOff("billing"), handOff("clerk")] },
      "Billing here.",
    ]);
    const updates = await updatesOf(session.send("Go"));
    expect(session.state.agent).toBe("billing");
    expect(transcript(session).slice(2, 5)).toEqual([
      expect.stringContaining("refused"),
      "  taken: Handed off to billing.",
      '  superseded: {"error":"superseded","message":"Not performed: only one handoff per reply."}',
    ]);
    expect(updates.filter(({ type }) => type === "handoff.made")).toHaveLength(1);
    expect(
      updates.flatMap((update) => (update.type === "handoff.refused" ? [`${update.to} ${update.status}`] : [])),
    ).toEqual(["refunds refused", "clerk superseded"]);
  });

  test("S2 under the policy refuseAll none of several handoffs is performed", async () => {
    const graph = desk({ severalHandoffs: "refuseAll" });
    const { session } = await openDesk([{ calls: [handOff("billing"), handOff("clerk")] }, "I stay."], { graph });
    await session.send("Go").ended;
    expect(session.state.agent).toBe("triage");
    expect(transcript(session).filter((line) => line.includes("several_handoffs"))).toHaveLength(2);
  });

  test("S3 tools beside a handoff settle first, the guard is read on what they wrote, and the target sees their results", async () => {
    const { session, model } = await openDesk([
      { calls: [handOff("refunds", { order: "7" }), call("verify", { word: "yes" })] },
      "Refunds here.",
    ]);
    await session.send("Go").ended;
    expect(session.state.agent).toBe("refunds");
    const seen = model.requests[1]?.messages ?? [];
    expect(seen.map(({ role }) => role)).toEqual(["user", "assistant", "tool"]);
    expect(seen.at(-1)).toMatchObject({ role: "tool", name: "verify", output: { verified: true } });
  });

  test("S4 approvals are decided before anything of the reply runs; after a denial siblings run and handoffs do not", async () => {
    const calls: string[] = [];
    const graph = desk({}, calls);
    const { session } = await openDesk(
      [{ calls: [call("look"), call("pay", { amount: 500 }), handOff("billing")] }, "I see."],
      { graph },
    );
    const first = await updatesOf(session.send("Pay"));
    expect(first.at(-1)).toMatchObject({ type: "run.ended", status: "awaitingApproval" });
    expect(first).toContainEqual(
      expect.objectContaining({ type: "approval.requested", call: "1.1", name: "pay", input: { amount: 500 } }),
    );
    expect(calls).toEqual([]);
    await session.deny("1.1", { by: "ada", reason: "too much" }).ended;
    expect(calls).toEqual(["look"]);
    expect(session.state.agent).toBe("triage");
    expect(transcript(session).slice(2)).toEqual([
      "  returned: seen in 1.0",
      '  denied: {"error":"denied","message":"A person did not allow this call: too much."}',
      '  superseded: {"error":"superseded","message":"Not performed: another call of the same reply was denied."}',
      "triage: I see.",
    ]);
  });

  test("S4 a granted call runs, and the handoff beside it is performed", async () => {
    const calls: string[] = [];
    const { session } = await openDesk([{ calls: [call("pay", { amount: 500 }), handOff("billing")] }, "Hello."], {
      graph: desk({}, calls),
    });
    await session.send("Pay").ended;
    await session.approve().ended;
    expect(calls).toEqual(["pay"]);
    expect(session.state.agent).toBe("billing");
  });

  test("S5 text beside a call is streamed, kept, and in the history", async () => {
    const { session } = await openDesk([{ text: "One moment, please.", calls: [handOff("billing")] }, "Hello."]);
    const updates = await updatesOf(session.send("Hi"));
    const text = updates.flatMap((update) =>
      update.type === "text.delta" && update.agent === "triage" ? [update.text] : [],
    );
    expect(text.join("")).toBe("One moment, please.");
    expect(transcript(session)[1]).toBe("triage: One moment, please. handoff_to_billing({})");
  });

  test("S6 what cannot be is refused with a sentence that helps, counted, and the run goes on", async () => {
    const cases = [
      ["handoff_to_nobody", "unknown_target", /no agent for "handoff_to_nobody".*handoff_to_billing/],
      ["handoff_to_triage", "self_handoff", /has the conversation already/],
      ["return_to_billing", "not_delegated", /Nobody waits/],
      ["constructor", "unknown_tool", /no tool "constructor".*Available: verify, look/],
      ["", "unknown_tool", /no tool ""/],
    ] as const;
    for (const [name, code, message] of cases) {
      const { session } = await openDesk([call(name), "Sorry."]);
      const ended = await session.send("Go").ended;
      expect(ended.status).toBe("awaitingUser");
      const result = session.state.conversation.at(2);
      expect(result).toMatchObject({
        role: "tool",
        status: "refused",
        output: { error: code, message: expect.stringMatching(message) },
      });
    }
  });

  test("S6 a handoff that was merely hidden, and a tool of another agent, are refused all the same", async () => {
    const { session, model } = await openDesk([
      handOff("refunds", { order: "1" }),
      handOff("billing"),
      { calls: [call("pay", { amount: 1 }), handOff("clerk")] },
      "No.",
    ]);
    await session.send("Go").ended;
    expect(model.requests[0]?.tools.map(({ name }) => name)).not.toContain("handoff_to_refunds");
    expect(transcript(session).filter((line) => line.includes("refused"))).toEqual([
      '  refused: {"error":"guard","message":"The handoff to refunds requires: verified."}',
      expect.stringContaining("foreign_tool"),
      expect.stringContaining("undeclared_handoff"),
    ]);
    expect(session.state.agent).toBe("billing");
  });

  test("S7 a tool result shaped like a handoff routes nothing", async () => {
    const graph = desk();
    const { session } = await openDesk([call("look"), "Stay."], {
      graph: {
        ...graph,
        tools: {
          ...graph.tools,
          look: { ...graph.tools.look, run: () => ({ output: { handoff_to: "billing", goto: "billing" } }) },
        },
      },
    });
    await session.send("Go").ended;
    expect(session.state.agent).toBe("triage");
  });
});

describe("handoffs", () => {
  test("the validated payload reaches the target's instructions and the record", async () => {
    const { session, model } = await openDesk([
      call("verify", { word: "yes" }),
      handOff("refunds", { order: "A-7" }),
      "Sure.",
    ]);
    const updates = await updatesOf(session.send("Refund"));
    expect(model.requests[2]?.instructions).toContain('triage tells you: {"order":"A-7"}');
    expect(updates).toContainEqual(
      expect.objectContaining({
        type: "handoff.made",
        from: "triage",
        to: "refunds",
        input: { order: "A-7" },
        guard: { holds: true, reads: { verified: true } },
      }),
    );
  });

  test("a payload that does not fit is refused, and the problem named", async () => {
    const { session } = await openDesk([call("verify", { word: "yes" }), handOff("refunds", { order: 7 }), "Hm."]);
    await session.send("Refund").ended;
    expect(transcript(session).join("\n")).toMatch(/invalid_arguments.*order/);
    expect(session.state.agent).toBe("triage");
  });

  test("the guard is read when offered and when decided, and both are journaled with the values", async () => {
    const { session, graph, journal } = await openDesk([
      { calls: [call("verify", { word: "yes" }), handOff("refunds", { order: "1" })] },
      "Ok.",
    ]);
    await session.send("Go").ended;
    const events = [];
    for await (const { event } of replaySteps(graph, journal.read("s"))) events.push(event);
    expect(events.find(({ type }) => type === "model.replied")).toMatchObject({
      offers: [{ to: "refunds", offered: false, holds: false, reads: { verified: false } }],
    });
    expect(events.find(({ type }) => type === "handoff.refunds")).toMatchObject({
      guard: { holds: true, reads: { verified: true } },
    });
  });

  test('offer: "always" shows a closed handoff to the model, and the guard still decides', async () => {
    const { session, model } = await openDesk([handOff("billing"), handOff("refunds"), "No."]);
    await session.send("Go").ended;
    expect(model.requests[1]?.tools.map(({ name }) => name)).toContain("handoff_to_refunds");
    expect(session.state.agent).toBe("billing");
  });

  test("other agents' handoffs are hidden from a model, its own are not; the conversation keeps all", async () => {
    const { session, model } = await openDesk([handOff("billing"), handOff("triage"), "Back."]);
    await session.send("Go").ended;
    expect(model.requests[1]?.messages.map(({ role }) => role)).toEqual(["user"]);
    expect(model.requests[2]?.messages.map(({ role }) => role)).toEqual(["user", "assistant", "tool"]);
    expect(session.state.conversation.length).toBe(6);
  });
});

describe("turn taking", () => {
  test("the next message goes to the agent that spoke last, also in a new process", async () => {
    const { session, journal, runtime } = await openDesk([handOff("billing"), "Hello."]);
    await session.send("Go").ended;
    session.close();
    const again = await openDesk(["Still me."], { journal });
    expect(again.session.state.agent).toBe("billing");
    const ended = await again.session.send("And?").ended;
    expect(ended.agent).toBe("billing");
    expect(await runtime.open("s")).not.toBe(session);
  });

  test('entry: "start" gives each user message to the start agent', async () => {
    const { session } = await openDesk([handOff("billing"), "Hello.", "Triage again."], {
      graph: desk({ entry: "start" }),
    });
    await session.send("Go").ended;
    await session.send("And?").ended;
    expect(session.state.agent).toBe("triage");
  });

  test("messages sent while something is under way are staged in order and delivered after it", async () => {
    const { session, model } = await openDesk(["First.", "Second."]);
    const runs = [session.send("one"), session.send("two"), session.send("three")];
    const updates = await updatesOf(runs[2] ?? session.resume());
    await Promise.all(runs.map(({ ended }) => ended));
    expect(updates.filter(({ type }) => type === "message.staged")).toHaveLength(2);
    expect(transcript(session)).toEqual(["user: one", "triage: First.", "user: two", "user: three", "triage: Second."]);
    expect(model.requests).toHaveLength(2);
  });

  test("a message during an approval waits, and is delivered with the next model call", async () => {
    const { session } = await openDesk([call("pay", { amount: 500 }), "Paid, and yes."]);
    await session.send("Pay").ended;
    expect((await session.send("Also: open on Sunday?").ended).status).toBe("awaitingApproval");
    await session.approve().ended;
    expect(transcript(session)).toEqual([
      "user: Pay",
      'triage: pay({"amount":500})',
      '  returned: {"paid":500}',
      "user: Also: open on Sunday?",
      "triage: Paid, and yes.",
    ]);
  });

  test("end conditions end the session visibly, and a send after the end is a typed error", async () => {
    const graph = desk({ ends: [{ when: { verified: true }, outcome: "verified" }] });
    const { session } = await openDesk([call("verify", { word: "yes" })], { graph });
    const ended = await session.send("Go").ended;
    expect(ended).toMatchObject({ status: "completed", outcome: "verified" });
    expect(() => session.send("More")).toThrow(expect.objectContaining({ code: "session_ended" }));
  });

  test("what was said too late to be taken rejects its own run, and loses nothing silently", async () => {
    const { session } = await openDesk([]);
    const [cancelled, late] = [session.cancel(), session.send("Wait!")];
    expect(await cancelled.ended).toMatchObject({ status: "cancelled" });
    await expect(late.ended).rejects.toMatchObject({ code: "session_ended" });
  });
});

describe("human agents", () => {
  test("an operator owns the conversation, speaks, and hands it back by the declared edges", async () => {
    const { session, model } = await openDesk([handOff("clerk"), "Triage again."]);
    expect(await session.send("A person, please").ended).toMatchObject({ status: "awaitingOperator", agent: "clerk" });
    await session.send("Are you there?").ended;
    await session.operate({ text: "I am." }).ended;
    expect(() => session.operate({ handoff: { to: "billing" } })).toThrow(/Declared: triage, refunds/);
    const refused = await updatesOf(session.operate({ handoff: { to: "refunds" } }));
    expect(refused).toContainEqual(expect.objectContaining({ type: "handoff.refused", to: "refunds" }));
    expect(session.state.status).toBe("awaitingOperator");
    expect(await session.operate({ text: "Back to triage.", handoff: { to: "triage" } }).ended).toMatchObject({
      agent: "triage",
    });
    expect(model.requests[1]?.messages.map((message) => ("text" in message ? message.text : ""))).toContain("I am.");
    expect(() => session.operate({ text: "Still me" })).toThrow(expect.objectContaining({ code: "no_human_agent" }));
  });
});

describe("limits", () => {
  const pingPong = scriptedModel(({ agent }) => handOff(agent === "triage" ? "billing" : "triage"), { record: false });

  test("a spent budget of handoffs refuses the next one and gives the user the word", async () => {
    const { session } = await openDesk(pingPong, { graph: desk({ limits: { handoffs: 3 } }) });
    const updates = await updatesOf(session.send("Go"));
    expect(updates.filter(({ type }) => type === "handoff.made")).toHaveLength(3);
    expect(updates.at(-1)).toMatchObject({ status: "awaitingUser", halt: { kind: "limitReached", limit: "handoffs" } });
    expect((await updatesOf(session.send("Again"))).filter(({ type }) => type === "handoff.made")).toHaveLength(3);
  });

  test("a spent budget of model calls ends the exchange", async () => {
    const looping = scriptedModel(() => call("look"), { record: false });
    const { session } = await openDesk(looping, { graph: desk({ limits: { modelCalls: 4 } }) });
    expect(await session.send("Go").ended).toMatchObject({ halt: { kind: "limitReached", limit: "modelCalls" } });
    expect(transcript(session).filter((line) => line.startsWith("triage"))).toHaveLength(4);
  });

  test("a spent budget of refusals ends the exchange", async () => {
    const stubborn = scriptedModel(() => call("nothing"), { record: false });
    const { session } = await openDesk(stubborn, { graph: desk({ limits: { refusals: 2 } }) });
    expect(await session.send("Go").ended).toMatchObject({ halt: { kind: "limitReached", limit: "refusals" } });
  });

  test('onLimit: "fail" rests in failed, and resuming gives new budgets', async () => {
    const { session } = await openDesk([call("look"), call("look"), "Done."], {
      graph: desk({ limits: { modelCalls: 2 }, onLimit: "fail" }),
    });
    expect(await session.send("Go").ended).toMatchObject({ status: "failed" });
    expect(await session.resume().ended).toMatchObject({ status: "awaitingUser", halt: null });
  });

  test("onLimit can call in an agent, once per exchange", async () => {
    const { session } = await openDesk(pingPong, {
      graph: desk({ limits: { handoffs: 2 }, onLimit: { handoff: "clerk" } }),
    });
    const updates = await updatesOf(session.send("Go"));
    expect(updates.at(-1)).toMatchObject({ status: "awaitingOperator", agent: "clerk" });
    expect(updates).toContainEqual(expect.objectContaining({ type: "handoff.made", by: "limit", to: "clerk" }));
  });

  test("a session with a person in it has no total cap", async () => {
    const { session } = await openDesk(scriptedModel(() => "Yes.", { record: false }));
    for (let message = 0; message < 200; message++) await session.send("And?").ended;
    expect(session.state.conversation.length).toBe(400);
  });
});
