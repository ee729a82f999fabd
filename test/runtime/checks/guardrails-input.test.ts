import { defineGraph, type GraphDefinition } from "handoff-machine";
import { call, handOff, returnTo, type Script, scriptedModel } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { deskTools, transcript, variables } from "../desk.ts";
import { gate, ofType, openSession, settled, shown } from "./sessions.ts";

type Definition = GraphDefinition<"one" | "two", "look", typeof variables>;
type Guardrails = NonNullable<Definition["guardrails"]>;
type Agents = Definition["agents"];

function pair(
  guardrails: Guardrails,
  { one = {}, two = {}, ...more }: Partial<Agents> & Pick<Definition, "limits" | "onLimit" | "entry"> = {},
) {
  return defineGraph({
    id: "pair",
    start: "one",
    variables,
    initial: { verified: false, plan: "free", count: 0 },
    tools: { look: deskTools().look },
    agents: {
      one: { description: "First.", instructions: "One.", tools: ["look"], handoffs: { two: {} }, ...one },
      two: { description: "Second.", instructions: "Two.", handoffs: { one: {} }, ...two },
    },
    guardrails,
    ...more,
  });
}

/** A guardrail that notes what it is shown. */
function noting() {
  const noted: string[] = [];
  const note: Guardrails[string] = {
    on: "input",
    check: ({ agent, text }) => {
      noted.push(`${agent}: ${text}`);
      return "pass";
    },
  };
  return { noted, note };
}

