import { defineGraph, type GraphDefinition, toolFor } from "handoff-machine";
import { call, handOff, returnTo, type Script } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { updatesOf } from "../desk.ts";
import { asked, only, opened, ways } from "./opened.ts";

const variables = z.object({ count: z.number() });
const tool = toolFor(variables);
const tools = {
  look: tool({ description: "Looks.", run: () => ({ output: "seen" }) }),
  add: tool({
    description: "Counts.",
    writes: ["count"],
    run: (_, { variables: { count } }) => ({ output: "added", set: { count: count + 1 } }),
  }),
  keep: tool({
    description: "Writes what is there already.",
    writes: ["count"],
    run: (_, { variables: { count } }) => ({ output: "kept", set: { count } }),
  }),
  pay: tool({ description: "Pays.", approval: true, run: () => ({ output: "paid" }) }),
};

type Definition = GraphDefinition<"one" | "two", keyof typeof tools, typeof variables>;

function pair(limits: Definition["limits"], options: Pick<Definition, "onLimit" | "prices"> = {}) {
  return defineGraph({
    id: "pair",
    start: "one",
    variables,
    initial: { count: 0 },
    tools,
    limits: { modelCalls: 100, handoffs: 100, refusals: 100, ...limits },
    agents: {
      one: {
        description: "First.",
        instructions: "One.",
        tools: ["look", "add", "keep", "pay"],
        handoffs: { two: {} },
      },
      two: { description: "Second.", instructions: "Two.", tools: ["add", "keep"], handoffs: { one: {} } },
    },
    ...options,
  });
}

async function halted(graph: ReturnType<typeof pair>, script: Script) {
  const at = await opened(graph, script);
  const updates = await updatesOf(at.session.send("Go"));
  const limits = only(updates, "limit.reached").map(({ limit }) => limit);
  return { ...at, updates, limits, ended: updates.at(-1) };
}

const other = ({ agent }: { agent: string }) => handOff(agent === "one" ? "two" : "one");

describe("a budget of one exchange", () => {
  test("modelCalls: so many, then the user has the word, and is told why", async () => {
    const { limits, ended, model } = await halted(pair({ modelCalls: 3 }), () => call("look"));
    expect(limits).toEqual(["modelCalls"]);
    expect(ended).toMatchObject({
      status: "awaitingUser",
      agent: "one",
      halt: { kind: "limitReached", limit: "modelCalls" },
    });
    expect(asked(model)).toHaveLength(3);
  });

  test("toolCalls: a reply that passes it still runs as a whole, and nothing comes after it", async () => {
    const looks = { calls: [call("look"), call("look"), call("look")] };
    const { limits, updates, model } = await halted(pair({ toolCalls: 2 }), [looks]);
    expect(limits).toEqual(["toolCalls"]);
    expect(only(updates, "tool.settled").map(({ status }) => status)).toEqual(["returned", "returned", "returned"]);
    expect(asked(model)).toHaveLength(1);
  });

  test("handoffs: the next one is refused, and the exchange is over", async () => {
    const { limits, updates } = await halted(pair({ handoffs: 2 }), other);
    expect(limits).toEqual(["handoffs"]);
    expect(ways(updates)).toHaveLength(2);
    expect(only(updates, "handoff.refused")).toMatchObject([
      { reason: { error: "handoffs_spent", message: "No more handoffs before the user speaks again (limit: 2)." } },
    ]);
  });

  test("handoffs: returns cost none", async () => {
    const graph = defineGraph({
      id: "firm",
      start: "boss",
      limits: { handoffs: 1 },
      agents: {
        boss: { instructions: "B", handoffs: { expert: { mode: "delegate" } } },
        expert: { description: "Knows.", instructions: "E" },
      },
    });
    const { session } = await opened(graph, [handOff("expert"), returnTo("boss"), "Done."]);
    expect(await session.send("Go").ended).toMatchObject({ status: "awaitingUser", agent: "boss", halt: null });
  });

  test("refusals: calls that the machine refused", async () => {
    const { limits, model } = await halted(pair({ refusals: 2 }), () => ({ calls: [call("nothing"), call("look")] }));
    expect(limits).toEqual(["refusals"]);
    expect(asked(model)).toHaveLength(2);
  });

  test("repairs: how often a model is asked again for the right form", async () => {
    const graph = defineGraph({
      id: "forms",
      start: "clerk",
      limits: { repairs: 1 },
      agents: { clerk: { instructions: "Answer.", output: z.object({ answer: z.string() }) } },
    });
    const { session, model } = await opened(graph, ["no JSON", "no JSON either", '{"answer":"at last"}']);
    expect(await session.send("Go").ended).toMatchObject({ halt: { limit: "repairs" }, result: null });
    expect(asked(model)).toHaveLength(2);
    expect(await session.send("Again").ended).toMatchObject({ halt: null, result: { answer: "at last" } });
  });

  test("tokens: those of the exchange, read between two model calls", async () => {
    const script = () => ({ calls: [call("look")], usage: { inputTokens: 30, outputTokens: 10 } });
    const { limits, model } = await halted(pair({ tokens: 100 }), script);
    expect(limits).toEqual(["tokens"]);
    expect(asked(model)).toHaveLength(3);
  });

  test("cost: by the longest listed beginning of the model's name", async () => {
    const script = () => ({ calls: [call("look")], usage: { inputTokens: 1_000_000, outputTokens: 0 } });
    const prices = { scr: { input: 9, output: 0 }, script: { input: 1, output: 0 }, other: { input: 50, output: 0 } };
    const { limits, model, session } = await halted(pair({ cost: 3 }, { prices }), script);
    expect(limits).toEqual(["cost"]);
    expect(asked(model)).toHaveLength(3);
    expect(session.state.cost).toBe(3);
  });

  test("cost: a model that is not listed is taken to cost as the dearest", async () => {
    const script = () => ({ calls: [call("look")], usage: { inputTokens: 1_000_000, outputTokens: 0 } });
    const prices = { cheap: { input: 1, output: 0 }, dear: { input: 3, output: 0 } };
    const { model } = await halted(pair({ cost: 3 }, { prices }), script);
    expect(asked(model)).toHaveLength(1);
  });

  test("time: milliseconds since the user spoke, read between two model calls", async () => {
    const at = await opened(pair({ time: 1_000 }), () => {
      at.clock.advance(400);
      return call("look");
    });
    expect(await at.session.send("Go").ended).toMatchObject({ halt: { limit: "time" } });
    expect(asked(at.model)).toHaveLength(3);
  });

  test("time: that of waiting for a person does not count", async () => {
    const at = await opened(pair({ time: 1_000 }), ({ turn }) => {
      at.clock.advance(400);
      return turn < 3 ? call("pay") : call("look");
    });
    await at.session.send("Go").ended;
    at.clock.advance(3_600_000);
    expect(await at.session.approve().ended).toMatchObject({ status: "awaitingApproval", halt: null });
    at.clock.advance(3_600_000);
    expect(await at.session.approve().ended).toMatchObject({ status: "awaitingUser", halt: { limit: "time" } });
    expect(asked(at.model)).toHaveLength(3);
  });
});

