import {
  createRuntime,
  defineGraph,
  digest,
  type Entry,
  hashGraph,
  type Journal,
  type ModelClient,
  memoryJournal,
  replay,
  type Session,
  type SessionSnapshot,
  tool,
  toolFor,
} from "handoff-machine";
import { call, handOff, manualClock, scriptedModel } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { systemClock } from "../../src/runtime/system-ports.ts";
import { desk, deskTools, openDesk, transcript, updatesOf, variables } from "./desk.ts";

/** Each of these was broken once, and found by reading or by a hostile user. */

const variablesOf = z.object({ flag: z.boolean() });
const flagTool = toolFor(variablesOf);

function circle(handoffs: number | null) {
  return defineGraph({
    id: "circle",
    start: "a",
    variables: variablesOf,
    initial: { flag: false },
    tools: {
      raise: flagTool({
        description: "Raises.",
        writes: ["flag"],
        run: async () => ({ output: 1, set: { flag: true } }),
      }),
    },
    agents: {
      a: { description: "a", instructions: "a", tools: ["raise"], routes: [{ when: { flag: true }, to: "b" }] },
      b: { description: "b", instructions: "b", routes: [{ when: { flag: true }, to: "a" }] },
    },
    limits: { handoffs },
  });
}

describe("routes in a circle", () => {
  test("end at the budget, also when a message was staged meanwhile, and the message is not lost", async () => {
    const runtime = createRuntime(circle(5), { model: scriptedModel([call("raise")]) });
    const session = await runtime.open();
    const [, second] = [session.send("One"), session.send("Two")];
    expect(await second.ended).toMatchObject({ status: "awaitingUser", halt: { limit: "handoffs" } });
    expect(session.state.staged).toBe(0);
    expect(transcript(session)).toContain("user: Two");
    expect(session.state.position).toBeLessThan(30);
  });

  test("without a budget can be stopped, with a journal in memory too", async () => {
    const runtime = createRuntime(circle(null), { model: scriptedModel([call("raise")]) });
    const session = await runtime.open();
    const run = session.send("One");
    for await (const update of run) {
      if (update.type === "handoff.made") session.stop();
    }
    expect(session.state.status).toBe("awaitingUser");
    session.close();
  });
});

describe("arguments that JSON cannot carry", () => {
  const pay = tool({
    description: "Pays.",
    input: z.object({ currency: z.enum(["EUR", "USD"]), cents: z.string().transform((digits) => BigInt(digits)) }),
    approval: { currency: "EUR" },
    run: ({ cents }) => ({ output: `${typeof cents} ${cents}` }),
  });
  const graph = defineGraph({
    id: "pay",
    start: "a",
    tools: { pay },
    agents: { a: { instructions: "Pay.", tools: ["pay"] } },
  });

  test("hide nothing from an approval, and reach the tool as its schema made them", async () => {
    const runtime = createRuntime(graph, {
      model: scriptedModel([call("pay", { currency: "EUR", cents: "500" }), "Paid."]),
    });
    const session = await runtime.open();
    expect(await session.send("Pay").ended).toMatchObject({ status: "awaitingApproval" });
    expect(session.state.approvals[0]?.input).toEqual({ currency: "EUR", cents: "500" });
    await session.approve().ended;
    expect(transcript(session)).toContain("  returned: bigint 500");
  });
});

