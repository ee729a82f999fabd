import {
  createRuntime,
  defineGraph,
  type GraphDefinition,
  type HandoffDefinition,
  type Message,
  tool,
  type Variables,
} from "handoff-machine";
import { openaiModel } from "handoff-machine/openai";
import {
  askUser,
  call,
  createModelServer,
  handOff,
  returnTo,
  type Script,
  type ServerReply,
  scriptedModel,
} from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { desk, deskTools, openDesk, transcript, updatesOf, variables } from "./desk.ts";
import { only, opened } from "./flow/opened.ts";

type Definition = GraphDefinition<"one" | "two", "pay" | "look", typeof variables>;
type Edge = HandoffDefinition<Variables>;

interface Options extends Pick<Definition, "limits" | "onLimit" | "ends"> {
  readonly there?: Edge;
  readonly back?: Edge;
  readonly one?: Partial<Definition["agents"]["one"]>;
}

/** Two agents that hand off to one another; both may pay, which a person allows above 100. */
function pair({ there = {}, back = {}, one = {}, ...graph }: Options = {}) {
  const { pay, look } = deskTools();
  const tools = ["pay", "look"] as const;
  return defineGraph({
    id: "pair",
    start: "one",
    variables,
    initial: { verified: false, plan: "free", count: 0 },
    tools: { pay, look },
    agents: {
      one: { description: "First.", instructions: "One.", tools, handoffs: { two: there }, canAsk: true, ...one },
      two: { description: "Second.", instructions: "Two.", tools, handoffs: { one: back } },
    },
    ...graph,
  });
}

const views: readonly Edge[] = [{}, { view: { last: 1 } }, { view: { hide: "calls" } }, { view: { hide: "nothing" } }];

describe.each(["chat", "responses"] as const)("the provider answers 400, here one that speaks %s", (api) => {
  async function overTheWire(graph: ReturnType<typeof pair>, replies: readonly ServerReply[]) {
    const server = await createModelServer({ replies });
    const model = openaiModel({ model: "any", baseURL: server.baseURL, apiKey: "none", api });
    const session = await createRuntime(graph, { model }).open();
    return { session, server, [Symbol.asyncDispose]: () => server.close() };
  }

  test("since a handoff that was taken has no result: it has one, whatever the next agent sees of it", async () => {
    for (const edge of views) {
      const replies = [{ text: "One moment.", calls: [call("look"), handOff("two")] }, handOff("one"), "Here I am."];
      await using at = await overTheWire(pair({ there: edge, back: edge }), replies);
      expect(await at.session.send("Go").ended).toMatchObject({ status: "awaitingUser", agent: "one", halt: null });
      expect(transcript(at.session).at(-1)).toBe("one: Here I am.");
    }
  });

  test("to a message of the user while a call waits: it is staged behind the result of that call", async () => {
    await using at = await overTheWire(pair(), [call("pay", { amount: 500 }), "Paid; and yes."]);
    await at.session.send("Pay").ended;
    expect(await at.session.send("Are you there?").ended).toMatchObject({ status: "awaitingApproval" });
    expect(at.server.requests).toHaveLength(1);
    expect(await at.session.approve().ended).toMatchObject({ status: "awaitingUser", halt: null });
    expect(transcript(at.session).slice(-3)).toEqual([
      '  returned: {"paid":500}',
      "user: Are you there?",
      "one: Paid; and yes.",
    ]);
  });
});

describe("an agent that gets control back sees only the result of its own handoff, and answers nothing", () => {
  test.each([
    ["a handoff", {}, handOff("one")],
    ["a return", { mode: "delegate" }, returnTo("one", { result: "done" })],
  ] as const)("after %s it is asked with the user's message and with who gave it back, and answers", async (...way) => {
    const [, edge, back] = way;
    for (const view of views) {
      const { session, model } = await opened(pair({ there: edge, back: view }), [handOff("two"), back, "Here I am."]);
      expect(await session.send("Where are you?").ended).toMatchObject({ status: "awaitingUser", agent: "one" });
      const asked = model.requests[2];
      expect(asked?.messages.find(({ role }) => role === "user")).toMatchObject({ text: "Where are you?" });
      expect(asked?.instructions).toMatch(/over this conversation from two|two has given the conversation back/);
      expect(transcript(session).at(-1)).toBe("one: Here I am.");
    }
  });

  test("that it says nothing is a failure of the model, which is asked again, and never a silent end", async () => {
    const script: Script = [handOff("two"), handOff("one"), "", "", ""];
    const clock = { now: () => 0, sleep: () => Promise.resolve() };
    const session = await createRuntime(pair(), { model: scriptedModel(script), clock }).open();
    const ended = await session.send("Where are you?").ended;
    expect(ended).toMatchObject({ status: "failed", halt: { kind: "modelFailed", error: { code: "empty_reply" } } });
  });
});