describe("input guardrails", () => {
  const delegating: Partial<Agents> = { one: { handoffs: { two: { mode: "delegate" } } } };
  const ways: readonly [string, Parameters<typeof pair>[1], Script, readonly string[]][] = [
    ["handoff", {}, [handOff("two"), "Hi."], ["one: Go", "two: Go"]],
    ["route", { one: { routes: [{ when: { plan: "free" }, to: "two" }] } }, ["Hi."], ["two: Go"]],
    ["afterReply", { one: { afterReply: [{ to: "two" }] } }, ["A.", "B."], ["one: Go", "two: Go"]],
    ["limit", { limits: { modelCalls: 1 }, onLimit: { handoff: "two" } }, [call("look"), "B."], ["one: Go", "two: Go"]],
  ];
  test.each(ways)("check what the user said for the agent that gets it by %s", async (by, more, script, expected) => {
    const { noted, note } = noting();
    const { session, updates } = await openSession(pair({ note }, more), script);
    await session.send("Go").ended;
    expect(noted).toEqual(expected);
    expect(updates).toContainEqual(expect.objectContaining({ type: "handoff.made", by, to: "two" }));
  });

  test("check what the user said for the agent that gets it back by a return", async () => {
    const { noted, note } = noting();
    const { session } = await openSession(pair({ note }, delegating), [
      handOff("two"),
      "Which one?",
      returnTo("one", { result: "x" }),
      "Done.",
    ]);
    await session.send("Go").ended;
    await session.send("That one").ended;
    expect(noted).toEqual(["one: Go", "two: Go", "two: That one", "one: That one"]);
  });

  test("check what the user said for the agent that another guardrail leads to, which that guardrail does not check", async () => {
    const { noted, note } = noting();
    const strict: Guardrails[string] = { on: "input", check: () => ({ trip: "not here" }), onTrip: { to: "two" } };
    const { session, requests, updates } = await openSession(pair({ note, strict }), ["I can."]);
    const ended = await session.send("Go").ended;
    expect(noted).toEqual(["one: Go", "two: Go"]);
    expect(ended).toMatchObject({ status: "awaitingUser", agent: "two" });
    expect(requests).toHaveLength(1);
    expect(requests[0]?.instructions).toContain('Why: {"guardrail":"strict","reason":"not here"}');
    expect(updates).toContainEqual(
      expect.objectContaining({ type: "handoff.made", by: "guardrail", from: "one", to: "two" }),
    );
    expect(transcript(session)).toEqual(["user: Go", "two: I can."]);
  });

  test("check a message once for an agent, however often its model is asked or the conversation comes back", async () => {
    const { noted, note } = noting();
    const script = [call("look"), call("look"), handOff("two"), handOff("one"), "Done.", "Again."];
    const { session } = await openSession(pair({ note }), script);
    await session.send("Go").ended;
    expect(noted).toEqual(["one: Go", "two: Go"]);
    await session.send("More").ended;
    expect(noted.slice(2)).toEqual(["one: More"]);
  });

  test("check each of several messages that were said in one breath", async () => {
    const { noted, note } = noting();
    const { session } = await openSession(pair({ note }), ["Hi."]);
    await session.send(["First", { text: "Second", by: "Ann" }]).ended;
    expect(noted).toEqual(["one: First", "one: Second"]);
  });

  test("check only for the agents that they name", async () => {
    const { noted, note } = noting();
    const { session } = await openSession(pair({ note: { ...note, agents: ["two"] } }), [handOff("two"), "Hi."]);
    await session.send("Go").ended;
    expect(noted).toEqual(["two: Go"]);
  });

  test("are not run again when the model call failed and is made again", async () => {
    const { noted, note } = noting();
    const opened = await openSession(pair({ note }), [{ error: "connection" }, "Hi."]);
    const run = opened.session.send("Go");
    await opened.clock.asleep();
    opened.clock.advance(1_000);
    await run.ended;
    expect(noted).toEqual(["one: Go"]);
    const [failed] = ofType(await opened.events(), "model.failed");
    expect(failed?.verdicts).toMatchObject([{ guardrail: "note", outcome: "passed" }]);
    await opened.replays();
  });

  test("that refuse say so to the user, and no model is asked", async () => {
    const noCards: Guardrails[string] = {
      on: "input",
      check: async ({ text }) => (/\d{16}/.test(text) ? { trip: "a card number" } : "pass"),
      say: "Please do not send card numbers.",
    };
    const opened = await openSession(pair({ noCards }), ["Hello."]);
    const { session, requests, updates } = opened;
    expect(await session.send("4111111111111111").ended).toMatchObject({ status: "awaitingUser", agent: "one" });
    expect(requests).toHaveLength(0);
    expect(session.state.conversation.at(-1)).toMatchObject({
      role: "assistant",
      text: "Please do not send card numbers.",
      fixedBy: { kind: "guardrail", name: "noCards" },
    });
    expect(updates.map(({ type }) => type)).toEqual(["turn.started", "guardrail.tripped", "reply.fixed", "run.ended"]);
    const [tripped] = ofType(await opened.events(), "guardrail.tripped");
    expect(tripped).toMatchObject({
      guardrail: "noCards",
      reason: "a card number",
      verdicts: [{ on: "input", outcome: "tripped", message: 0 }],
    });
    await session.send("Hi").ended;
    expect(shown(requests[0])).toEqual(["user: 4111111111111111", "one Please do not send card numbers.", "user: Hi"]);
    await opened.replays();
  });

  test("that refused a message do not refuse the next one for it when another agent gets the conversation", async () => {
    const noCards: Guardrails[string] = {
      on: "input",
      check: ({ text }) => (/\d{16}/.test(text) ? { trip: "a card number" } : "pass"),
    };
    const opened = await openSession(pair({ noCards }), [handOff("two"), "Hello."]);
    await opened.session.send("4111111111111111").ended;
    await opened.session.send("Billing, please").ended;
    expect(transcript(opened.session).at(-1)).toBe("two: Hello.");
    await opened.replays();
  });

  test("that refuse without words of their own say that it cannot be answered; with none, nothing is said", async () => {
    const check = () => ({ trip: "no" }) as const;
    const worded = await openSession(pair({ no: { on: "input", check } }), []);
    await worded.session.send("Go").ended;
    expect(transcript(worded.session)).toEqual(["user: Go", "one: This cannot be answered."]);
    const silent = await openSession(pair({ no: { on: "input", check, say: "" } }), []);
    expect(await silent.session.send("Go").ended).toMatchObject({ status: "awaitingUser" });
    expect(transcript(silent.session)).toEqual(["user: Go"]);
  });

  test("can end the session with an outcome", async () => {
    const abuse: Guardrails[string] = { on: "input", check: () => ({ trip: "abuse" }), onTrip: { end: "blocked" } };
    const opened = await openSession(pair({ abuse }), []);
    expect(await opened.session.send("!!").ended).toMatchObject({ status: "completed", outcome: "blocked" });
    expect(() => opened.session.send("Sorry")).toThrow(expect.objectContaining({ code: "session_ended" }));
    await opened.replays();
  });

  test("are not run by a replay, and not again when the session is opened again", async () => {
    const { noted, note } = noting();
    const first = await openSession(pair({ note }), ["Hi."]);
    await first.session.send("Go").ended;
    await first.replays();
    first.session.close();
    const again = await openSession(pair({ note }), ["Hi again."], { journal: first.journal });
    expect(noted).toEqual(["one: Go"]);
    await again.session.send("More").ended;
    expect(noted).toEqual(["one: Go", "one: More"]);
  });

  test("that are under way when the run is stopped lead to no model call", async () => {
    const door = gate();
    const slow: Guardrails[string] = { on: "input", check: () => door.pass().then(() => "pass") };
    const { session, requests } = await openSession(pair({ slow }), ["Hi."]);
    const run = session.send("Go");
    await door.entered;
    await session.stop().ended;
    expect(await run.ended).toMatchObject({ status: "awaitingUser" });
    door.open();
    await settled();
    expect(requests).toHaveLength(0);
    expect(transcript(session)).toEqual(["user: Go"]);
  });

  test("can lead to a person", async () => {
    const strict: Guardrails[string] = { on: "input", check: () => ({ trip: "angry" }), onTrip: { to: "two" } };
    const graph = pair({ strict }, { two: { kind: "human", instructions: undefined } as never });
    const opened = await openSession(graph, []);
    expect(await opened.session.send("!!").ended).toMatchObject({ status: "awaitingOperator", agent: "two" });
    await opened.replays();
  });

  test("are not run again for the next model of a list, nor for a call that is resumed after all models failed", async () => {
    const { noted, note } = noting();
    const models = [
      scriptedModel([{ error: "bad_request" }, "Hi."]),
      scriptedModel([{ error: "unauthorized" }]),
    ] as const;
    const opened = await openSession(pair({ note }), [], { model: models });
    expect(await opened.session.send("Go").ended).toMatchObject({ status: "failed" });
    await opened.session.resume().ended;
    expect(noted).toEqual(["one: Go"]);
    await opened.replays();
  });

  test("see the messages that an agent has not checked one after the other, so that a long past is no burst", async () => {
    let [atOnce, most] = [0, 0];
    const seen: string[] = [];
    const note: Guardrails[string] = {
      on: "input",
      agents: ["two"],
      check: async ({ text }) => {
        most = Math.max(most, ++atOnce);
        seen.push(text);
        await Promise.resolve();
        atOnce--;
        return "pass" as const;
      },
    };
    const { session } = await openSession(pair({ note }), ["A.", "B.", handOff("two"), "Two."]);
    for (const text of ["a", "b", "c"]) await session.send(text).ended;
    expect(seen).toEqual(["a", "b", "c"]);
    expect(most).toBe(1);
  });
});