describe("a tool cannot reach what it was not given", () => {
  test("the variables are frozen, its input is its own copy, and what it gave away it cannot change", async () => {
    const given = { list: [1] };
    const plan: { plan: "free" | "pro" } = { plan: "pro" };
    const sneaky = toolFor(variables)({
      description: "Sneaks.",
      input: z.object({ word: z.string() }),
      writes: ["plan"],
      run: (input, context) => {
        expect(() => Object.assign(context.variables, { verified: true })).toThrow(TypeError);
        input.word = "changed";
        return { output: given, set: plan };
      },
    });
    const { session, journal, graph } = await openDesk(
      [call("look", { word: "said" }), call("look", { word: "again" }), "Done."],
      {
        graph: { ...desk(), tools: { ...deskTools(), look: sneaky } },
      },
    );
    await session.send("Go").ended;
    given.list.push(2);
    plan.plan = "free";
    expect(session.state.variables).toEqual({ verified: false, plan: "pro", count: 0 });
    expect(JSON.stringify(session.state.conversation)).not.toMatch(/changed|\[1,2\]/);
    const { snapshot } = await replay(graph, journal.read("s"));
    expect(JSON.stringify(snapshot.context)).toBe(JSON.stringify(session.snapshot.context));
  });

  test("an observer sees entries that it cannot change", async () => {
    const seen: Entry[] = [];
    const observers = [{ onEntry: (_: string, entry: Entry) => void seen.push(entry) }];
    const { session } = await openDesk(["Hi."], { observers });
    await session.send("Hello").ended;
    expect(seen.map(({ event }) => event.type)).toEqual(["session.opened", "user.message", "model.replied"]);
    expect(seen.slice(1).every(({ event }) => Object.isFrozen(event))).toBe(true);
  });

  test("what it writes is what the variables' schema makes of it, as JSON, judged when it is taken", async () => {
    const numbers = z.object({ a: z.coerce.number(), b: z.number() }).refine(({ a, b }) => a + b <= 10, "too much");
    const write = toolFor(numbers);
    const graph = defineGraph({
      id: "sum",
      start: "one",
      variables: numbers,
      initial: { a: 0, b: 0 },
      tools: {
        first: write({ description: "d", writes: ["a"], run: () => ({ output: 1, set: { a: "8" as never } }) }),
        second: write({ description: "d", writes: ["b"], run: () => ({ output: 1, set: { b: 8 } }) }),
      },
      agents: { one: { instructions: "i", tools: ["first", "second"] } },
    });
    const session = await createRuntime(graph, {
      model: scriptedModel([{ calls: [call("first"), call("second")] }, "Ok."]),
    }).open();
    await session.send("Go").ended;
    expect(session.state.variables).toEqual({ a: 8, b: 0 });
    expect(transcript(session).slice(2, 4)).toEqual(["  returned: 1", expect.stringContaining("bad_output")]);
  });
});

describe("half of a character in a call's arguments, as a model leaves it that cuts a pair of surrogates", () => {
  const cut = "cut \ud83d";

  test("waits for approval like any other, and is remembered", async () => {
    const pay = tool({
      description: "Pays.",
      input: z.object({ to: z.string() }),
      approval: true,
      run: ({ to }) => ({ output: `paid ${to}` }),
    });
    const graph = defineGraph({
      id: "payments",
      start: "one",
      tools: { pay },
      agents: { one: { instructions: "Pay.", tools: ["pay"] } },
    });
    const journal = memoryJournal();
    const model = scriptedModel([call("pay", { to: cut }), "Paid.", call("pay", { to: cut }), "Again."]);
    const before = await createRuntime(graph, { model, journal }).open("s");
    expect(await before.send("Pay").ended).toMatchObject({ status: "awaitingApproval" });
    before.close();
    const session = await createRuntime(graph, { model, journal }).open("s");
    expect(session.state.approvals).toMatchObject([{ input: { to: cut } }]);
    await session.approve(undefined, { remember: "arguments" }).ended;
    expect(await session.send("Once more").ended).toMatchObject({ status: "awaitingUser" });
    expect(transcript(session).join()).toContain("Again.");
    expect(transcript(session).filter((line) => line.includes("returned: "))).toHaveLength(2);
  });

  test("is never taken for something else: what was allowed for one is not for another", () => {
    const inputs = [
      { "\ud800": 1 },
      { "\ud801": 1 },
      { "\ufffd": 1 },
      { "\\ud800": 1 },
      { "\ud800": 1, "\ufffd": 2 },
      { "\ud800": 2, "\ufffd": 1 },
      { "\ud800": "\\" },
      { "\ud800": "\\\\" },
      { a: "\ud800\udc00" },
      { a: "\udc00\ud800" },
      { a: ["\\ud800", "\ud800"] },
      { a: ["\ud800", "\\ud800"] },
    ];
    expect(new Set(inputs.map((input) => digest(input))).size).toBe(inputs.length);
    expect(() => digest({ a: Number.NaN })).toThrow();
  });

  test("names a variable or a guardrail, and the graph can be hashed", () => {
    const odd = (name: string): string =>
      hashGraph(
        defineGraph({
          id: name,
          start: "one",
          agents: { one: { instructions: name } },
          guardrails: { [name]: { on: "input", check: () => "pass" } },
        }),
      ).routing;
    expect(odd(cut)).toMatch(/^[0-9a-f]{64}$/);
    expect(odd(cut)).not.toBe(odd("whole"));
  });
});

