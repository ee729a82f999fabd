import { defineGraph, type GraphDefinition } from "handoff-machine";
import { handOff, type Script, type ScriptedStep, scriptedModel } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { variables } from "../desk.ts";
import { gate, heldModel, ofType, openSession, settled, shown } from "./sessions.ts";

type Definition = GraphDefinition<"one" | "two", never, typeof variables>;

const summary = { instructions: "Sum up.", keep: 1 };

function pair(edge: object = {}, more: Pick<Definition, "guardrails"> & { one?: object } = {}) {
  const { one = {}, ...rest } = more;
  return defineGraph({
    id: "pair",
    start: "one",
    variables,
    initial: { verified: false, plan: "free", count: 0 },
    agents: {
      one: { description: "First.", instructions: "One.", handoffs: { two: edge }, ...one },
      two: { description: "Second.", instructions: "Two.", handoffs: { one: {} } },
    },
    ...rest,
  });
}

const usage = { inputTokens: 10, outputTokens: 1 };

/** A model that answers by a list, and writes summaries when it is asked for them; all at the same price. */
function summing(replies: readonly ScriptedStep[], summaries: readonly ScriptedStep[] = []): Script {
  const [answers, written] = [replies.values(), summaries.values()];
  let count = 0;
  const priced = (step: ScriptedStep): ScriptedStep =>
    typeof step === "string" ? { text: step, usage } : "name" in step ? { calls: [step], usage } : step;
  return ({ instructions }) =>
    priced(
      instructions === "Sum up."
        ? (written.next().value ?? `Summary ${++count}.`)
        : (answers.next().value ?? { error: "script_ended" }),
    );
}

const sums = (requests: readonly { instructions: string }[]): number =>
  requests.filter(({ instructions }) => instructions === "Sum up.").length;

