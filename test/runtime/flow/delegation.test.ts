import { defineGraph } from "handoff-machine";
import { call, handOff, returnTo } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { transcript, updatesOf } from "../desk.ts";
import { asked, factsOf, offered, only, opened, ways } from "./opened.ts";

/** The boss delegates to the expert, who may delegate to the lab, or hand back by an ordinary handoff. */
function firm({ maxTurns, depth = 4, modelCalls }: { maxTurns?: number; depth?: number; modelCalls?: number } = {}) {
  return defineGraph({
    id: "firm",
    start: "boss",
    delegationDepth: depth,
    ...(modelCalls === undefined ? {} : { limits: { modelCalls } }),
    agents: {
      boss: {
        description: "Decides.",
        instructions: "Boss.",
        handoffs: {
          expert: {
            mode: "delegate",
            result: z.object({ price: z.number() }),
            ...(maxTurns === undefined ? {} : { maxTurns }),
          },
          desk: {},
        },
      },
      expert: {
        description: "Knows.",
        instructions: "Expert.",
        handoffs: { lab: { mode: "delegate" }, boss: {}, desk: {} },
      },
      lab: { description: "Measures.", instructions: "Lab." },
      desk: { description: "Answers.", instructions: "Desk.", handoffs: { boss: {}, expert: {} } },
    },
  });
}

const toExpert = handOff("expert");
const priced = returnTo("boss", { price: 12 });

describe("delegation", () => {
  test("answers the delegating call at once, and gives the caller the typed result", async () => {
    const at = await opened(firm(), [toExpert, priced, "It costs 12."]);
    const updates = await updatesOf(at.session.send("How much?"));
    expect(ways(updates)).toEqual(["boss → expert (handoff)", "expert → boss (return)"]);
    expect(transcript(at.session).slice(1)).toEqual([
      "boss: handoff_to_expert({})",
      "  taken: Handed off to expert.",
      'expert: return_to_boss({"price":12})',
      "  taken: Returned to boss.",
      "boss: It costs 12.",
    ]);
    expect(at.model.requests[2]?.instructions).toContain(
      'expert has given the conversation back to you. expert tells you: {"price":12}',
    );
    expect(await factsOf(at)).toContainEqual(expect.objectContaining({ type: "return.boss", input: { price: 12 } }));
  });

  test("offers the way back only while somebody waits", async () => {
    const { session, model } = await opened(firm(), [handOff("desk"), toExpert, "Hm."]);
    await session.send("How much?").ended;
    expect(asked(model)).toEqual(["boss", "desk", "expert"]);
    expect(offered(model, 2)).not.toContain("return_to_boss");
    expect(session.state.delegations).toEqual([]);
  });

  test("refuses a result that does not fit, and the delegate may give a better one", async () => {
    const { session } = await opened(firm(), [toExpert, returnTo("boss", { price: "12" }), priced, "12."]);
    await session.send("How much?").ended;
    expect(transcript(session).join("\n")).toMatch(/invalid_arguments.*price/);
    expect(session.state).toMatchObject({ agent: "boss", delegations: [] });
  });

  test("without a schema the result is a text", async () => {
    const { session } = await opened(firm(), [
      toExpert,
      handOff("lab"),
      returnTo("expert", { result: "3 grams" }),
      priced,
      "12.",
    ]);
    const updates = await updatesOf(session.send("How much?"));
    expect(only(updates, "handoff.made").map(({ input }) => input)).toEqual([
      {},
      {},
      { result: "3 grams" },
      { price: 12 },
    ]);
  });

  test("can be nested: each goes back to its own caller, the innermost first", async () => {
    const { session, model } = await opened(firm(), [
      toExpert,
      handOff("lab"),
      returnTo("boss", { result: "too early" }),
      returnTo("expert", { result: "3 grams" }),
      priced,
      "12.",
    ]);
    const updates = await updatesOf(session.send("How much?"));
    expect(offered(model, 2)).toEqual(["return_to_expert"]);
    expect(only(updates, "handoff.refused")).toMatchObject([
      { from: "lab", to: "boss", reason: { error: "not_delegated", message: "boss does not wait for a return." } },
    ]);
    expect(asked(model)).toEqual(["boss", "expert", "lab", "lab", "expert", "boss"]);
    expect(session.state.delegations).toEqual([]);
  });

  test("a return to somebody who does not wait is refused as that, whatever it gives back", async () => {
    const { session } = await opened(firm(), [handOff("desk"), toExpert, priced, "Hm."]);
    const updates = await updatesOf(session.send("How much?"));
    expect(only(updates, "handoff.refused")).toMatchObject([
      { from: "expert", to: "boss", reason: { error: "not_delegated" } },
    ]);
    expect(session.state).toMatchObject({ agent: "expert", status: "awaitingUser" });
  });

  test("is only so deep as the graph allows: the next one is refused", async () => {
    const { session } = await opened(firm({ depth: 1 }), [toExpert, handOff("lab"), "I cannot."]);
    const updates = await updatesOf(session.send("How much?"));
    expect(only(updates, "handoff.refused")).toMatchObject([
      { to: "lab", reason: { error: "depth", message: "Delegations can be 1 deep." } },
    ]);
    expect(session.state.delegations).toEqual(["boss"]);
  });

  test("an answer of the delegate goes to the user, and a later message can still lead back", async () => {
    const { session } = await opened(firm(), [toExpert, "Which size?", priced, "12."]);
    expect(await session.send("How much?").ended).toMatchObject({ status: "awaitingUser", agent: "expert" });
    expect(session.state.delegations).toEqual(["boss"]);
    const updates = await updatesOf(session.send("Large."));
    expect(ways(updates)).toEqual(["expert → boss (return)"]);
    expect(session.state.agent).toBe("boss");
  });

  test("survives the process: a new one gives the conversation back as well", async () => {
    const { session, journal, graph } = await opened(firm(), [toExpert, "Which size?"]);
    await session.send("How much?").ended;
    session.close();
    const again = await opened(graph, [priced, "12."], { journal });
    expect(again.session.state.delegations).toEqual(["boss"]);
    await again.session.send("Large.").ended;
    expect(again.session.state).toMatchObject({ agent: "boss", delegations: [] });
  });

  test("goes on after a budget was spent inside of it: the user speaks, and the delegate returns", async () => {
    const { session } = await opened(firm({ modelCalls: 2 }), [toExpert, call("nothing"), priced, "12."]);
    expect(await session.send("How much?").ended).toMatchObject({
      status: "awaitingUser",
      agent: "expert",
      halt: { kind: "limitReached", limit: "modelCalls" },
    });
    const updates = await updatesOf(session.send("Go on."));
    expect(ways(updates)).toEqual(["expert → boss (return)"]);
    expect(updates.at(-1)).toMatchObject({ status: "awaitingUser", agent: "boss", halt: null });
  });

  test("is over when the delegate goes to its caller by an ordinary handoff", async () => {
    const { session } = await opened(firm({ depth: 1 }), [
      toExpert,
      handOff("boss"),
      toExpert,
      handOff("boss"),
      "I am back.",
    ]);
    const updates = await updatesOf(session.send("How much?"));
    expect(only(updates, "handoff.refused")).toEqual([]);
    expect(session.state.delegations).toEqual([]);
  });

  test("goes with the conversation when the delegate hands it to somebody else, who can give it back", async () => {
    const { session, model } = await opened(firm(), [toExpert, handOff("desk"), priced, "12."]);
    await session.send("How much?").ended;
    expect(asked(model)).toEqual(["boss", "expert", "desk", "boss"]);
    expect(offered(model, 2)).toContain("return_to_boss");
  });

  test("a return beside tools waits for them, and a return beside a handoff is one wish too many", async () => {
    const { session } = await opened(firm(), [toExpert, { calls: [priced, handOff("desk")] }, "12."]);
    const updates = await updatesOf(session.send("How much?"));
    expect(ways(updates)).toEqual(["boss → expert (handoff)", "expert → boss (return)"]);
    expect(only(updates, "handoff.refused")).toMatchObject([{ to: "desk", status: "superseded" }]);
  });
});

