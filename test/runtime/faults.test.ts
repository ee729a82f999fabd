import {
  type Journal,
  type JournalConflictError,
  type ModelClient,
  ModelError,
  memoryJournal,
  replay,
  replaySteps,
  toolFor,
} from "handoff-machine";
import { call, handOff, manualClock, scriptedModel } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { desk, deskTools, openDesk, transcript, updatesOf, variables } from "./desk.ts";

/** A model that answers when it is told to. */
function heldModel() {
  const asked: {
    say: (text: string) => void;
    answer: (text: string) => void;
    fail: (error: unknown) => void;
    signal: AbortSignal;
  }[] = [];
  const waiting: (() => void)[] = [];
  const model: ModelClient = {
    provider: "held",
    generate: (_, { signal, onDelta }) =>
      new Promise((resolve, reject) => {
        const answer = (text: string) =>
          resolve({ text, calls: [], usage: { inputTokens: 0, outputTokens: 0 }, model: "held" });
        signal.addEventListener("abort", () =>
          reject(new ModelError("aborted", { message: "Aborted.", retryable: false })),
        );
        asked.push({ say: onDelta, answer, fail: reject, signal });
        for (const wake of waiting.splice(0)) wake();
      }),
  };
  const next = async (index: number) => {
    while (asked.length <= index) await new Promise<void>((resolve) => waiting.push(resolve));
    const request = asked[index];
    if (request === undefined) throw new RangeError("not asked");
    return request;
  };
  return { model, next };
}

/** A tool result that the test gives when it wants to. */
function heldTool() {
  const gates = Promise.withResolvers<{ output: string }>();
  const started = Promise.withResolvers<AbortSignal>();
  const graph = desk();
  const look = toolFor(variables)({
    description: "Waits.",
    timeout: 5_000,
    run: (_, { signal }) => {
      started.resolve(signal);
      return gates.promise;
    },
  });
  return { graph: { ...graph, tools: { ...deskTools(), look } }, started: started.promise, finish: gates.resolve };
}