test("the tool ran, its result was dropped: tools beside a handoff run side by side, and the target sees all results", async () => {
  const quickIsDone = Promise.withResolvers<void>();
  const slow = tool({ description: "Waits.", run: () => quickIsDone.promise.then(() => ({ output: "slow" })) });
  const quick = tool({
    description: "Ends at once.",
    run: () => {
      quickIsDone.resolve();
      return { output: "quick" };
    },
  });
  const graph = defineGraph({
    id: "pair",
    start: "one",
    tools: { slow, quick },
    agents: {
      one: { description: "First.", instructions: "One.", tools: ["slow", "quick"], handoffs: { two: {} } },
      two: { description: "Second.", instructions: "Two." },
    },
  });
  const { session, model } = await opened(graph, [
    { calls: [call("slow"), handOff("two"), call("quick")] },
    "Two here.",
  ]);
  expect(await session.send("Go").ended).toMatchObject({ status: "awaitingUser", agent: "two" });
  expect(transcript(session).slice(2, 5)).toEqual([
    "  returned: slow",
    "  taken: Handed off to two.",
    "  returned: quick",
  ]);
  const results = model.requests[1]?.messages.flatMap((message) => (message.role === "tool" ? [message.output] : []));
  expect(results).toEqual(["slow", "quick"]);
});

describe("the approval is silently dropped", () => {
  test("of a tool beside a handoff: the person is asked, the tool runs, then the handoff is made", async () => {
    const { session } = await opened(pair(), [{ calls: [handOff("two"), call("pay", { amount: 500 })] }, "Two here."]);
    const updates = await updatesOf(session.send("Pay"));
    expect(only(updates, "approval.requested")).toMatchObject([{ agent: "one", name: "pay" }]);
    expect(only(updates, "handoff.made")).toEqual([]);
    expect(await session.approve().ended).toMatchObject({ status: "awaitingUser", agent: "two" });
    expect(transcript(session).slice(2)).toEqual([
      "  taken: Handed off to two.",
      '  returned: {"paid":500}',
      "two: Two here.",
    ]);
  });

  test("of an agent that got the conversation by a handoff, or inside a delegation: the person is asked", async () => {
    for (const there of [{}, { mode: "delegate" }] as const) {
      const script = [handOff("two"), call("pay", { amount: 500 }), "Paid."];
      const { session } = await opened(pair({ there }), script);
      expect(await session.send("Pay").ended).toMatchObject({ status: "awaitingApproval", agent: "two" });
      expect(session.state.approvals).toMatchObject([{ agent: "two", name: "pay", input: { amount: 500 } }]);
      expect(await session.approve().ended).toMatchObject({ status: "awaitingUser", agent: "two" });
      expect(transcript(session).slice(-2)).toEqual(['  returned: {"paid":500}', "two: Paid."]);
    }
  });
});

test("filters erased who transferred to whom: the record has it, and the target is told, whatever it sees", async () => {
  for (const there of views) {
    const { session, model } = await opened(pair({ there }), [handOff("two"), "Two here."]);
    const updates = await updatesOf(session.send("Go"));
    expect(only(updates, "handoff.made")).toMatchObject([{ from: "one", to: "two" }]);
    expect(transcript(session).slice(1, 3)).toEqual(["one: handoff_to_two({})", "  taken: Handed off to two."]);
    expect(model.requests[1]?.instructions).toContain("taken over this conversation from one");
  }
});

test("0 meant 50: a limit of zero is rejected before anything runs, that of an agent that goes on alone as well", async () => {
  const stay = (maxTurns: number) => pair({ one: { afterReply: [{ stay: { maxTurns } }] } });
  for (const graph of [stay(0), stay(-1), pair({ limits: { handoffs: 0 } }), pair({ there: { maxTimes: 0 } })]) {
    const model = scriptedModel(["Once."]);
    expect(() => createRuntime(graph, { model })).toThrow(/number-out-of-range/);
    expect(model.requests).toEqual([]);
  }
  const { session, model } = await opened(stay(1), () => "Once more.");
  await session.send("Go").ended;
  expect(model.requests).toHaveLength(2);
});

