import { defineGraph, type GraphDefinition } from "handoff-machine";
import { call, handOff } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { tool, variables } from "../desk.ts";
import { gate, ofType, openSession, settled } from "./sessions.ts";

type Definition = GraphDefinition<"one" | "two", "verify", typeof variables>;
type Writer = Extract<Definition["agents"]["one"]["instructions"], (...given: never[]) => unknown>;

function graphWith(instructions: Writer, settings: Definition["agents"]["one"]["settings"] = {}) {
  return defineGraph({
    id: "pair",
    start: "one",
    variables,
    initial: { verified: false, plan: "free", count: 0 },
    tools: {
      verify: tool({
        description: "Verifies.",
        writes: ["verified"],
        run: () => ({ output: "yes", set: { verified: true } }),
      }),
    },
    agents: {
      one: { description: "First.", instructions, tools: ["verify"], handoffs: { two: {} }, settings },
      two: { description: "Second.", instructions: "Two.", handoffs: { one: {} } },
    },
  });
}

describe("instructions that are a function", () => {
  test("are written before each model call, of the variables and of how the agent got the conversation", async () => {
    const given: unknown[] = [];
    const graph = graphWith(async (facts) => {
      given.push(facts);
      return facts.variables.verified ? "Verified." : "Not verified.";
    });
    const opened = await openSession(graph, [
      call("verify"),
      handOff("two"),
      handOff("one", { reason: "done" }),
      "Hi.",
    ]);
    await opened.session.send("Go").ended;
    expect(opened.requests.filter(({ agent }) => agent === "one").map(({ instructions }) => instructions)).toEqual([
      "Not verified.",
      "Verified.",
      'Verified.\n\nYou have taken over this conversation from two. two tells you: {"reason":"done"}',
    ]);
    expect(given).toHaveLength(3);
    expect(given[0]).toEqual({
      session: "s",
      agent: "one",
      variables: { verified: false, plan: "free", count: 0 },
      received: null,
    });
    expect(given[2]).toMatchObject({ received: { from: "two", by: "handoff", input: { reason: "done" } } });
    await opened.replays();
    expect(given).toHaveLength(3);
  });

  test("are journaled by their hash, and by their text only when it is another than this agent was sent last", async () => {
    const graph = graphWith(({ variables: { verified } }) => (verified ? "Verified." : "Not verified."));
    const opened = await openSession(graph, ["A.", "B.", call("verify"), "C."]);
    for (const text of ["a", "b", "c"]) await opened.session.send(text).ended;
    const sent = ofType(await opened.events(), "model.replied").map(({ instructions }) => instructions);
    expect(sent.map((one) => one?.text)).toEqual(["Not verified.", undefined, undefined, "Verified."]);
    expect(new Set(sent.map((one) => one?.hash)).size).toBe(2);
    expect(sent[0]?.hash).toMatch(/^[\da-f]{64}$/);
  });

  test("that are a text are not journaled", async () => {
    const opened = await openSession(
      graphWith(() => "One."),
      [handOff("two"), "Hi."],
    );
    await opened.session.send("Go").ended;
    expect(ofType(await opened.events(), "model.replied")[1]).not.toHaveProperty("instructions");
  });

  test.each([
    ["throws", () => Promise.reject(new TypeError("no database"))],
    ["gives no text", () => ({ text: "One." })],
  ])("fail the model call when the function %s; the session can be resumed", async (_, broken) => {
    let works = false;
    const opened = await openSession(
      graphWith(() => (works ? "One." : (broken() as never))),
      ["Hi."],
    );
    expect(await opened.session.send("Go").ended).toMatchObject({
      status: "failed",
      halt: { kind: "modelFailed", error: { retryable: false } },
    });
    expect(opened.requests).toHaveLength(0);
    works = true;
    expect(await opened.session.resume().ended).toMatchObject({ status: "awaitingUser" });
    await opened.replays();
  });

  test("that are being written when the run is stopped lead to no model call", async () => {
    const door = gate<string>();
    const opened = await openSession(
      graphWith(() => door.pass()),
      ["Hi."],
    );
    const run = opened.session.send("Go");
    await door.entered;
    await opened.session.stop().ended;
    await run.ended;
    door.open("One.");
    await settled();
    expect(opened.requests).toHaveLength(0);
  });
});

describe("an agent's settings", () => {
  test("are in the requests of this agent, as they are, and in no other's", async () => {
    const settings = { model: "larger", temperature: 0, maxOutputTokens: 200, toolChoice: "required" } as const;
    const opened = await openSession(
      graphWith(() => "One.", settings),
      [handOff("two"), "Hi."],
    );
    await opened.session.send("Go").ended;
    expect(opened.requests.map((request) => request.settings)).toEqual([settings, undefined]);
  });
});
