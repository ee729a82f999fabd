import { defineGraph, type GraphDefinition, type Message } from "handoff-machine";
import { openaiModel } from "handoff-machine/openai";
import { call, createModelServer, handOff } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { tool, variables } from "../desk.ts";
import { openSession, shown } from "./sessions.ts";

type Definition = GraphDefinition<"one" | "two", "look", typeof variables>;
type Agent = Definition["agents"]["two"];

interface Options {
  readonly one?: Partial<Definition["agents"]["one"]>;
  readonly two?: Partial<Agent>;
  readonly edge?: object;
}

function pair({ one = {}, two = {}, edge = {} }: Options = {}) {
  return defineGraph({
    id: "pair",
    start: "one",
    variables,
    initial: { verified: false, plan: "free", count: 0 },
    tools: { look: tool({ description: "Looks.", run: () => ({ output: "seen" }) }) },
    agents: {
      one: { description: "First.", instructions: "One.", tools: ["look"], handoffs: { two: edge }, ...one },
      two: { description: "Second.", instructions: "Two.", tools: ["look"], handoffs: { one: {} }, ...two },
    },
  });
}

/** A talk with `one`, in which it calls a tool, and then a handoff. */
const script = [
  "Hello.",
  call("look"),
  { text: "I hand you over.", calls: [handOff("two")] },
  "Two here.",
  "Still two.",
];

async function talked(graph: ReturnType<typeof pair>) {
  const opened = await openSession(graph, script);
  await opened.session.send("Hi").ended;
  await opened.session.send("Look, then billing").ended;
  return opened;
}

describe("what a model sees of the conversation", () => {
  test("is everything but the handoffs of other agents, where nothing is said", async () => {
    const { requests } = await talked(pair());
    expect(shown(requests[3])).toEqual([
      "user: Hi",
      "one Hello.",
      "user: Look, then billing",
      "one look",
      "returned look",
      "one I hand you over.",
    ]);
  });

  test("is with hide: nothing also who handed off to whom, and with hide: calls no call of anybody else", async () => {
    const open = await talked(pair({ two: { view: { hide: "nothing" } } }));
    expect(shown(open.requests[3]).slice(-2)).toEqual(["one I hand you over. handoff_to_two", "taken handoff_to_two"]);
    const quiet = await talked(pair({ two: { view: { hide: "calls" } } }));
    expect(shown(quiet.requests[3])).toEqual([
      "user: Hi",
      "one Hello.",
      "user: Look, then billing",
      "one I hand you over.",
    ]);
  });

  test("is with last: n what came last, and the newest user message", async () => {
    const { requests } = await talked(pair({ two: { view: { last: 1 } } }));
    expect(shown(requests[3])).toEqual(["user: Look, then billing", "one I hand you over."]);
  });

  test("is ruled by the view of a handoff for what was said before it, and by the agent's own for what follows", async () => {
    const { session, requests } = await talked(pair({ edge: { view: { last: 1 } } }));
    await session.send("More").ended;
    expect(shown(requests[4])).toEqual(["one I hand you over.", "two Two here.", "user: More"]);
    expect(session.state.conversation.length).toBe(10);
  });

  test("is everything again for the agent that gets the conversation back", async () => {
    const opened = await openSession(pair({ edge: { view: { last: 1 } } }), [
      "Hello.",
      handOff("two"),
      "Two here.",
      { text: "Back to one.", calls: [handOff("one")] },
      "One again.",
    ]);
    await opened.session.send("Hi").ended;
    await opened.session.send("Billing").ended;
    await opened.session.send("Thanks").ended;
    expect(shown(opened.requests[4])).toEqual([
      "user: Hi",
      "one Hello.",
      "user: Billing",
      "one handoff_to_two",
      "taken handoff_to_two",
      "two Two here.",
      "user: Thanks",
      "two Back to one.",
    ]);
  });

  test("has the own handoffs of an agent that gets control back, and the user's message behind which it answers", async () => {
    const { session, requests } = await openSession(pair(), [handOff("two"), handOff("one"), "Here I am."]);
    await session.send("Go").ended;
    expect(shown(requests[2])).toEqual(["user: Go", "one handoff_to_two", "taken handoff_to_two"]);
    expect(requests[2]?.instructions).toBe("One.\n\nYou have taken over this conversation from two.");
  });

  test("has the image that was sent in the turn of the handoff", async () => {
    for (const view of [undefined, { last: 1 }, { hide: "calls" }] as const) {
      const graph = pair({ edge: view === undefined ? {} : { view } });
      const { session, requests } = await openSession(graph, [handOff("two"), "A cat."]);
      const image = { type: "image", data: "aGk=", mediaType: "image/png" } as const;
      await session.send({ text: "What is it?", parts: [image] }).ended;
      expect(requests[1]?.messages).toEqual([
        { role: "user", text: "What is it?", parts: [{ type: "text", text: "What is it?" }, image], at: 1_000 },
      ]);
    }
  });

  test("is what a view of one's own makes of it, given the facts of the session; it is balanced afterwards", async () => {
    const facts: unknown[] = [];
    const view: Agent["view"] = {
      name: "withoutResults",
      select: async (messages: readonly Message[], given) => {
        facts.push(given);
        return messages.filter(({ role }) => role !== "tool");
      },
    };
    const { requests } = await talked(pair({ two: { view } }));
    expect(shown(requests[3])).toEqual(["user: Hi", "one Hello.", "user: Look, then billing", "one I hand you over."]);
    expect(facts).toEqual([{ session: "s", agent: "two", variables: { verified: false, plan: "free", count: 0 } }]);
  });

  test("cannot be made where a view of one's own throws or gives nonsense: the call fails, and can be resumed", async () => {
    for (const broken of [() => Promise.reject(new TypeError("mine")), () => "all", () => [{ role: "user" }]]) {
      let works = false;
      const select = (messages: readonly Message[]) => (works ? messages : broken());
      const opened = await openSession(pair({ one: { view: { name: "mine", select: select as never } } }), ["Hello."]);
      expect(await opened.session.send("Hi").ended).toMatchObject({
        status: "failed",
        halt: { kind: "modelFailed", error: { retryable: false } },
      });
      works = true;
      expect(await opened.session.resume().ended).toMatchObject({ status: "awaitingUser" });
      await opened.replays();
    }
  });

  test("is written anew for another model: the provider's own items go back to the model that made them only", async () => {
    await using server = await createModelServer({
      replies: [{ text: "One moment.", calls: [handOff("two")] }, "Two here.", handOff("one"), "One again."],
    });
    const model = openaiModel({ model: "m-1", baseURL: server.baseURL, api: "responses" });
    const graph = pair({ two: { settings: { model: "m-2" } } });
    const { session } = await openSession(graph, model);
    await session.send("Go").ended;
    await session.send("Back").ended;
    expect(server.requests.map(({ body }) => body.model)).toEqual(["m-1", "m-2", "m-2", "m-1"]);
    const ids = server.requests.map(
      ({ body }) => JSON.stringify(body.input).match(/"id":"(msg|fc)_[^"]+"/g)?.length ?? 0,
    );
    expect(ids).toEqual([0, 0, 1, 2]);
    const natives = [...session.state.conversation].flatMap((message) =>
      message.role === "assistant" ? [message.native?.provider.replace(/@.*/, "")] : [],
    );
    expect(natives).toEqual([
      "openai-responses:m-1",
      "openai-responses:m-2",
      "openai-responses:m-2",
      "openai-responses:m-1",
    ]);
  });
});