describe("silent idle", () => {
  test("a session that is over says so, with its outcome, to the reader of the run and in its state", async () => {
    const ends: Definition["ends"] = [{ outcome: "enough", session: { turns: { atLeast: 2 } } }];
    const { session } = await opened(pair({ ends }), [handOff("two"), "Two here."]);
    const updates = await updatesOf(session.send("Go"));
    expect(updates.at(-1)).toMatchObject({ type: "run.ended", status: "completed", outcome: "enough" });
    expect(session.state).toMatchObject({ status: "completed", outcome: "enough" });
  });
});

test("stale private copies: an end condition is read on the one conversation, with what every agent said", async () => {
  const seen: string[][] = [];
  const everybody = {
    name: "everybody",
    test: ({ messages }: { readonly messages: Iterable<Message> }) => {
      seen.push([...messages].flatMap((message) => (message.role === "assistant" ? [message.agent] : [])));
      return new Set(seen.at(-1)).size === 2;
    },
  };
  const narrow: Edge = { view: { last: 1 } };
  for (const session of [{ messages: { atLeast: 6 } }, { predicate: everybody }] as const) {
    const ends: Definition["ends"] = [{ outcome: "over", session }];
    const at = await opened(pair({ ends, there: narrow }), ["One here.", handOff("two"), "Two here."]);
    expect(await at.session.send("Hi").ended).toMatchObject({ status: "awaitingUser" });
    const ended = await at.session.send("Two, please").ended;
    expect(ended).toMatchObject({ status: "completed", outcome: "over" });
    expect(at.session.state.conversation.length).toBe(6);
  }
  expect(seen.at(-1)).toEqual(["one", "one", "two"]);
});

describe("100 handoffs, then an exception", () => {
  const pingPong = scriptedModel(({ agent }) => handOff(agent === "one" ? "two" : "one"));

  test("however many are allowed, the run ends with an outcome, and the session goes on", async () => {
    const graph = pair({ limits: { handoffs: 150, modelCalls: null } });
    const session = await createRuntime(graph, { model: pingPong }).open();
    for (let exchange = 0; exchange < 2; exchange++) {
      const updates = await updatesOf(session.send("Go"));
      expect(only(updates, "handoff.made")).toHaveLength(150);
      expect(updates.at(-1)).toMatchObject({
        type: "run.ended",
        status: "awaitingUser",
        halt: { kind: "limitReached", limit: "handoffs" },
      });
    }
  });
});

describe("died at the 50th user reply", () => {
  const replies = 200;

  test("a model that asks the user two hundred times gets two hundred answers", async () => {
    const model = scriptedModel(({ turn }) => (turn <= replies ? askUser(`Question ${turn}?`) : "Thank you."));
    const session = await createRuntime(pair(), { model }).open();
    await session.send("Ask me.").ended;
    for (let answer = 1; answer <= replies; answer++) {
      expect(await session.send(`Answer ${answer}.`).ended).toMatchObject({ status: "awaitingUser", halt: null });
    }
    expect(transcript(session).at(-1)).toBe("one: Thank you.");
  });

  test("a person decides two hundred approvals, and an operator answers two hundred times", async () => {
    const model = scriptedModel(({ messages }) =>
      [...messages].at(-1)?.role === "user" ? call("pay", { amount: 500 }) : "Paid.",
    );
    const paying = await createRuntime(pair(), { model }).open();
    const { session: clerk } = await openDesk([handOff("clerk")], { graph: desk() });
    await clerk.send("A person, please").ended;
    for (let time = 1; time <= replies; time++) {
      await paying.send("Pay").ended;
      expect(await paying.approve().ended).toMatchObject({ status: "awaitingUser", halt: null });
      await clerk.send("And?").ended;
      expect(await clerk.operate({ text: "Yes." }).ended).toMatchObject({ status: "awaitingOperator", halt: null });
    }
  });
});

test("the full state is stored at each step: what an exchange adds to the journal is the same, however long the session", async () => {
  const model = scriptedModel(({ agent }) => (agent === "one" ? handOff("two") : { calls: [handOff("one")] }));
  const session = await createRuntime(pair({ limits: { handoffs: 4 } }), { model }).open();
  const sizes: number[] = [];
  for (let exchange = 0; exchange < 60; exchange++) {
    await session.send("Go").ended;
    if (exchange % 20 === 19) sizes.push((await session.export()).length);
  }
  const [first = 0, second = 0, third = 0] = sizes;
  expect((third - second) / (second - first)).toBeLessThan(1.05);
});
