import { defineGraph, type GraphDefinition } from "handoff-machine";
import { call, handOff } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { tool, transcript, variables } from "../desk.ts";
import { ofType, openSession } from "./sessions.ts";

type Definition = GraphDefinition<"one" | "two", "pay" | "look", typeof variables>;
type Guardrails = NonNullable<Definition["guardrails"]>;

function pair(guardrails: Guardrails, ran: unknown[] = []) {
  return defineGraph({
    id: "pair",
    start: "one",
    variables,
    initial: { verified: false, plan: "free", count: 0 },
    tools: {
      pay: tool({
        description: "Pays.",
        input: z.object({ amount: z.number().max(1_000) }),
        approval: { amount: { moreThan: 100 } },
        writes: ["count"],
        run: ({ amount }) => {
          ran.push(amount);
          return { output: { paid: amount, key: "k-1" }, set: { count: amount } };
        },
      }),
      look: tool({
        description: "Looks.",
        run: () => {
          ran.push("look");
          return { output: "seen" };
        },
      }),
    },
    agents: {
      one: { description: "First.", instructions: "One.", tools: ["pay", "look"], handoffs: { two: {} } },
      two: { description: "Second.", instructions: "Two.", tools: ["pay"], handoffs: { one: {} } },
    },
    guardrails,
  });
}

const amountOf = (value: unknown): number => z.object({ amount: z.number() }).parse(value).amount;

describe("guardrails on arguments", () => {
  test("refuse a call before a person is asked about it; the model is told why, and its siblings run", async () => {
    const ran: unknown[] = [];
    const cap: Guardrails[string] = {
      on: "arguments",
      check: ({ value }) => (amountOf(value) > 200 ? { trip: "more than 200" } : "pass"),
      tools: ["pay"],
    };
    const opened = await openSession(pair({ cap }, ran), [
      { calls: [call("pay", { amount: 500 }), call("look")] },
      "Ok.",
    ]);
    expect(await opened.session.send("Go").ended).toMatchObject({ status: "awaitingUser" });
    expect(ran).toEqual(["look"]);
    expect(transcript(opened.session)[2]).toBe(
      '  refused: {"error":"guardrail","message":"The arguments were not let through: more than 200"}',
    );
    expect(opened.updates).toContainEqual({
      type: "guardrail.tripped",
      agent: "one",
      guardrail: "cap",
      on: "arguments",
      reason: "more than 200",
      call: "1.0",
    });
    expect(ofType(await opened.events(), "model.replied")[0]?.verdicts).toMatchObject([
      { guardrail: "cap", on: "arguments", call: "1.0", outcome: "tripped" },
    ]);
    await opened.replays();
  });

  test("rewrite what the tool gets; whether a person is asked depends on what they wrote", async () => {
    const ran: unknown[] = [];
    const cap: Guardrails[string] = {
      on: "arguments",
      check: ({ value }) => ({ rewrite: { amount: Math.min(amountOf(value), 100) } }),
      tools: ["pay"],
    };
    const opened = await openSession(pair({ cap }, ran), [call("pay", { amount: 500 }), "Ok."]);
    expect(await opened.session.send("Go").ended).toMatchObject({ status: "awaitingUser" });
    expect(ran).toEqual([100]);
    expect(transcript(opened.session)[1]).toBe('one: pay({"amount":500})');
    await opened.replays();
  });

  test("cannot write what the schema does not take: that call is refused", async () => {
    const ran: unknown[] = [];
    const raise: Guardrails[string] = { on: "arguments", check: () => ({ rewrite: { amount: 5_000 } }) };
    const opened = await openSession(pair({ raise }, ran), [call("pay", { amount: 5 }), "Ok."]);
    await opened.session.send("Go").ended;
    expect(ran).toEqual([]);
    expect(transcript(opened.session)[2]).toMatch(/refused: .*guardrail.*rewritten so that they do not fit.*amount/);
  });

  test("see what the ones before wrote, are told the tool, and are asynchronous where they want to be", async () => {
    const seen: string[] = [];
    const add = (one: number): Guardrails[string] => ({
      on: "arguments",
      check: async ({ value, tool: name, text }) => {
        seen.push(`${name} ${text}`);
        return { rewrite: { amount: amountOf(value) + one } };
      },
    });
    const ran: unknown[] = [];
    const opened = await openSession(pair({ first: add(1), second: add(10) }, ran), [
      call("pay", { amount: 5 }),
      "Ok.",
    ]);
    await opened.session.send("Go").ended;
    expect(seen).toEqual(['pay {"amount":5}', 'pay {"amount":6}']);
    expect(ran).toEqual([16]);
  });

  test("check only the tools and agents that they name, and no handoff", async () => {
    const seen: string[] = [];
    const note: Guardrails[string] = {
      on: "arguments",
      agents: ["two"],
      tools: ["pay"],
      check: ({ agent, tool: name }) => {
        seen.push(`${agent} ${name}`);
        return "pass";
      },
    };
    const script = [{ calls: [call("pay", { amount: 1 }), handOff("two")] }, call("pay", { amount: 2 }), "Ok."];
    const opened = await openSession(pair({ note }), script);
    await opened.session.send("Go").ended;
    expect(seen).toEqual(["two pay"]);
  });

  test("that lead to an agent let nothing of the reply happen", async () => {
    const ran: unknown[] = [];
    const cap: Guardrails[string] = {
      on: "arguments",
      tools: ["pay"],
      check: ({ value }) => (amountOf(value) > 200 ? { trip: "too much" } : "pass"),
      onTrip: { to: "two" },
    };
    const reply = { text: "I pay.", calls: [call("look"), call("pay", { amount: 150 }), call("pay", { amount: 900 })] };
    const opened = await openSession(pair({ cap }, ran), [reply, "Two here."]);
    expect(await opened.session.send("Go").ended).toMatchObject({ agent: "two", status: "awaitingUser" });
    expect(ran).toEqual([]);
    expect(transcript(opened.session)).toEqual([
      "user: Go",
      expect.stringMatching(/^one: I pay\. look/),
      expect.stringContaining("superseded"),
      expect.stringContaining("superseded"),
      expect.stringContaining('refused: {"error":"guardrail"'),
      "two: Two here.",
    ]);
    expect(opened.requests[1]?.instructions).toContain("too much");
    await opened.replays();
  });
});