describe("a summary", () => {
  test("is made once for a handoff, shown instead of what it covers, journaled and paid for", async () => {
    const opened = await openSession(
      pair({ view: { summary } }),
      summing(["Hello.", handOff("two"), "Two.", "Again."]),
    );
    const { session, requests, updates } = opened;
    await session.send("Hi").ended;
    await session.send("Billing").ended;
    expect(shown(requests[2])).toEqual([
      "user: Hi",
      "one Hello.",
      "user: Billing",
      "prompt: Write the summary of the conversation up to here now.",
    ]);
    expect(requests[2]?.tools).toEqual([]);
    expect(shown(requests[3])).toEqual(["prompt: Summary of the conversation so far:\nSummary 1.", "user: Billing"]);
    await session.send("More").ended;
    expect(sums(requests)).toBe(1);
    expect(shown(requests[4])).toEqual([
      "prompt: Summary of the conversation so far:\nSummary 1.",
      "two Two.",
      "user: More",
    ]);
    const replied = ofType(await opened.events(), "model.replied");
    expect(replied.map((event) => event.summary?.for)).toEqual([undefined, undefined, "one → two", undefined]);
    expect(replied[2]?.summary).toMatchObject({ text: "Summary 1.", model: "scripted", usage });
    expect(updates).toContainEqual(expect.objectContaining({ type: "conversation.summarized", for: "one → two" }));
    expect(session.state.usage).toEqual({ inputTokens: 50, outputTokens: 5 });
    await opened.replays();
  });

  test("is not made again by a replay, nor when the session is opened again", async () => {
    const graph = pair({ view: { summary } });
    const first = await openSession(graph, summing(["Hello.", handOff("two"), "Two."]));
    await first.session.send("Hi").ended;
    await first.session.send("Billing").ended;
    first.session.close();
    const again = await openSession(graph, summing(["Again."]), { journal: first.journal });
    await again.session.send("More").ended;
    expect(again.requests).toHaveLength(1);
    expect(shown(again.requests[0])[0]).toContain("Summary 1.");
    expect(again.session.state.usage.inputTokens).toBe(50);
    await again.replays();
  });

  test("rolls on for an agent: the next one is made from the one before", async () => {
    const graph = pair({}, { one: { view: { summary } } });
    const opened = await openSession(graph, summing(["A.", "B.", "C.", "D."]));
    for (const text of ["a", "b", "c", "d"]) await opened.session.send(text).ended;
    const made = opened.requests.filter(({ instructions }) => instructions === "Sum up.").map(shown);
    expect(made.length).toBeGreaterThan(1);
    expect(made[1]?.[0]).toBe("prompt: Summary of the conversation so far:\nSummary 1.");
    expect(JSON.stringify(made[1])).not.toContain('"user: a"');
    await opened.replays();
  });

  test("that fails fails the model call, which is made again with it", async () => {
    const graph = pair({ view: { summary } });
    const opened = await openSession(graph, summing([handOff("two"), "Two."], [{ error: "server_error" }, " "]));
    const run = opened.session.send("Billing");
    await opened.clock.asleep();
    opened.clock.advance(1_000);
    await opened.next("text.discarded");
    await opened.clock.asleep();
    opened.clock.advance(1_000);
    await run.ended;
    expect(sums(opened.requests)).toBe(3);
    expect(ofType(await opened.events(), "model.failed").map(({ error }) => error.code)).toEqual([
      "server_error",
      "empty_reply",
    ]);
    expect(shown(opened.requests.at(-1))[0]).toContain("Summary 1.");
    await opened.replays();
  });

  test("is kept when the answer after it fails: it is not made again, and paid for once", async () => {
    const graph = pair({ view: { summary } });
    const opened = await openSession(graph, summing([handOff("two"), { error: "connection" }, "Two."]));
    const run = opened.session.send("Billing");
    await opened.clock.asleep();
    opened.clock.advance(1_000);
    await run.ended;
    expect(sums(opened.requests)).toBe(1);
    expect(ofType(await opened.events(), "model.failed")[0]?.summary).toMatchObject({ text: "Summary 1." });
    expect(opened.session.state.usage.inputTokens).toBe(30);
    await opened.replays();
  });

  test("is kept when the answer after it failed for good and the session is resumed", async () => {
    const graph = pair({ view: { summary } });
    const opened = await openSession(graph, summing([handOff("two"), { error: "bad_request" }, "Two."]));
    expect(await opened.session.send("Billing").ended).toMatchObject({ status: "failed" });
    await opened.session.resume().ended;
    expect(sums(opened.requests)).toBe(1);
    await opened.replays();
  });

  test("is kept when a guardrail beside the model trips", async () => {
    const door = gate<"pass" | { trip: string }>();
    const guardrails: Definition["guardrails"] = {
      slow: { on: "input", beside: true, agents: ["two"], check: ({ text }) => (text === "Go" ? door.pass() : "pass") },
    };
    const opened = await openSession(
      pair({ view: { summary } }, { guardrails }),
      summing([handOff("two"), "Two.", "B."]),
    );
    const run = opened.session.send("Go");
    await door.entered;
    await settled();
    door.open({ trip: "no" });
    await run.ended;
    await opened.session.send("More").ended;
    expect(sums(opened.requests)).toBe(1);
    expect(opened.session.state.usage.inputTokens).toBe(40);
    await opened.replays();
  });

  test("that is being made when the run is stopped comes to nothing, and the next call makes it", async () => {
    const { model, next, asked } = heldModel();
    const graph = pair({}, { one: { view: { summary } } });
    const opened = await openSession(graph, model);
    const first = opened.session.send(["a", "b", "c"]);
    const summing = await next(0);
    summing.say("Sum");
    await opened.session.stop().ended;
    await first.ended;
    expect(summing.signal.aborted).toBe(true);
    expect([...opened.session.state.conversation].map(({ role }) => role)).toEqual(["user", "user", "user"]);
    const second = opened.session.send("d");
    (await next(1)).answer("All of it.");
    (await next(2)).answer("Hello.");
    await second.ended;
    expect(asked).toHaveLength(3);
    await opened.replays();
  });

  test("that one model of a list made is used by the next one", async () => {
    const models = [
      scriptedModel(summing([handOff("two"), { error: "bad_request" }])),
      scriptedModel(summing(["Two."])),
    ] as const;
    const opened = await openSession(pair({ view: { summary } }), [], { model: models });
    expect(await opened.session.send("Billing").ended).toMatchObject({ status: "awaitingUser", agent: "two" });
    expect(models.map(({ requests }) => sums(requests))).toEqual([1, 0]);
    await opened.replays();
  });
});
