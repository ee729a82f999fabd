import { defineGraph, type GraphDefinition } from "handoff-machine";
import { call, handOff } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { tool, transcript, variables } from "../desk.ts";
import { gate, heldModel, ofType, openSession, shown } from "./sessions.ts";

type Definition = GraphDefinition<"one" | "two" | "person", "look", typeof variables>;
type Guardrail = NonNullable<Definition["guardrails"]>[string];

const redact: Guardrail = {
  on: "input",
  check: ({ text }) => (/\d{4}/.test(text) ? { rewrite: text.replace(/\d{4}/g, "[card]") } : "pass"),
};

function graphWith(guardrails: Definition["guardrails"], look: () => Promise<void> | void = () => undefined) {
  return defineGraph({
    id: "pair",
    start: "one",
    variables,
    initial: { verified: false, plan: "free", count: 0 },
    tools: {
      look: tool({
        description: "Looks.",
        run: async () => {
          await look();
          return { output: "seen" };
        },
      }),
    },
    agents: {
      one: { description: "First.", instructions: "One.", tools: ["look"], handoffs: { two: {}, person: {} } },
      two: { description: "Second.", instructions: "Two.", handoffs: { one: {} } },
      person: { kind: "human", description: "A person.", handoffs: { two: {} } },
    },
    ...(guardrails === undefined ? {} : { guardrails }),
  });
}

describe("an input guardrail that rewrites", () => {
  test("changes what every model sees from then on; the journal has what the user wrote", async () => {
    const opened = await openSession(graphWith({ redact: { ...redact, agents: ["one"] } }), [
      handOff("two"),
      "Hi.",
      "Again.",
    ]);
    const { session, requests, updates } = opened;
    await session.send("Card 4111").ended;
    await session.send("And?").ended;
    expect(requests.map(({ messages }) => messages[0])).toEqual(
      Array(3).fill({ role: "user", text: "Card [card]", at: 1_000, rewrittenBy: "redact" }),
    );
    expect(updates).toContainEqual({
      type: "guardrail.rewrote",
      agent: "one",
      guardrail: "redact",
      on: "input",
      reason: null,
      call: null,
    });
    const events = await opened.events();
    expect(ofType(events, "user.message")[0]).toMatchObject({ text: "Card 4111" });
    expect(ofType(events, "model.replied")[0]?.verdicts).toMatchObject([
      { guardrail: "redact", on: "input", outcome: "rewritten", value: "Card [card]", message: 0 },
    ]);
    await opened.replays();
  });

  test("hands what it made to the next one, in the order in which they are written, until one trips", async () => {
    const seen: string[] = [];
    const then = (name: string, verdict?: { trip: string }): Guardrail => ({
      on: "input",
      check: ({ text }) => {
        seen.push(`${name}: ${text}`);
        return verdict ?? { rewrite: `${text}+${name}` };
      },
    });
    const guardrails = { b: then("b"), a: then("a"), stop: then("stop", { trip: "enough" }), never: then("never") };
    const { session } = await openSession(graphWith(guardrails), []);
    await session.send("x").ended;
    expect(seen).toEqual(["b: x", "a: x+b", "stop: x+b+a"]);
    expect(transcript(session)).toEqual(["user: x+b+a", "one: This cannot be answered."]);
  });

  test("changes the text of a message, and leaves its images and files", async () => {
    const opened = await openSession(graphWith({ redact }), ["Nice."]);
    const image = { type: "image", url: "https://example.com/card.png" } as const;
    const parts = [{ type: "text", text: "Card 4111" }, image, { type: "text", text: "or 4222" }] as const;
    await opened.session.send({ parts }).ended;
    expect(opened.requests[0]?.messages[0]).toMatchObject({
      text: "Card [card]\nor [card]",
      parts: [{ type: "text", text: "Card [card]\nor [card]" }, image],
    });
    await opened.replays();
  });

  test("changes the message that it was shown, where several were said in one breath", async () => {
    const { session, requests } = await openSession(graphWith({ redact }), ["Hi."]);
    await session.send(["Hello", "Card 4111", "Bye"]).ended;
    expect(shown(requests[0])).toEqual(["user: Hello", "user: Card [card]", "user: Bye"]);
  });

  test("still holds when the run is stopped while the model speaks", async () => {
    const { model, next, asked } = heldModel();
    const opened = await openSession(graphWith({ redact }), model);
    const run = opened.session.send("Card 4111");
    (await next(0)).say("I see ");
    await opened.session.stop().ended;
    await run.ended;
    const second = opened.session.send("Go on");
    (await next(1)).answer("Yes.");
    await second.ended;
    expect(asked).toHaveLength(2);
    expect(transcript(opened.session)[0]).toBe("user: Card [card]");
  });

  test("still holds when the model call failed for good and the user speaks again", async () => {
    const opened = await openSession(graphWith({ redact }), [{ error: "bad_request" }, "Hi."]);
    expect(await opened.session.send("Card 4111").ended).toMatchObject({ status: "failed" });
    await opened.session.send("Hello?").ended;
    expect(shown(opened.requests[1])).toEqual(["user: Card [card]", "user: Hello?"]);
    await opened.replays();
  });

  test("sees every message of an exchange, also one that was delivered while tools ran", async () => {
    const door = gate();
    const graph = graphWith({ redact: { ...redact, agents: ["two"] } }, () => door.pass());
    const opened = await openSession(graph, [{ calls: [call("look"), handOff("two")] }, "Hi."]);
    const run = opened.session.send("Card 4111");
    await door.entered;
    opened.session.send("Or 4222");
    await opened.next("message.staged");
    door.open();
    await run.ended;
    const words = shown(opened.requests[1]).filter((line) => line.startsWith("user"));
    expect(words).toEqual(["user: Card [card]", "user: Or [card]"]);
  });

  test("sees all that was said to a person before a model gets the conversation", async () => {
    const opened = await openSession(graphWith({ redact: { ...redact, agents: ["two"] } }), [handOff("person"), "Hi."]);
    await opened.session.send("A person, please").ended;
    await opened.session.send("Card 4111").ended;
    await opened.session.operate({ text: "I see." }).ended;
    await opened.session.send("Thanks").ended;
    await opened.session.operate({ handoff: { to: "two" } }).ended;
    expect(shown(opened.requests[1])).toContain("user: Card [card]");
  });

  test("sees what stands behind a message that was refused in the same breath, before any model does", async () => {
    const bad: Guardrail = { on: "input", check: ({ text }) => (text === "bad" ? { trip: "bad" } : "pass") };
    const opened = await openSession(graphWith({ redact, bad }), ["Hi.", handOff("two"), "Two."]);
    await opened.session.send(["First 4000", "bad", "Card 4111"]).ended;
    expect(opened.requests).toHaveLength(0);
    await opened.session.send("Go on").ended;
    const words = [
      "user: First [card]",
      "user: bad",
      "user: Card [card]",
      "one This cannot be answered.",
      "user: Go on",
    ];
    expect(shown(opened.requests[0])).toEqual(words);
    await opened.session.send("Two, please").ended;
    expect(shown(opened.requests[2]).slice(0, 5)).toEqual(words);
    await opened.replays();
  });
});