describe("guardrails on results", () => {
  test("fail a call whose result they do not let through, and what it wrote is not written", async () => {
    const leak: Guardrails[string] = {
      on: "result",
      check: ({ text }) => (text.includes("k-1") ? { trip: "it has a key" } : "pass"),
    };
    const opened = await openSession(pair({ leak }), [{ calls: [call("pay", { amount: 5 }), call("look")] }, "Ok."]);
    await opened.session.send("Go").ended;
    expect(transcript(opened.session).slice(2, 4)).toEqual([
      '  failed: {"error":"guardrail","message":"The result was not let through: it has a key"}',
      "  returned: seen",
    ]);
    expect(opened.session.state.variables.count).toBe(0);
    expect(JSON.stringify(opened.requests)).not.toContain("k-1");
    const [failed] = ofType(await opened.events(), "tool.failed");
    expect(failed).toMatchObject({
      code: "guardrail",
      verdicts: [{ guardrail: "leak", call: "1.0", outcome: "tripped" }],
    });
    await opened.replays();
  });

  test("rewrite what models see of a result; what the tool wrote is written", async () => {
    const hide: Guardrails[string] = { on: "result", tools: ["pay"], check: () => ({ rewrite: { paid: true } }) };
    const opened = await openSession(pair({ hide }), [call("pay", { amount: 5 }), "Ok."]);
    await opened.session.send("Go").ended;
    expect(transcript(opened.session)[2]).toBe('  returned: {"paid":true}');
    expect(opened.session.state.variables.count).toBe(5);
    expect(opened.updates).toContainEqual(
      expect.objectContaining({ type: "guardrail.rewrote", on: "result", call: "1.0" }),
    );
    await opened.replays();
  });

  test("that lead away let the siblings finish, and then nothing else of the reply happens", async () => {
    const ran: unknown[] = [];
    const leak: Guardrails[string] = {
      on: "result",
      tools: ["pay"],
      check: () => ({ trip: "a key" }),
      onTrip: { end: "leaked" },
    };
    const opened = await openSession(pair({ leak }, ran), [
      { calls: [call("pay", { amount: 5 }), call("look"), handOff("two")] },
    ]);
    expect(await opened.session.send("Go").ended).toMatchObject({ status: "completed", outcome: "leaked" });
    expect(ran).toEqual([5, "look"]);
    expect(transcript(opened.session).slice(2)).toEqual([
      expect.stringContaining("failed"),
      "  returned: seen",
      expect.stringContaining("superseded"),
    ]);
    await opened.replays();
  });

  test("that lead to an agent do so when the reply is settled, without asking the model again", async () => {
    const leak: Guardrails[string] = {
      on: "result",
      check: ({ tool: name }) => (name === "pay" ? { trip: "a key" } : "pass"),
      onTrip: { to: "two" },
    };
    const opened = await openSession(pair({ leak }), [{ calls: [call("pay", { amount: 5 }), call("look")] }, "Two."]);
    expect(await opened.session.send("Go").ended).toMatchObject({ agent: "two" });
    expect(opened.requests.map(({ agent }) => agent)).toEqual(["one", "two"]);
    await opened.replays();
  });

  test("that are unsure fail the call, or let it pass where onError says so; a replay runs none of them", async () => {
    let runs = 0;
    const unsure = (onError: "trip" | "pass"): Guardrails => ({
      unsure: {
        on: "result",
        onError,
        check: () => {
          runs++;
          throw new TypeError("broken");
        },
      },
    });
    for (const [onError, status] of [
      ["trip", "failed"],
      ["pass", "returned"],
    ] as const) {
      const opened = await openSession(pair(unsure(onError)), [call("look"), "Ok."]);
      await opened.session.send("Go").ended;
      expect(opened.session.state.conversation.at(2)).toMatchObject({ status });
      await opened.replays();
    }
    expect(runs).toBe(2);
  });

  test("cannot change what they are shown but by what they say, and what they write stays theirs", async () => {
    const meddle: Guardrails[string] = {
      on: "result",
      tools: ["pay"],
      check: ({ value }) => {
        Reflect.set(Object(value), "paid", 0);
        return "pass";
      },
    };
    const shared = { amount: 7 };
    const fix: Guardrails[string] = { on: "arguments", tools: ["pay"], check: () => ({ rewrite: shared }) };
    const opened = await openSession(pair({ meddle, fix }), [call("pay", { amount: 5 }), "Ok."]);
    await opened.session.send("Go").ended;
    expect(opened.session.state.conversation.at(2)).toMatchObject({ output: { paid: 7 } });
    expect(Object.isFrozen(shared)).toBe(false);
    await opened.replays();
  });
});