describe("stopping while a tool runs", () => {
  test("keeps the reply's text once, and tells what was interrupted", async () => {
    const started = Promise.withResolvers<void>();
    const look = toolFor(variables)({
      description: "Waits.",
      run: () => {
        started.resolve();
        return new Promise<never>(() => undefined);
      },
    });
    const graph = { ...desk(), tools: { ...deskTools(), look } };
    const { session } = await openDesk([{ text: "One moment.", calls: [call("look"), handOff("billing")] }], { graph });
    session.send("Go");
    await started.promise;
    const updates = await updatesOf(session.stop());
    expect(transcript(session).filter((line) => line.includes("One moment."))).toHaveLength(1);
    expect(updates.map((update) => ("status" in update ? `${update.type} ${update.status}` : update.type))).toEqual([
      "tool.settled interrupted",
      "handoff.refused interrupted",
      "run.ended awaitingUser",
    ]);
  });
});

describe("stopping while an approval waits", () => {
  test("says that the call had no effect", async () => {
    const { session } = await openDesk([call("pay", { amount: 500 })]);
    await session.send("Pay").ended;
    await session.stop().ended;
    expect(transcript(session).at(-1)).toContain("Withdrawn before it ran: it had no effect.");
  });
});

describe("operators", () => {
  const two = defineGraph({
    id: "two",
    start: "h1",
    agents: {
      h1: { kind: "human", description: "One.", handoffs: { h2: { approval: true }, a: {} } },
      h2: { kind: "human", description: "Two.", handoffs: { a: {} } },
      a: { description: "A.", instructions: "A." },
    },
  });

  test("who say the same twice are told, and the session goes on", async () => {
    const session = await createRuntime(two, { model: scriptedModel(["Hello."]) }).open();
    await session.send("Hi").ended;
    const [first, second] = [session.operate({ handoff: { to: "a" } }), session.operate({ handoff: { to: "a" } })];
    expect(await first.ended).toMatchObject({ agent: "a", status: "awaitingUser" });
    await expect(second.ended).rejects.toMatchObject({ code: "no_human_agent" });
  });

  test("who speak while their handoff waits for approval are told so", async () => {
    const session = await createRuntime(two, { model: scriptedModel([]) }).open();
    await session.send("Hi").ended;
    expect(await session.operate({ handoff: { to: "h2" } }).ended).toMatchObject({ status: "awaitingApproval" });
    await expect(session.operate({ text: "Wait" }).ended).rejects.toMatchObject({ code: "bad_event" });
    expect(await session.approve().ended).toMatchObject({ agent: "h2", status: "awaitingOperator" });
  });

  test("tell a model what JSON and the edge's schema can carry, within the caps", async () => {
    const session = await createRuntime(two, { model: scriptedModel([]), caps: { maxArgumentBytes: 100 } }).open();
    await session.send("Hi").ended;
    expect(() => session.operate({ handoff: { to: "a", input: { big: 10n as never } } })).toThrow(/takes \{ reason \}/);
    expect(() => session.operate({ handoff: { to: "a", input: { reason: "x".repeat(200) } } })).toThrow(
      expect.objectContaining({ code: "too_large" }),
    );
  });
});

describe("people who decide at the same time", () => {
  test("the first decision counts, the other is told that nothing waits any more", async () => {
    const { session } = await openDesk([call("pay", { amount: 500 }), "Ok."]);
    await session.send("Pay").ended;
    const [granted, denied] = [session.approve(), session.deny()];
    await granted.ended;
    await expect(denied.ended).rejects.toMatchObject({ code: "no_such_call" });
    expect(transcript(session)).toContain('  returned: {"paid":500}');
  });
});