describe("maxTurns of a delegation", () => {
  test("gives the conversation back by itself after so many model calls, and tells the caller why", async () => {
    const { session, model } = await opened(firm({ maxTurns: 2 }), [
      toExpert,
      call("nothing"),
      call("nothing"),
      "No price.",
    ]);
    const updates = await updatesOf(session.send("How much?"));
    expect(ways(updates)).toEqual(["boss → expert (handoff)", "expert → boss (return)"]);
    expect(only(updates, "handoff.made").at(-1)?.input).toEqual({ limit: "maxTurns", turns: 2 });
    expect(model.requests[3]?.instructions).toContain('{"limit":"maxTurns","turns":2}');
    expect(session.state).toMatchObject({ agent: "boss", delegations: [] });
  });

  test("counts from each delegation anew", async () => {
    const { session, model } = await opened(firm({ maxTurns: 1 }), [
      toExpert,
      call("nothing"),
      toExpert,
      priced,
      "12.",
    ]);
    await session.send("How much?").ended;
    expect(asked(model)).toEqual(["boss", "expert", "boss", "expert", "boss"]);
  });

  test("counts the model calls of the innermost delegation only", async () => {
    const { session, model } = await opened(firm({ maxTurns: 2 }), [
      toExpert,
      handOff("lab"),
      call("nothing"),
      call("nothing"),
      returnTo("expert", {}),
      priced,
      "12.",
    ]);
    await session.send("How much?").ended;
    expect(asked(model)).toEqual(["boss", "expert", "lab", "lab", "lab", "expert", "boss"]);
  });

  test("a plain answer still goes to the user; his next message finds the caller", async () => {
    const { session, model } = await opened(firm({ maxTurns: 1 }), [toExpert, "Which size?", "We have no price."]);
    expect(await session.send("How much?").ended).toMatchObject({ agent: "expert" });
    await session.send("Large.").ended;
    expect(asked(model)).toEqual(["boss", "expert", "boss"]);
  });

  test("a delegate that goes on by itself does not outlast it", async () => {
    const graph = defineGraph({
      id: "patient",
      start: "boss",
      agents: {
        boss: { instructions: "Boss.", handoffs: { expert: { mode: "delegate", maxTurns: 2 } } },
        expert: { description: "Knows.", instructions: "Expert.", afterReply: [{ stay: { maxTurns: 5 } }] },
      },
    });
    const { session, model } = await opened(graph, [toExpert, "One.", "Two.", "Enough."]);
    await session.send("How much?").ended;
    expect(asked(model)).toEqual(["boss", "expert", "expert", "boss"]);
  });
});
