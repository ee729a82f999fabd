import { defineGraph, type GraphDefinition, toolFor } from "handoff-machine";
import { call, handOff } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { transcript, updatesOf } from "../desk.ts";
import { asked, only, opened } from "./opened.ts";

const variables = z.object({ plan: z.enum(["none", "pro"]) });

type Definition = GraphDefinition<"triage" | "billing" | "vip" | "clerk", "learn" | "pay", typeof variables>;

function desk(
  options: Pick<Definition, "entry" | "whilePending" | "ends"> = {},
  run: () => Promise<void> | void = () => {},
) {
  const tool = toolFor(variables);
  const learn = tool({
    description: "Learns the plan.",
    writes: ["plan"],
    run: async () => {
      await run();
      return { output: "pro", set: { plan: "pro" } };
    },
  });
  const pay = tool({ description: "Pays.", approval: true, run: () => ({ output: "paid" }) });
  return defineGraph({
    id: "desk",
    start: "triage",
    variables,
    initial: { plan: "none" },
    tools: { learn, pay },
    agents: {
      triage: {
        description: "Asks.",
        instructions: "Triage.",
        tools: ["learn", "pay"],
        handoffs: { billing: { mode: "delegate" }, vip: {}, clerk: {} },
      },
      billing: { description: "Bills.", instructions: "Billing.", handoffs: { triage: {} } },
      vip: { description: "Cares.", instructions: "Vip.", handoffs: { triage: {} } },
      clerk: { kind: "human", description: "A person.", handoffs: { triage: {} } },
    },
    ...options,
  });
}

const list: Definition["entry"] = [{ when: { plan: "pro" }, agent: "vip" }];

describe("entry", () => {
  test('"last": the agent that spoke last gets the next message', async () => {
    const { session, model } = await opened(desk(), [handOff("billing"), "Billing.", "Billing again."]);
    await session.send("one").ended;
    await session.send("two").ended;
    expect(asked(model)).toEqual(["triage", "billing", "billing"]);
  });

  test('"start": every message goes to the start agent, and what was delegated is over', async () => {
    const { session, model } = await opened(desk({ entry: "start" }), [handOff("billing"), "Billing.", "Triage."]);
    await session.send("one").ended;
    expect(session.state.delegations).toEqual(["triage"]);
    await session.send("two").ended;
    expect(asked(model)).toEqual(["triage", "billing", "triage"]);
    expect(session.state.delegations).toEqual([]);
    expect(model.requests[2]?.instructions).toBe("Triage.");
  });

  test("a list: the first whose guard holds gets the message, otherwise the agent that spoke last", async () => {
    const { session, model } = await opened(desk({ entry: list }), [
      handOff("billing"),
      "Billing.",
      handOff("triage"),
      call("learn"),
      "Pro.",
      "Vip.",
    ]);
    await session.send("one").ended;
    await session.send("two").ended;
    await session.send("three").ended;
    expect(asked(model)).toEqual(["triage", "billing", "billing", "triage", "triage", "vip"]);
  });

  test("a list decides about the first message, too", async () => {
    const { session, model } = await opened(desk({ entry: [{ when: { plan: "none" }, agent: "billing" }] }), [
      "Hello.",
    ]);
    await session.send("one").ended;
    expect(asked(model)).toEqual(["billing"]);
  });

  test("a list decides about messages that were said meanwhile, when they begin an exchange of their own", async () => {
    const { session, model } = await opened(desk({ entry: [{ when: { plan: "none" }, agent: "billing" }] }), [
      handOff("triage"),
      "Triage.",
      "Billing.",
    ]);
    const [run, later] = [session.send("one"), session.send("two")];
    await Promise.all([run.ended, later.ended]);
    expect(asked(model)).toEqual(["billing", "triage"]);
    await session.send("three").ended;
    expect(asked(model)).toEqual(["billing", "triage", "billing"]);
  });

  test("decides about a message to a session that failed, too", async () => {
    for (const [entry, agent] of [
      ["last", "billing"],
      ["start", "triage"],
    ] as const) {
      const { session } = await opened(desk({ entry }), [handOff("billing"), { error: "bad_request" }, "Hello."]);
      expect(await session.send("one").ended).toMatchObject({ status: "failed", agent: "billing" });
      expect(await session.send("two").ended).toMatchObject({ status: "awaitingUser", agent, halt: null });
    }
  });

  test("nothing takes a conversation away from a person, with end conditions to be read or without", async () => {
    const ends = [{ outcome: "over", session: { text: { includes: "Goodbye" } } }];
    for (const entry of ["start", [{ agent: "vip" }]] as const) {
      for (const options of [{ entry }, { entry, ends }]) {
        const toClerk = handOff("clerk");
        const { session, model } = await opened(desk(options), ({ agent }) =>
          agent === "vip" ? handOff("triage") : toClerk,
        );
        expect(await session.send("A person!").ended).toMatchObject({ agent: "clerk" });
        const before = asked(model);
        expect(await session.send("Hello?").ended).toMatchObject({ status: "awaitingOperator", agent: "clerk" });
        expect(asked(model)).toEqual(before);
      }
    }
  });
});