describe("what comes from outside cannot kill a session", () => {
  test("errors that contain themselves, throw when they are written, or are no errors", async () => {
    const endless = new Error("round");
    endless.cause = endless;
    const look = toolFor(variables)({ description: "d", run: () => Promise.reject(endless) });
    const graph = { ...desk(), tools: { ...deskTools(), look } };
    const { session } = await openDesk([call("look"), "Ok."], { graph });
    expect(await session.send("Go").ended).toMatchObject({ status: "awaitingUser" });
    const odd: ModelClient = { provider: "x", generate: () => Promise.reject(Object.create(null)) };
    const other = await openDesk(odd);
    expect(await other.session.send("Go").ended).toMatchObject({
      status: "failed",
      halt: { error: { code: "unexpected" } },
    });
  });

  test("a client that gives no reply fails the call, with what was expected", async () => {
    const shapeless: ModelClient = {
      provider: "x",
      generate: async () => ({ text: "Hi.", calls: [], model: "x" }) as never,
    };
    const { session } = await openDesk(shapeless);
    expect(await session.send("Go").ended).toMatchObject({
      halt: { error: { message: expect.stringContaining("usage") } },
    });
  });

  test("a journal that rejects with nothing still ends the run with an error, and the session can be opened again", async () => {
    const memory = memoryJournal();
    let broken = true;
    const journal: Journal = {
      ...memory,
      append: (...args) => (broken ? Promise.reject(null) : memory.append(...args)),
    };
    const { session, runtime } = await openDesk(["Hello."], { journal });
    await expect(session.send("Hi").ended).rejects.toMatchObject({ code: "internal" });
    broken = false;
    const again = await runtime.open("s");
    expect(again).not.toBe(session);
    expect(await again.send("Hi").ended).toMatchObject({ status: "awaitingUser" });
  });

  test("closing during an append and opening again at once waits for it", async () => {
    const memory = memoryJournal();
    const gate = Promise.withResolvers<void>();
    const appending = Promise.withResolvers<void>();
    const journal: Journal = {
      ...memory,
      append: async (...args) => {
        appending.resolve();
        await gate.promise;
        await memory.append(...args);
      },
    };
    const { session, runtime } = await openDesk(["Hello."], { journal });
    const run = session.send("Hi");
    await appending.promise;
    session.close();
    await expect(run.ended).rejects.toMatchObject({ code: "session_closed" });
    const reopening = runtime.open("s");
    gate.resolve();
    expect((await reopening).state).toMatchObject({ position: 2, status: "interrupted" });
  });

  test("entries of unknown origin are judged, naming the line and the field", async () => {
    const { runtime } = await openDesk([]);
    const opening = {
      session: "x",
      position: 0,
      event: { type: "session.opened", at: 1, graph: "desk", hash: {}, format: 1 },
    };
    const line = (event: object) => JSON.stringify({ session: "x", position: 1, event: { at: 1, ...event } });
    for (const [text, message] of [
      [JSON.stringify(opening), /Line 1 .*hashes/],
      [JSON.stringify({ ...opening, event: { ...opening.event, format: 2 } }), /format is 2/],
      [line({ type: "model.replied", turn: 1 }), /"attempt" of model.replied/],
      [line({ type: "user.message" }), /"text" of user.message/],
      [line({ type: "user.shouted" }), /no event "user.shouted"/],
      [line({ type: "handoff.billing", call: "1.0", input: {} }), /"guard" of handoff.billing/],
    ] as const) {
      await expect(runtime.import(text)).rejects.toThrow(message);
    }
  });
});

describe("sessions", () => {
  test("that end keep what was said meanwhile", async () => {
    const graph = desk({ ends: [{ when: { verified: true }, outcome: "verified" }] });
    const { session } = await openDesk([call("verify", { word: "yes" })], { graph });
    const [, late] = [session.send("Go"), session.send("Wait, one more thing")];
    expect(await late.ended).toMatchObject({ status: "completed" });
    expect(transcript(session)).toContain("user: Wait, one more thing");
  });

  test("in which delegates go back by an ordinary handoff do not run out of delegations", async () => {
    const graph = defineGraph({
      id: "back",
      start: "a",
      agents: {
        a: { description: "a", instructions: "a", handoffs: { b: { mode: "delegate" } } },
        b: { description: "b", instructions: "b", handoffs: { a: {} } },
      },
      limits: { handoffs: null, modelCalls: 41 },
    });
    const model = scriptedModel(({ agent }) => handOff(agent === "a" ? "b" : "a"), { record: false });
    const session = await createRuntime(graph, { model }).open();
    const updates = await updatesOf(session.send("Go"));
    expect(updates.filter(({ type }) => type === "handoff.refused")).toEqual([
      expect.objectContaining({ reason: expect.objectContaining({ error: "model_calls_spent" }) }),
    ]);
    expect(session.state.delegations.length).toBeLessThanOrEqual(1);
  });

  test("that were resumed still try a failed model call again", async () => {
    const journal = memoryJournal();
    const held: ModelClient = { provider: "x", generate: () => new Promise(() => undefined) };
    for (let death = 0; death < 3; death++) {
      const { session } = await openDesk(held, { journal });
      const run = death === 0 ? session.send("Hi") : session.resume();
      for await (const { type } of run) if (type === "turn.started") break;
      session.close();
    }
    const clock = { ...manualClock(), sleep: async () => undefined };
    const { session } = await openDesk([{ error: "rate_limited" }, "Hello."], { journal, clock });
    expect(await session.resume().ended).toMatchObject({ status: "awaitingUser" });
  });

  test("of a typed graph are sessions", async () => {
    const states = (session: Session, snapshot: SessionSnapshot): unknown[] => [session.state.agent, snapshot.value];
    const session = await createRuntime(desk(), { model: scriptedModel([]) }).open();
    expect(states(session, session.snapshot)).toEqual([null, "opened"]);
  });
});