describe("model failures", () => {
  test("are tried again with a growing delay, and the text so far is announced as discarded", async () => {
    const clock = manualClock();
    const { session, model } = await openDesk(
      [{ error: "connection", partial: "Hel" }, { error: "server_error" }, "Hello."],
      { clock },
    );
    const run = session.send("Hi");
    const updates: unknown[] = [];
    for await (const update of run) {
      updates.push(update.type === "text.discarded" ? `discarded, ${update.delay} ms` : update.type);
      if (update.type === "text.discarded") await clock.asleep().then(() => clock.advance(update.delay ?? 0));
    }
    expect(updates.filter((update) => String(update).startsWith("discarded"))).toEqual([
      "discarded, 375 ms",
      "discarded, 750 ms",
    ]);
    expect(model.requests.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(transcript(session)).toEqual(["user: Hi", "triage: Hello."]);
  });

  test("retry-after is waited for", async () => {
    const clock = manualClock();
    const { session } = await openDesk([{ error: "rate_limited", retryAfter: 12_000 }, "Hello."], { clock });
    const run = session.send("Hi");
    await clock.asleep();
    expect(clock.alarms).toEqual([12_000]);
    clock.advance(12_000);
    expect(await run.ended).toMatchObject({ status: "awaitingUser" });
  });

  test("that remain leave a session that can be resumed, or simply spoken to", async () => {
    const { session } = await openDesk([{ error: "unauthorized" }, { error: "bad_request" }, "Hello."]);
    expect(await session.send("Hi").ended).toMatchObject({
      status: "failed",
      halt: { kind: "modelFailed", error: { code: "unauthorized" } },
    });
    expect(await session.resume().ended).toMatchObject({ status: "failed", halt: { error: { code: "bad_request" } } });
    expect(await session.send("Once more").ended).toMatchObject({ status: "awaitingUser" });
    expect(transcript(session)).toEqual(["user: Hi", "user: Once more", "triage: Hello."]);
  });

  test("of any other kind are typed too", async () => {
    const broken: ModelClient = {
      provider: "x",
      generate: () => Promise.reject(new TypeError("undefined is not a function")),
    };
    const { session } = await openDesk(broken);
    expect(await session.send("Hi").ended).toMatchObject({ halt: { error: { code: "unexpected", retryable: false } } });
    const empty: ModelClient = {
      provider: "x",
      generate: async () => ({ text: "", calls: [], usage: { inputTokens: 0, outputTokens: 0 }, model: "x" }),
    };
    const silent = await openDesk(empty, { graph: desk({ retry: { attempts: 0 } }) });
    expect(await silent.session.send("Hi").ended).toMatchObject({ halt: { error: { code: "empty_reply" } } });
  });
});

describe("tools", () => {
  test("that throw give the model one short sentence, and the journal the whole cause", async () => {
    const { session, journal, graph } = await openDesk([call("boom"), "Sorry."]);
    await session.send("Go").ended;
    expect(transcript(session).join()).not.toContain("secret stack");
    const steps = await Array.fromAsync(replaySteps(graph, journal.read("s")));
    expect(steps.find(({ event }) => event.type === "tool.failed")?.event).toMatchObject({
      cause: { name: "TypeError", message: "secret stack", stack: expect.stringContaining("desk.ts") },
    });
  });

  test("that take too long are told to stop and count as failed", async () => {
    const { graph, started, finish } = heldTool();
    const clock = manualClock();
    const { session } = await openDesk([call("look"), "It took too long."], { graph, clock });
    const run = session.send("Go");
    const signal = await started;
    clock.advance(5_000);
    await run.ended;
    expect(signal.aborted).toBe(true);
    finish({ output: "whatever" });
    expect(transcript(session)).toContain(
      '  failed: {"error":"timeout","message":"The tool took longer than 5000 ms."}',
    );
  });

  test("that write what they did not declare, or a value that the variables cannot have, fail and change nothing", async () => {
    const tool = toolFor(variables);
    const cheat = tool({
      description: "d",
      writes: ["verified"],
      run: () => ({ output: "ok", set: { plan: "pro" } as never }),
    });
    const wrong = tool({
      description: "d",
      writes: ["plan"],
      run: () => ({ output: "ok", set: { plan: "gold" as never } }),
    });
    const shapeless = tool({ description: "d", run: (() => "text") as never });
    const misfit = tool({
      description: "d",
      output: z.object({ n: z.number() }),
      run: () => ({ output: { n: "1" as never } }),
    });
    const graph = desk();
    for (const [look, code, message] of [
      [cheat, "undeclared_write", "The tool failed (undeclared_write): it set plan; declared in writes: verified."],
      [wrong, "bad_output", "The tool failed (bad_output): the variables do not take what it set (plan)."],
      [shapeless, "bad_output", "The tool gave no usable result."],
      [misfit, "bad_output", "The tool gave no usable result."],
    ] as const) {
      const { session } = await openDesk([call("look"), "Hm."], {
        graph: { ...graph, tools: { ...deskTools(), look } },
      });
      await session.send("Go").ended;
      expect(session.state.conversation.at(2)).toMatchObject({
        status: "failed",
        output: { error: code, message },
      });
      expect(session.state.variables).toEqual({ verified: false, plan: "free", count: 0 });
    }
  });

  test("get the same idempotency key at every attempt", async () => {
    const keys: string[] = [];
    const started = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const look = toolFor(variables)({
      description: "d",
      run: async (_, { idempotencyKey, attempt }) => {
        keys.push(`${idempotencyKey} attempt ${attempt}`);
        started.resolve();
        if (attempt === 1) await gate.promise;
        return { output: "ok" };
      },
    });
    const graph = { ...desk(), tools: { ...deskTools(), look } };
    const { session, journal } = await openDesk([call("look")], { graph });
    session.send("Go");
    await started.promise;
    session.close();
    const again = await openDesk(["Done."], { graph, journal });
    expect(again.session.state.status).toBe("interrupted");
    expect(await again.session.resume().ended).toMatchObject({ status: "awaitingUser" });
    expect(keys).toEqual(["s:1.0 attempt 1", "s:1.0 attempt 2"]);
    gate.resolve();
  });

  test("see what their schema makes of the arguments, also what JSON cannot carry", async () => {
    let seen: unknown;
    const look = toolFor(variables)({
      description: "d",
      input: z.object({ day: z.string().transform((text) => new Date(text)) }),
      run: ({ day }) => {
        seen = day;
        return { output: "ok" };
      },
    });
    const { session } = await openDesk([call("look", { day: "2026-01-02" }), "Ok."], {
      graph: { ...desk(), tools: { ...deskTools(), look } },
    });
    await session.send("Go").ended;
    expect(seen).toEqual(new Date("2026-01-02"));
  });
});

describe("stopping", () => {
  test("keeps the text that had arrived, marks it, and leaves the word to the user", async () => {
    const { model, next } = heldModel();
    const { session } = await openDesk(model);
    const run = session.send("Tell me a story");
    const first = await next(0);
    first.say("Once upon ");
    first.say("a time");
    expect(await session.stop().ended).toMatchObject({ status: "awaitingUser" });
    expect(first.signal.aborted).toBe(true);
    await run.ended;
    expect(transcript(session)).toEqual(["user: Tell me a story", "triage: Once upon a time …"]);
    const second = session.send("Go on");
    (await next(1)).answer("there was");
    await second.ended;
    expect(transcript(session).at(-1)).toBe("triage: there was");
  });

  test("answers open calls as interrupted; what the tool gives later is dropped, and in the journal", async () => {
    const { graph, started, finish } = heldTool();
    const dropped = Promise.withResolvers<string>();
    const observers = [
      {
        onUpdate: (_: string, update: { type: string; event?: string }) =>
          update.type === "event.dropped" && dropped.resolve(update.event ?? ""),
      },
    ];
    const { session, journal } = await openDesk([{ calls: [call("look"), handOff("billing")] }], { graph, observers });
    const run = session.send("Go");
    await started;
    await session.stop().ended;
    await run.ended;
    expect(transcript(session).slice(2)).toEqual([
      expect.stringContaining("interrupted"),
      expect.stringContaining("interrupted"),
    ]);
    finish({ output: "late" });
    expect(await dropped.promise).toBe("tool.returned");
    const replayed = await replay(graph, journal.read("s"));
    expect(JSON.stringify(replayed.snapshot.context.conversation)).toBe(JSON.stringify(session.state.conversation));
  });

  test("in every state is harmless, and cancelling ends the session for good", async () => {
    const { session } = await openDesk([call("pay", { amount: 500 })]);
    expect(await session.stop().ended).toMatchObject({ status: "opened" });
    await session.send("Pay").ended;
    expect(await session.stop().ended).toMatchObject({ status: "awaitingUser" });
    expect(transcript(session).at(-1)).toContain("interrupted");
    expect(await session.cancel("closing time").ended).toMatchObject({ status: "cancelled", outcome: "cancelled" });
    expect(await session.stop().ended).toMatchObject({ status: "cancelled" });
    expect(() => session.approve()).toThrow(expect.objectContaining({ code: "session_ended" }));
  });
});

describe("what comes in is checked", () => {
  test("messages that are empty, no text, or too large", async () => {
    const { session } = await openDesk([], { caps: { maxMessageBytes: 10 } });
    expect(() => session.send("")).toThrow(expect.objectContaining({ code: "bad_event" }));
    expect(() => session.send(7 as never)).toThrow(/not number/);
    expect(() => session.send("ééééééé")).toThrow(expect.objectContaining({ code: "too_large" }));
    expect(session.state.position).toBe(0);
  });

  test("approvals of calls that do not wait name those that do", async () => {
    const { session } = await openDesk([
      { calls: [call("pay", { amount: 200 }), call("pay", { amount: 300 })] },
      "Ok.",
    ]);
    expect(() => session.approve()).toThrow(/Waiting: none/);
    await session.send("Pay").ended;
    expect(session.state.approvals.map(({ call: key }) => key)).toEqual(["1.0", "1.1"]);
    expect(() => session.approve()).toThrow(/not clear.*Waiting: 1.0, 1.1/);
    expect(() => session.deny("9.9")).toThrow(/"9.9"/);
    await session.approve("1.1").ended;
    expect(await session.approve("1.0").ended).toMatchObject({ status: "awaitingUser" });
  });

  test("arguments of 1 MB, results that are too large, and more calls than a reply may have", async () => {
    const big = "x".repeat(1_000_000);
    const { session } = await openDesk(
      [{ calls: [call("verify", { word: big }), ...Array.from({ length: 50 }, () => call("look"))] }, "Many."],
      { caps: { maxCallsPerReply: 40, maxResultBytes: 10 } },
    );
    expect(await session.send("Go").ended).toMatchObject({ status: "awaitingUser" });
    const results = [...session.state.conversation].filter((message) => message.role === "tool");
    expect(results).toHaveLength(51);
    expect(results[0]).toMatchObject({ status: "refused", output: { error: "too_large" } });
    expect(results[1]).toMatchObject({ status: "failed", output: { error: "too_large" } });
    expect(results.filter(({ output }) => JSON.stringify(output).includes("too_many_calls"))).toHaveLength(11);
    expect(JSON.stringify(session.state.conversation).length).toBeLessThan(50_000);
  });

  test("options that cannot be", async () => {
    await expect(openDesk([], { caps: { maxMessageBytes: 0 } })).rejects.toThrow(/caps.maxMessageBytes/);
    await expect(openDesk(undefined as never)).rejects.toThrow();
  });
});

describe("the journal", () => {
  test("a session is exported, imported under another name, and goes on there", async () => {
    const { session, runtime } = await openDesk([handOff("billing"), "Hello.", "Again."]);
    await session.send("Go").ended;
    const ndjson = await session.export();
    const copy = await runtime.import(ndjson, { session: "copy" });
    expect(copy.state).toMatchObject({ agent: "billing", position: session.state.position });
    await copy.send("And?").ended;
    expect(session.state.position).toBeLessThan(copy.state.position);
    await expect(runtime.import(ndjson, { session: "copy" })).rejects.toMatchObject({ code: "bad_journal" });
    copy.close();
    await expect(runtime.import(ndjson, { session: "copy" })).rejects.toMatchObject({ code: "journal_conflict" });
  });

  test("what is no journal is refused, naming the line", async () => {
    const { session, runtime } = await openDesk(["Hello."]);
    await session.send("Hi").ended;
    const lines = (await session.export()).trimEnd().split("\n");
    const broken: [string, RegExp][] = [
      ["", /no entry/],
      ["{}", /Line 1 is no journal entry/],
      [`${lines[0]}\n{"half`, /Line 2 is not JSON/],
      [lines.slice(1).join("\n"), /position 1 where 0/],
      [[lines[0], lines[2]].join("\n"), /position 2 where 1/],
      [[lines[0], lines[0]?.replace('"position":0', '"position":1')].join("\n"), /session.opened/],
      [lines.join("\n").replace("user.message", "xstate.stop"), /Line 2/],
    ];
    for (const [text, message] of broken) await expect(runtime.import(text, { session: "b" })).rejects.toThrow(message);
  });

  test("a journal of another routing graph is refused; changed prompts are not", async () => {
    const { session, journal } = await openDesk(["Hello."]);
    await session.send("Hi").ended;
    await expect(openDesk([], { journal, graph: desk({ limits: { handoffs: 2 } }) })).rejects.toMatchObject({
      code: "graph_mismatch",
    });
    const graph = desk();
    const triage = { ...graph.agents.triage, instructions: "Other words." };
    const reworded = await openDesk([], { journal, graph: { ...graph, agents: { ...graph.agents, triage } } });
    expect(reworded.session.state.position).toBe(session.state.position);
  });

  test("two drivers of one session: the second to append is told, nothing is doubled, and reopening goes on", async () => {
    const journal = memoryJournal();
    const [one, two] = [await openDesk(["One."], { journal }), await openDesk(["Two.", "Three."], { journal })];
    await one.session.send("Hi").ended;
    await expect(two.session.send("Ho").ended).rejects.toMatchObject({
      code: "journal_conflict",
      expected: 0,
    } satisfies Partial<JournalConflictError>);
    await expect(two.session.send("Ho").ended).rejects.toMatchObject({ code: "journal_conflict" });
    two.session.close();
    const reopened = await two.runtime.open("s");
    await reopened.send("Ho").ended;
    expect(transcript(reopened)).toEqual(["user: Hi", "triage: One.", "user: Ho", "triage: Two."]);
  });

  test("an event is appended before anything that it causes is performed (D2)", async () => {
    const order: string[] = [];
    const memory = memoryJournal();
    const journal: Journal = {
      ...memory,
      append: async (session, expected, entries) => {
        await Promise.resolve();
        await memory.append(session, expected, entries);
        for (const { event } of entries) order.push(event.type);
      },
    };
    const model = scriptedModel(({ turn }) => {
      order.push(`model ${turn}`);
      return turn === 1 ? call("look") : "Done.";
    });
    const graph = desk({}, order);
    const { session } = await openDesk(model, { journal, graph });
    await session.send("Go").ended;
    expect(order).toEqual([
      "session.opened",
      "user.message",
      "model 1",
      "model.replied",
      "look",
      "tool.returned",
      "turn.due",
      "model 2",
      "model.replied",
    ]);
  });

  test("a journal that cannot be written ends the run with its error, and performs nothing", async () => {
    const calls: string[] = [];
    const journal: Journal = { ...memoryJournal(), append: () => Promise.reject(new TypeError("disk full")) };
    const { session, model } = await openDesk(["Hello."], { journal, graph: desk({}, calls) });
    const run = session.send("Hi");
    await expect(updatesOf(run)).rejects.toThrow("disk full");
    await expect(run.ended).rejects.toThrow("disk full");
    expect(model.requests).toHaveLength(0);
  });

  test("an observer that throws changes nothing", async () => {
    const observers = [
      {
        onUpdate: () => {
          throw new TypeError("mine");
        },
        onEntry: () => {
          throw new TypeError("mine");
        },
      },
    ];
    const { session } = await openDesk(["Hello."], { observers });
    expect(await session.send("Hi").ended).toMatchObject({ status: "awaitingUser" });
  });
});