describe("a user message while something is pending", () => {
  test('"stage": waits for the decision, then comes before the model is asked', async () => {
    const { session } = await opened(desk(), [call("pay"), "Paid."]);
    await session.send("Pay!").ended;
    const updates = await updatesOf(session.send("And hurry."));
    expect(only(updates, "message.staged")).toEqual([{ type: "message.staged", text: "And hurry." }]);
    expect(session.state).toMatchObject({ status: "awaitingApproval", staged: 1 });
    await session.approve().ended;
    expect(transcript(session).slice(2)).toEqual(["  returned: paid", "user: And hurry.", "triage: Paid."]);
  });

  test('"withdraw": takes back what a person was asked, runs nothing of that reply, and is answered', async () => {
    const { session } = await opened(desk({ whilePending: "withdraw" }), [
      { calls: [call("learn"), call("pay"), handOff("vip")] },
      "Never mind.",
    ]);
    await session.send("Pay!").ended;
    const updates = await updatesOf(session.send("Stop, I changed my mind."));
    expect(only(updates, "message.staged")).toEqual([]);
    const withdrawn = '  interrupted: {"error":"interrupted","message":"Withdrawn before it ran: it had no effect."}';
    expect(transcript(session).slice(2)).toEqual([
      withdrawn,
      withdrawn,
      withdrawn,
      "user: Stop, I changed my mind.",
      "triage: Never mind.",
    ]);
    expect(session.state.variables.plan).toBe("none");
    expect(() => session.approve("1.1")).toThrow(expect.objectContaining({ code: "no_such_call" }));
  });

  test('"withdraw": the message goes where entry says', async () => {
    const { session, model } = await opened(
      desk({ whilePending: "withdraw", entry: [{ when: { plan: "pro" }, agent: "vip" }] }),
      [call("learn"), call("pay"), "Vip."],
    );
    await session.send("Pay!").ended;
    await session.send("Stop!").ended;
    expect(asked(model)).toEqual(["triage", "triage", "vip"]);
  });

  test('"withdraw": while a tool runs a message is staged all the same', async () => {
    const started = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const run = () => {
      started.resolve();
      return finish.promise;
    };
    const { session } = await opened(desk({ whilePending: "withdraw" }, run), [call("learn"), "Pro."]);
    const first = session.send("Go");
    await started.promise;
    const later = session.send("Hurry!");
    finish.resolve();
    await Promise.all([first.ended, later.ended]);
    expect(transcript(session).slice(2)).toEqual(["  returned: pro", "user: Hurry!", "triage: Pro."]);
  });

  test("messages that wait are delivered in the order in which they were said", async () => {
    const { session, model } = await opened(desk(), ["One.", "The rest."]);
    const runs = ["one", "two", "three", "four"].map((text) => session.send(text));
    await Promise.all(runs.map(({ ended }) => ended));
    expect(transcript(session)).toEqual([
      "user: one",
      "triage: One.",
      "user: two",
      "user: three",
      "user: four",
      "triage: The rest.",
    ]);
    expect(asked(model)).toHaveLength(2);
  });
});

describe("several messages in one send", () => {
  const both = [{ text: "It is broken.", by: "ada" }, { text: "Mine too.", by: "bob" }, "Both of them."];

  test("of several users are delivered together, each with who said it, and answered once", async () => {
    const { session, model } = await opened(desk(), ["I am sorry."]);
    await session.send(both).ended;
    expect([...session.state.conversation].slice(0, 3)).toEqual([
      { role: "user", text: "It is broken.", by: "ada", at: 1_000 },
      { role: "user", text: "Mine too.", by: "bob", at: 1_000 },
      { role: "user", text: "Both of them.", at: 1_000 },
    ]);
    expect(model.requests).toHaveLength(1);
    expect(model.requests[0]?.messages).toMatchObject([{ by: "ada" }, { by: "bob" }, { text: "Both of them." }]);
  });

  test("wait together while something is pending, and each is announced", async () => {
    const { session } = await opened(desk(), [call("pay"), "Paid."]);
    await session.send("Pay!").ended;
    const updates = await updatesOf(session.send(both));
    expect(only(updates, "message.staged").map(({ text }) => text)).toEqual([
      "It is broken.",
      "Mine too.",
      "Both of them.",
    ]);
    expect(session.state.staged).toBe(3);
    await session.approve().ended;
    expect(transcript(session).slice(3, 6)).toEqual(["user: It is broken.", "user: Mine too.", "user: Both of them."]);
  });

  test("of which one is empty, or none at all, are a typed error, and nothing is said", async () => {
    const { session } = await opened(desk());
    for (const said of [[], ["Hello", ""], [{ by: "ada" }], [{ text: "Hello", by: "" }]]) {
      expect(() => session.send(said)).toThrow(expect.objectContaining({ code: "bad_event" }));
    }
    expect(session.state.position).toBe(0);
  });
});