describe("orders", () => {
  test("that follow what was said at once are about it, and lose none of it", async () => {
    const { session } = await openDesk(["A long answer.", "Another."]);
    const [said, stopped] = [session.send("Tell me"), session.stop()];
    expect(await stopped.ended).toMatchObject({ status: "awaitingUser" });
    await said.ended;
    expect(transcript(session)).toEqual(["user: Tell me"]);
    const [late, cancelled] = [session.send("And now?"), session.cancel()];
    expect(await cancelled.ended).toMatchObject({ status: "cancelled" });
    expect(await late.ended).toMatchObject({ status: "cancelled" });
    expect(transcript(session)).toEqual(["user: Tell me", "user: And now?"]);
  });
});

describe("time", () => {
  test("that a provider asks for is not waited for beyond a minute: the session rests, and can be resumed", async () => {
    const { session } = await openDesk([{ error: "rate_limited", retryAfter: 86_400_000 }, "Hello."]);
    expect(await session.send("Hi").ended).toMatchObject({
      status: "failed",
      halt: { error: { retryAfter: 86_400_000 } },
    });
    expect(await session.resume().ended).toMatchObject({ status: "awaitingUser" });
  });

  test("what a tool gives after its time was up is journaled, and dropped", async () => {
    const late = Promise.withResolvers<{ output: string }>();
    const look = toolFor(variables)({ description: "d", timeout: 10, run: () => late.promise });
    const dropped = Promise.withResolvers<string>();
    const observers = [
      {
        onUpdate: (_: string, update: { type: string; event?: string }) =>
          update.type === "event.dropped" && dropped.resolve(update.event ?? ""),
      },
    ];
    const clock = manualClock();
    const graph = { ...desk(), tools: { ...deskTools(), look } };
    const { session } = await openDesk([call("look"), "Too late."], { graph, clock, observers });
    const run = session.send("Go");
    await clock.asleep();
    clock.advance(10);
    await run.ended;
    late.resolve({ output: "late" });
    expect(await dropped.promise).toBe("tool.returned");
    expect(transcript(session).join()).not.toContain('late"');
  });

  test("longer than a timer can wait is waited for all the same", async () => {
    const over = new AbortController();
    let woken = false;
    const slept = systemClock.sleep(2 ** 31 + 1_000, over.signal).then(() => {
      woken = true;
    });
    await systemClock.sleep(5, new AbortController().signal);
    expect(woken).toBe(false);
    over.abort();
    await slept;
  });
});

describe("what is under way while the journal is slow", () => {
  test("is not done again by resuming while a result is being written", async () => {
    const runs: string[] = [];
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const [writing, written] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const wait = (name: string, gate: Promise<void>) =>
      toolFor(variables)({
        description: "d",
        run: async () => {
          runs.push(name);
          await gate;
          return { output: name };
        },
      });
    const memory = memoryJournal();
    const journal: Journal = {
      ...memory,
      append: async (session, expected, entries) => {
        if (entries.some(({ event }) => event.type === "tool.returned")) {
          writing.resolve();
          await written.promise;
        }
        await memory.append(session, expected, entries);
      },
    };
    const tools = { ...deskTools(), look: wait("a", first.promise), boom: wait("b", second.promise) };
    const { session } = await openDesk([{ calls: [call("look"), call("boom")] }, "Done."], {
      graph: { ...desk(), tools },
      journal,
    });
    const run = session.send("Go");
    first.resolve();
    await writing.promise;
    session.resume();
    second.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    written.resolve();
    await run.ended;
    expect(runs).toEqual(["a", "b"]);
  });
});

