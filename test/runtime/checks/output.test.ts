import { defineGraph, type GraphDefinition } from "handoff-machine";
import { call, handOff } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { tool, transcript, updatesOf, variables } from "../desk.ts";
import { ofType, openSession, shown } from "./sessions.ts";

type Definition = GraphDefinition<"one" | "two", "look", typeof variables>;

const order = z.object({ order: z.string(), amount: z.number().positive() });

function ordering(more: Pick<Definition, "limits" | "onLimit"> & { output?: z.ZodType } = {}) {
  const { output = order, ...rest } = more;
  return defineGraph({
    id: "ordering",
    start: "one",
    variables,
    initial: { verified: false, plan: "free", count: 0 },
    tools: { look: tool({ description: "Looks.", run: () => ({ output: "seen" }) }) },
    agents: {
      one: { description: "First.", instructions: "One.", tools: ["look"], output, handoffs: { two: {} } },
      two: { description: "Second.", instructions: "Two.", handoffs: { one: {} } },
    },
    ...rest,
  });
}

const good = '{"order":"A-7","amount":3}';

describe("an agent's output", () => {
  test("is parsed into the message, the session's result, the update and the end of the run", async () => {
    const opened = await openSession(ordering(), [good]);
    const updates = await updatesOf(opened.session.send("Go"));
    const value = { order: "A-7", amount: 3 };
    expect(opened.session.state.conversation.at(-1)).toMatchObject({ role: "assistant", text: good, output: value });
    expect(opened.session.state.result).toEqual(value);
    expect(updates).toContainEqual(expect.objectContaining({ type: "turn.ended", output: value }));
    expect(updates.at(-1)).toMatchObject({ type: "run.ended", result: value });
    expect(ofType(await opened.events(), "model.replied")[0]?.output).toEqual({ value });
    await opened.replays();
  });

  test.each([
    ["```json\n{}\n```", "json"],
    ["```\n{}\n```", "no language"],
    ["  \n```json\n{}\n```\n ", "blanks around it"],
  ])("may stand between Markdown's fences: %j", async (fence) => {
    const { session } = await openSession(ordering(), [fence.replace("{}", good)]);
    expect(await session.send("Go").ended).toMatchObject({ result: { order: "A-7", amount: 3 } });
  });

  test("is asked for in the request and in the instructions", async () => {
    const { session, requests } = await openSession(ordering(), [good]);
    await session.send("Go").ended;
    const schema = requests[0]?.output?.schema;
    expect(requests[0]?.output?.name).toBe("one_answer");
    expect(schema).toMatchObject({ type: "object", required: ["order", "amount"] });
    expect(requests[0]?.instructions).toContain(JSON.stringify(schema));
  });

  test("that does not fit is shown to the model with the problems, and asked for again", async () => {
    const bad = '{"order":"A-7","amount":"three"}';
    const opened = await openSession(ordering(), ["Order A-7.", bad, good]);
    await opened.session.send("Go").ended;
    expect(shown(opened.requests[1]).at(-1)).toBe(
      "prompt: Your answer has not the form that is asked for: it is not JSON. Answer again with the corrected JSON and nothing else.",
    );
    expect(shown(opened.requests[2]).at(-1)).toMatch(/prompt: .*amount/);
    expect(shown(opened.requests[2])).toContain(`one ${bad}`);
    expect(opened.session.state.result).toEqual({ order: "A-7", amount: 3 });
    await opened.replays();
  });

  test("that never fits spends the budget of repairs, and then its outcome follows", async () => {
    const ask = await openSession(ordering({ limits: { repairs: 1 } }), ["no", "no", good]);
    expect(await ask.session.send("Go").ended).toMatchObject({
      status: "awaitingUser",
      halt: { kind: "limitReached", limit: "repairs" },
      result: null,
    });
    expect(ask.requests).toHaveLength(2);
    const fail = await openSession(ordering({ limits: { repairs: 1 }, onLimit: "fail" }), ["no", "no", good]);
    expect(await fail.session.send("Go").ended).toMatchObject({ status: "failed" });
    expect(await fail.session.resume().ended).toMatchObject({ status: "awaitingUser", result: { order: "A-7" } });
    const escalate = await openSession(ordering({ limits: { repairs: 1 }, onLimit: { handoff: "two" } }), [
      "no",
      "no",
      "Two here.",
    ]);
    expect(await escalate.session.send("Go").ended).toMatchObject({ agent: "two" });
    for (const { replays } of [ask, fail, escalate]) await replays();
  });

  test("is not looked for in a reply with calls, nor in what another agent says", async () => {
    const { session, requests } = await openSession(ordering(), [
      { text: "I look.", calls: [call("look")] },
      { text: "Over to two.", calls: [handOff("two")] },
      "Plain words.",
    ]);
    await session.send("Go").ended;
    expect(transcript(session).at(-1)).toBe("two: Plain words.");
    expect(session.state.result).toBeNull();
    expect(requests[2]?.output).toBeUndefined();
  });

  test("is what an asynchronous schema that transforms makes of it, as JSON", async () => {
    const output = z.object({ day: z.string() }).transform(async ({ day }) => ({ year: Number(day.slice(0, 4)) }));
    const opened = await openSession(ordering({ output }), ['{"day":"2026-01-02"}']);
    expect(await opened.session.send("Go").ended).toMatchObject({ result: { year: 2026 } });
    await opened.replays();
  });

  test("of a later answer takes the place of the earlier one; a plain rest keeps it", async () => {
    const { session } = await openSession(ordering(), [good, '{"order":"B-8","amount":1}', handOff("two"), "Plain."]);
    await session.send("Go").ended;
    await session.send("Again").ended;
    expect(session.state.result).toEqual({ order: "B-8", amount: 1 });
    await session.send("To two").ended;
    expect(session.state.result).toEqual({ order: "B-8", amount: 1 });
  });
});
