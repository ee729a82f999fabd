import type { RuntimeOptions } from "handoff-machine";
import { call, handOff, type Script, scriptedModel } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { desk, transcript } from "../desk.ts";
import { ofType, openSession } from "./sessions.ts";

const once = { attempts: 1, baseDelay: 100 };

/** A session of the desk whose models are these, by agent or for all. */
async function openWith(options: Pick<RuntimeOptions, "models"> & { model: Script[] }, graph = desk({ retry: once })) {
  const [first = scriptedModel([]), ...rest] = options.model.map((script) => scriptedModel(script));
  const models = options.models === undefined ? {} : { models: options.models };
  const opened = await openSession(graph, [], { model: [first, ...rest], ...models });
  return { ...opened, asked: [first, ...rest].map(({ requests }) => requests) };
}

describe("the models of agents", () => {
  test("are their own, or those of all", async () => {
    const billing = scriptedModel(["Billing here."]);
    const opened = await openWith({ model: [[handOff("billing")]], models: { billing } });
    await opened.session.send("Go").ended;
    expect(opened.asked[0]).toHaveLength(1);
    expect(billing.requests.map(({ agent }) => agent)).toEqual(["billing"]);
  });

  test("follow one another when one fails for good; its text is announced as discarded", async () => {
    const opened = await openWith({ model: [[{ error: "unauthorized", partial: "Hal" }], ["Hello."]] });
    expect(await opened.session.send("Go").ended).toMatchObject({ status: "awaitingUser" });
    expect(transcript(opened.session)).toEqual(["user: Go", "triage: Hello."]);
    const said = opened.updates.flatMap((update) =>
      update.type === "text.delta" || update.type === "text.discarded" ? [update.type] : [],
    );
    expect(said).toEqual(["text.delta", "text.discarded", "text.delta"]);
    expect(ofType(await opened.events(), "model.failed")).toMatchObject([
      { fallback: true, partial: "Hal", error: { code: "unauthorized" } },
    ]);
    await opened.replays();
  });

  test("follow one another when the retries of one are spent; each has retries of its own", async () => {
    const opened = await openWith({
      model: [
        [{ error: "connection" }, { error: "connection" }],
        [{ error: "server_error" }, "Hello."],
      ],
    });
    const run = opened.session.send("Go");
    await opened.clock.asleep();
    opened.clock.advance(100);
    await opened.next("turn.started");
    await opened.clock.asleep();
    opened.clock.advance(100);
    expect(await run.ended).toMatchObject({ status: "awaitingUser" });
    expect(opened.asked.map((requests) => requests.map(({ attempt }) => attempt))).toEqual([
      [1, 2],
      [3, 4],
    ]);
    await opened.replays();
  });

  test("begin with the first again in each turn", async () => {
    const opened = await openWith({
      model: [
        [{ error: "bad_request" }, "First again."],
        [call("look"), "never"],
      ],
    });
    await opened.session.send("Go").ended;
    expect(opened.asked.map((requests) => requests.map(({ turn }) => turn))).toEqual([[1, 2], [1]]);
    expect(transcript(opened.session).at(-1)).toBe("triage: First again.");
  });

  test("that all fail leave a session that can be resumed, with the first again", async () => {
    const opened = await openWith({ model: [[{ error: "bad_request" }, "Hello."], [{ error: "unauthorized" }]] });
    expect(await opened.session.send("Go").ended).toMatchObject({
      status: "failed",
      halt: { kind: "modelFailed", error: { code: "unauthorized" } },
    });
    expect(await opened.session.resume().ended).toMatchObject({ status: "awaitingUser" });
    expect(opened.asked.map((requests) => requests.length)).toEqual([2, 1]);
    await opened.replays();
  });

  test("that one agent has as a list are that agent's alone", async () => {
    const [one, two] = [scriptedModel([{ error: "bad_request" }]), scriptedModel(["Billing here."])];
    const opened = await openWith({ model: [[handOff("billing")]], models: { billing: [one, two] } });
    expect(await opened.session.send("Go").ended).toMatchObject({ agent: "billing", status: "awaitingUser" });
    expect([one, two].map(({ requests }) => requests.length)).toEqual([1, 1]);
  });

  test("go on where they were when the process died between two of them", async () => {
    const first = await openWith({ model: [[{ error: "bad_request" }], () => new Promise(() => undefined)] });
    first.session.send("Go");
    await first.next("text.discarded");
    first.session.close();
    const again = [scriptedModel([]), scriptedModel(["Hello."])] as const;
    const opened = await openSession(desk({ retry: once }), [], { model: again, journal: first.journal });
    expect(await opened.session.resume().ended).toMatchObject({ status: "awaitingUser" });
    expect(again.map(({ requests }) => requests.length)).toEqual([0, 1]);
    await opened.replays();
  });

  test.each([
    ["an agent that is none", { models: { nobody: scriptedModel([]) } }, "models.nobody"],
    ["an agent that is a person", { models: { clerk: scriptedModel([]) } }, "models.clerk"],
    ["what is no model", { models: { billing: "gpt-5" } }, "models.billing"],
    ["an empty list", { models: { billing: [] } }, "models.billing"],
    ["a list with what is no model", { model: [scriptedModel([]), {}] }, "createRuntime needs a model"],
    ["no model at all", { model: [] }, "createRuntime needs a model"],
  ])("for %s are a typed error", async (_, options, message) => {
    await expect(openSession(desk(), [], options as never)).rejects.toMatchObject({
      name: "UsageError",
      code: "bad_option",
      message: expect.stringContaining(message),
    });
  });
});
