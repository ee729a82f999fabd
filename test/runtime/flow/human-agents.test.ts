import { defineGraph, type GraphDefinition, toolFor } from "handoff-machine";
import { call, handOff } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { transcript, updatesOf } from "../desk.ts";
import { asked, only, opened, ways } from "./opened.ts";

const variables = z.object({ verified: z.boolean() });
const verify = toolFor(variables)({
  description: "Verifies.",
  writes: ["verified"],
  run: () => ({ output: "verified", set: { verified: true } }),
});

type Definition = Pick<
  GraphDefinition<"triage" | "billing" | "clerk", "verify", typeof variables>,
  "limits" | "onLimit" | "ends" | "prices" | "whilePending"
>;

interface Options extends Definition {
  readonly routes?: readonly { readonly when: { readonly verified: true }; readonly to: "clerk" }[];
}

function desk({ routes = [{ when: { verified: true }, to: "clerk" }], ...options }: Options = {}) {
  return defineGraph({
    id: "desk",
    start: "triage",
    variables,
    initial: { verified: false },
    tools: { verify },
    agents: {
      triage: {
        description: "Asks.",
        instructions: "Triage.",
        tools: ["verify"],
        handoffs: { billing: {}, clerk: {} },
        routes,
      },
      billing: { description: "Bills.", instructions: "Billing.", handoffs: { triage: {} } },
      clerk: {
        kind: "human",
        description: "A person.",
        handoffs: { triage: { input: z.object({ note: z.string() }) }, billing: { approval: true } },
      },
    },
    ...options,
  });
}

describe("a human agent", () => {
  test("owns the conversation: user messages wait for the operator, and no model is called", async () => {
    const { session, model } = await opened(desk(), [handOff("clerk")]);
    expect(await session.send("A person!").ended).toMatchObject({ status: "awaitingOperator", agent: "clerk" });
    expect(await session.send("Hello?").ended).toMatchObject({ status: "awaitingOperator", agent: "clerk" });
    const updates = await updatesOf(session.operate({ text: "Hello." }));
    expect(only(updates, "operator.replied")).toEqual([{ type: "operator.replied", agent: "clerk", text: "Hello." }]);
    expect(asked(model)).toEqual(["triage"]);
    expect(transcript(session).slice(3)).toEqual(["user: Hello?", "clerk (person): Hello."]);
  });

  test("hands back by its declared edges, with a payload that the model reads", async () => {
    const { session, model } = await opened(desk(), [handOff("clerk"), "I go on."]);
    await session.send("A person!").ended;
    const updates = await updatesOf(
      session.operate({ text: "Triage helps you.", handoff: { to: "triage", input: { note: "a refund" } } }),
    );
    expect(ways(updates)).toEqual(["clerk → triage (handoff)"]);
    expect(model.requests[1]?.instructions).toContain('clerk tells you: {"note":"a refund"}');
    expect(transcript(session).slice(3)).toEqual([
      "clerk (person): Triage helps you.",
      "clerk: handoff()",
      "  taken: Handed off to triage.",
      "triage: I go on.",
    ]);
  });

  test("a payload that does not fit is a typed error for the operator, and nothing happens", async () => {
    const { session } = await opened(desk(), [handOff("clerk")]);
    await session.send("A person!").ended;
    const position = session.state.position;
    expect(() => session.operate({ handoff: { to: "triage", input: { note: 7 } } })).toThrow(/note/);
    expect(session.state).toMatchObject({ position, status: "awaitingOperator" });
  });

  test("an operator's handoff can need another person's approval; a denial leaves the conversation with the operator", async () => {
    const { session } = await opened(desk(), [handOff("clerk"), "Billing."]);
    await session.send("A person!").ended;
    const run = await updatesOf(session.operate({ handoff: { to: "billing" } }));
    expect(run.at(-1)).toMatchObject({ status: "awaitingApproval", agent: "clerk" });
    await session.deny(undefined, { reason: "not yet" }).ended;
    expect(session.state).toMatchObject({ status: "awaitingOperator", agent: "clerk" });
    await session.operate({ handoff: { to: "billing" } }).ended;
    await session.approve().ended;
    expect(session.state).toMatchObject({ status: "awaitingUser", agent: "billing" });
  });

  test("a user message withdraws a handoff that waits for approval, where the graph says so; the operator goes on", async () => {
    const { session } = await opened(desk({ whilePending: "withdraw" }), [handOff("clerk")]);
    await session.send("A person!").ended;
    await session.operate({ handoff: { to: "billing" } }).ended;
    expect(await session.send("No, you!").ended).toMatchObject({ status: "awaitingOperator", agent: "clerk" });
    expect(transcript(session).slice(-2)).toEqual([expect.stringContaining("it had no effect"), "user: No, you!"]);
  });

  test("a route can lead to a person, without a model", async () => {
    const { session } = await opened(desk(), [call("verify")]);
    const updates = await updatesOf(session.send("Go"));
    expect(ways(updates)).toEqual(["triage → clerk (route)"]);
    expect(updates.at(-1)).toMatchObject({ status: "awaitingOperator" });
  });

  test("is reached by a route although the budget of model calls is spent: a person needs none", async () => {
    const { session } = await opened(desk({ limits: { modelCalls: 1 } }), [call("verify")]);
    expect(await session.send("Go").ended).toMatchObject({ status: "awaitingOperator", halt: null });
  });

  test("what an operator says renews the budgets of the exchange", async () => {
    const graph = desk({ limits: { handoffs: 1 } });
    const { session } = await opened(graph, [handOff("clerk"), handOff("clerk")]);
    await session.send("A person!").ended;
    const updates = await updatesOf(session.operate({ handoff: { to: "triage", input: { note: "again" } } }));
    expect(ways(updates)).toEqual(["clerk → triage (handoff)"]);
    expect(updates.at(-1)).toMatchObject({ halt: { kind: "limitReached", limit: "handoffs" } });
  });

  test("is found again by a new process", async () => {
    const { session, journal, graph } = await opened(desk(), [handOff("clerk")]);
    await session.send("A person!").ended;
    session.close();
    const again = await opened(graph, [], { journal });
    expect(again.session.state.status).toBe("awaitingOperator");
    await again.session.operate({ text: "Here I am." }).ended;
    expect(transcript(again.session).at(-1)).toBe("clerk (person): Here I am.");
  });
});