describe("pingPong", () => {
  test("so many handoffs in a row between the same two, then the next is refused", async () => {
    const { limits, updates } = await halted(pair({ pingPong: 3 }), other);
    expect(limits).toEqual(["pingPong"]);
    expect(ways(updates)).toHaveLength(3);
    expect(only(updates, "handoff.refused")).toMatchObject([{ reason: { error: "ping_pong" } }]);
  });

  test("a variable that changed in between starts the count anew; one that was written the same does not", async () => {
    const passing = (name: "add" | "keep") => (request: { agent: string; turn: number }) =>
      request.turn > 20 ? "Enough." : { calls: [call(name), other(request)] };
    expect((await halted(pair({ pingPong: 3 }), passing("add"))).limits).toEqual([]);
    expect((await halted(pair({ pingPong: 3 }), passing("keep"))).limits).toEqual(["pingPong"]);
  });

  test("a user message starts the count anew", async () => {
    const { session } = await halted(pair({ pingPong: 3 }), other);
    expect(ways(await updatesOf(session.send("Again")))).toHaveLength(3);
  });

  test("a third agent in between is no ping-pong", async () => {
    const graph = defineGraph({
      id: "round",
      start: "a",
      limits: { pingPong: 2, handoffs: 6 },
      agents: {
        a: { description: "A", instructions: "A", handoffs: { b: {} } },
        b: { description: "B", instructions: "B", handoffs: { c: {} } },
        c: { description: "C", instructions: "C", handoffs: { a: {} } },
      },
    });
    const next = { a: "b", b: "c", c: "a" } as const;
    const { session } = await opened(graph, ({ agent }) => handOff(next[agent as keyof typeof next]));
    expect(await session.send("Go").ended).toMatchObject({ halt: { limit: "handoffs" } });
  });

  test("delegating again and again counts, too", async () => {
    const graph = defineGraph({
      id: "again",
      start: "boss",
      limits: { pingPong: 2, modelCalls: 100 },
      agents: {
        boss: { instructions: "B", handoffs: { expert: { mode: "delegate" } } },
        expert: { description: "Knows.", instructions: "E" },
      },
    });
    const { session } = await opened(graph, ({ agent }) => (agent === "boss" ? handOff("expert") : returnTo("boss")));
    expect(await session.send("Go").ended).toMatchObject({ halt: { limit: "pingPong" } });
  });
});

describe("budgets", () => {
  test("are renewed by a user message", async () => {
    const { session, model } = await halted(pair({ modelCalls: 2 }), () => call("look"));
    expect(await session.send("Go on").ended).toMatchObject({ halt: { limit: "modelCalls" } });
    expect(asked(model)).toHaveLength(4);
  });

  test("are not renewed by an approval", async () => {
    const { session, model } = await halted(pair({ modelCalls: 2 }), () => call("pay"));
    await session.approve().ended;
    expect(await session.approve().ended).toMatchObject({ halt: { limit: "modelCalls" } });
    expect(asked(model)).toHaveLength(2);
  });

  test("are renewed by a message that waits to be delivered", async () => {
    const { session, model } = await opened(pair({ modelCalls: 1 }), [call("look"), "Both."]);
    const [run, later] = [session.send("one"), session.send("two")];
    await Promise.all([run.ended, later.ended]);
    expect(session.state).toMatchObject({ status: "awaitingUser", halt: null });
    expect(asked(model)).toHaveLength(2);
  });

  test("that are null are absent", async () => {
    const many = ({ turn }: { turn: number }) => (turn > 120 ? "Done." : call("nothing"));
    const none = { modelCalls: null, handoffs: null, refusals: null, repairs: null };
    const { limits, model } = await halted(pair(none), many);
    expect(limits).toEqual([]);
    expect(asked(model)).toHaveLength(121);
  });

  test("of zero are rejected when the graph is compiled", async () => {
    for (const limit of ["modelCalls", "toolCalls", "handoffs", "refusals", "repairs", "tokens", "time", "pingPong"]) {
      await expect(opened(pair({ [limit]: 0 }))).rejects.toThrow(limit);
    }
  });
});