describe("tools with odd schemas and odd results", () => {
  const odd = (look: ReturnType<typeof tool>) => ({ ...desk(), tools: { ...deskTools(), look } });

  test("get what their schema gave, also when that is no object", async () => {
    const seen: unknown[] = [];
    for (const input of [
      z.object({ id: z.string() }).transform(({ id }) => id),
      z.object({ id: z.string() }).transform(({ id }) => new Date(id)),
    ]) {
      const look = tool({ description: "d", input, run: (given) => ({ output: String(seen.push(given)) }) });
      const { session } = await openDesk([call("look", { id: "2026-01-02" }), "Ok."], { graph: odd(look as never) });
      await session.send("Go").ended;
    }
    expect(seen).toEqual(["2026-01-02", new Date("2026-01-02")]);
  });

  test("that set no object, or what contains itself, fail and change nothing", async () => {
    const round: Record<string, unknown> = {};
    round.self = round;
    for (const set of [false, [], "x", { count: round }]) {
      const look = toolFor(variables)({
        description: "d",
        writes: ["count"],
        run: () => ({ output: 1, set: set as never }),
      });
      const { session } = await openDesk([call("look"), "Ok."], { graph: odd(look as never) });
      expect(await session.send("Go").ended).toMatchObject({ status: "awaitingUser" });
      expect(transcript(session)[2]).toContain("bad_output");
      expect(session.state.variables).toMatchObject({ count: 0 });
    }
  });

  test("asked with arguments nested beyond reason are refused, with a reason", async () => {
    const { session } = await openDesk([call("look", `{"a":${"[".repeat(5_000)}${"]".repeat(5_000)}}`), "Ok."]);
    expect(await session.send("Go").ended).toMatchObject({ status: "awaitingUser" });
    expect(transcript(session)[2]).toContain("nested too deeply");
  });
});

describe("whatever a model client gives", () => {
  test("the journal holds what can be read again", async () => {
    const client: ModelClient = {
      provider: "odd",
      generate: async ({ turn }) => ({
        text: turn === 1 ? "" : "Done.",
        calls:
          turn === 1
            ? [{ name: "look", arguments: "{}" } as never, { id: 7, name: "look", arguments: "{}" } as never]
            : [],
        usage: { inputTokens: Number.NaN, outputTokens: Number.POSITIVE_INFINITY },
        model: "odd",
        native: { provider: "odd", items: [{ big: 1n } as never] },
      }),
    };
    const { session, runtime } = await openDesk(client);
    expect(await session.send("Go").ended).toMatchObject({ status: "awaitingUser" });
    const copy = await runtime.import(await session.export(), { session: "copy" });
    expect(JSON.stringify(copy.snapshot.context)).toBe(JSON.stringify(session.snapshot.context));
  });

  test.for([null, "items", { provider: 1n, items: [] }, { provider: "odd", items: "none" }, { items: [] }] as const)(
    "native items %# that no journal could hold fail the call, not the export",
    async (native) => {
      const client: ModelClient = {
        provider: "odd",
        generate: async () =>
          ({ text: "Hi.", calls: [], usage: { inputTokens: 1, outputTokens: 1 }, model: "odd", native }) as never,
      };
      const { session, runtime } = await openDesk(client);
      expect(await session.send("Go").ended).toMatchObject({
        status: "failed",
        halt: {
          error: { code: "unexpected", message: expect.stringContaining("native items that are not of the form") },
        },
      });
      await expect(runtime.import(await session.export(), { session: "copy" })).resolves.toBeDefined();
    },
  );

  test("a summary is a reply like any other", async () => {
    const client: ModelClient = {
      provider: "odd",
      generate: async () => ({ text: "In short.", calls: [], model: 5n }) as never,
    };
    const graph = defineGraph({
      id: "short",
      start: "clerk",
      agents: { clerk: { instructions: "Answer.", view: { last: 1, summary: { keep: 1 } } } },
    });
    const session = await createRuntime(graph, { model: client }).open();
    expect(await session.send(["One.", "Two.", "Three."]).ended).toMatchObject({
      status: "failed",
      halt: { error: { code: "unexpected", message: expect.stringContaining("no reply of the form") } },
    });
    expect(() => JSON.stringify(session.snapshot.context)).not.toThrow();
  });
});