describe("escalation to a person", () => {
  const usage = { inputTokens: 60, outputTokens: 0 };
  const pass = ({ agent }: { agent: string }) => handOff(agent === "triage" ? "billing" : "triage");
  const cases = [
    ["modelCalls", { modelCalls: 2 }, () => call("nothing")],
    ["toolCalls", { toolCalls: 1 }, () => call("verify")],
    ["refusals", { refusals: 1 }, () => call("nothing")],
    ["handoffs", { handoffs: 1 }, pass],
    ["pingPong", { pingPong: 1 }, pass],
    ["tokens", { tokens: 100 }, () => ({ calls: [call("nothing")], usage })],
    ["cost", { cost: 0.1 }, () => ({ calls: [call("nothing")], usage })],
    ["time", { time: 1_000 }, () => call("nothing")],
  ] as const;
  test.for(cases)(
    "%s: a spent budget gives the person the conversation, and the reason",
    async ([limit, limits, script]) => {
      const prices = { scripted: { input: 1_000, output: 0 } };
      const graph = desk({ limits, onLimit: { handoff: "clerk" }, prices, routes: [] });
      const { session, clock } = await opened(graph, (request) => {
        clock.advance(600);
        return script(request);
      });
      const updates = await updatesOf(session.send("Go"));
      expect(only(updates, "limit.reached")).toMatchObject([{ limit }]);
      expect(only(updates, "handoff.made").at(-1)).toMatchObject({ by: "limit", to: "clerk", input: limit });
      expect(updates.at(-1)).toMatchObject({ status: "awaitingOperator", agent: "clerk", halt: null });
    },
  );
});

test("repairs: a spent budget gives the person the conversation, too", async () => {
  const graph = defineGraph({
    id: "forms",
    start: "bot",
    limits: { repairs: 1 },
    onLimit: { handoff: "clerk" },
    agents: {
      bot: { description: "Answers.", instructions: "Answer.", output: z.object({ answer: z.string() }) },
      clerk: { kind: "human", description: "A person.", handoffs: { bot: {} } },
    },
  });
  const { session } = await opened(graph, () => "no JSON");
  expect(await session.send("Go").ended).toMatchObject({ status: "awaitingOperator", agent: "clerk" });
});

describe("a person and end conditions", () => {
  const ends: Definition["ends"] = [
    { outcome: "said goodbye", session: { text: { includes: "Goodbye" } } },
    { outcome: "long", session: { messages: { atLeast: 6 } } },
  ];

  test("they are read when the user speaks to the person", async () => {
    const { session } = await opened(desk({ ends }), [handOff("clerk")]);
    expect(await session.send("A person!").ended).toMatchObject({ status: "awaitingOperator" });
    expect(await session.send("Goodbye").ended).toMatchObject({ status: "completed", outcome: "said goodbye" });
  });

  test("they are read when the conversation comes to the person", async () => {
    const person: Definition["ends"] = [{ outcome: "left to a person", session: { agent: "clerk" } }];
    const { session } = await opened(desk({ ends: person }), [handOff("clerk")]);
    expect(await session.send("A person!").ended).toMatchObject({ outcome: "left to a person" });
  });

  test("they are read after the person's answer", async () => {
    const { session } = await opened(desk({ ends }), [handOff("clerk")]);
    await session.send("A person!").ended;
    expect(await session.operate({ text: "One moment." }).ended).toMatchObject({ status: "awaitingOperator" });
    expect(await session.operate({ text: "Goodbye" }).ended).toMatchObject({ outcome: "said goodbye" });
  });
});
