import { defineGraph, memoryJournal, type OnHandoff, ToolError } from "handoff-machine";
import { handOff, manualClock } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { transcript, updatesOf } from "../desk.ts";
import { factsOf, only, opened, ways } from "./opened.ts";

const variables = z.object({ verified: z.boolean() });

interface Options {
  readonly approval?: boolean;
  readonly limits?: { readonly refusals?: number; readonly time?: number };
}

function desk(onHandoff: OnHandoff<z.infer<typeof variables>>, { approval = false, limits = {} }: Options = {}) {
  return defineGraph({
    id: "desk",
    start: "triage",
    variables,
    initial: { verified: false },
    limits,
    agents: {
      triage: {
        instructions: "Triage.",
        handoffs: {
          billing: { onHandoff, approval, input: z.object({ order: z.string() }), set: { verified: true } },
          sales: {},
        },
      },
      billing: { description: "Bills.", instructions: "Billing." },
      sales: { description: "Sells.", instructions: "Sales." },
    },
  });
}

const toBilling = handOff("billing", { order: "A-7" });

describe("onHandoff", () => {
  test("is called once with the payload and the facts, before the handoff is taken", async () => {
    const told: unknown[] = [];
    const { session } = await opened(
      desk((input, { signal, ...facts }) => {
        told.push(input, facts, signal.aborted, session.state.agent, session.state.variables);
      }),
      [toBilling, "Hello."],
    );
    const updates = await updatesOf(session.send("Go"));
    const facts = { session: "s", agent: "triage", from: "triage", to: "billing", call: "1.0", attempt: 1 };
    expect(told).toEqual([
      { order: "A-7" },
      { ...facts, variables: { verified: false }, idempotencyKey: "s:1.0" },
      false,
      "triage",
      { verified: false },
    ]);
    expect(ways(updates)).toEqual(["triage → billing (handoff)"]);
    expect(session.state.variables).toEqual({ verified: true });
  });

  test("is not called for a handoff that waits for approval before it is granted, nor for one that is denied", async () => {
    const calls: string[] = [];
    const graph = desk((_, { call }) => void calls.push(call), { approval: true });
    const { session } = await opened(graph, [toBilling, toBilling, "Hello."]);
    await session.send("Go").ended;
    await session.deny().ended;
    expect(calls).toEqual([]);
    await session.approve().ended;
    expect(calls).toEqual(["2.0"]);
    expect(session.state.agent).toBe("billing");
  });

  test("may refuse with a reason: the model is told, the refusal counts, nothing is written, and the run goes on", async () => {
    const at = await opened(
      desk(() => ({ refuse: "Billing is closed." }), { limits: { refusals: 2 } }),
      [toBilling, toBilling],
    );
    const updates = await updatesOf(at.session.send("Go"));
    expect(only(updates, "handoff.refused")).toMatchObject([
      { to: "billing", status: "refused", reason: { error: "refused", message: "Billing is closed." } },
      { to: "billing" },
    ]);
    expect(updates.at(-1)).toMatchObject({ halt: { kind: "limitReached", limit: "refusals" }, agent: "triage" });
    expect(at.session.state.variables).toEqual({ verified: false });
  });

  test("that throws refuses the handoff; the cause is in the journal, not in the prompt", async () => {
    const at = await opened(
      desk(() => {
        throw new TypeError("secret stack");
      }),
      [toBilling, "Sorry."],
    );
    await at.session.send("Go").ended;
    expect(transcript(at.session)[2]).toBe(
      '  refused: {"error":"on_handoff","message":"The handoff to billing could not be prepared."}',
    );
    expect((await factsOf(at)).find(({ type }) => type === "tool.failed")).toMatchObject({
      cause: { name: "TypeError", message: "secret stack" },
    });
  });

  test("that throws a ToolError tells the model its message", async () => {
    const { session } = await opened(
      desk(() => {
        throw new ToolError("The ledger is locked until noon.");
      }),
      [toBilling, "Sorry."],
    );
    await session.send("Go").ended;
    expect(transcript(session)[2]).toContain("The ledger is locked until noon.");
  });

  test("that refuses makes room for the next handoff of the same reply", async () => {
    const { session } = await opened(
      desk(() => ({ refuse: "Closed." })),
      [{ calls: [toBilling, handOff("sales")] }, "Hello."],
    );
    await session.send("Go").ended;
    expect(session.state.agent).toBe("sales");
  });

  test("is called again with the same idempotency key and the next attempt when the process died meanwhile", async () => {
    const seen: unknown[] = [];
    const started = Promise.withResolvers<void>();
    let stuck = true;
    const graph = desk((_, { idempotencyKey, attempt }) => {
      seen.push([idempotencyKey, attempt]);
      started.resolve();
      return stuck ? new Promise<void>(() => {}) : undefined;
    });
    const journal = memoryJournal();
    const first = await opened(graph, [toBilling], { journal });
    const lost = first.session.send("Go").ended.catch(() => "lost");
    await started.promise;
    first.session.close();
    expect(await lost).toBe("lost");
    stuck = false;
    const second = await opened(graph, ["Hello."], { journal });
    expect(second.session.state.status).toBe("interrupted");
    expect(await second.session.resume().ended).toMatchObject({ status: "awaitingUser", agent: "billing" });
    expect(seen).toEqual([
      ["s:1.0", 1],
      ["s:1.0", 2],
    ]);
  });

  test("hears that the run is stopped; the handoff is not taken, and what it gives afterwards is dropped", async () => {
    const started = Promise.withResolvers<AbortSignal>();
    const finish = Promise.withResolvers<void>();
    const { session } = await opened(
      desk((_, { signal }) => {
        started.resolve(signal);
        return finish.promise;
      }),
      [toBilling],
    );
    const run = session.send("Go");
    const signal = await started.promise;
    await session.stop().ended;
    expect(signal.aborted).toBe(true);
    expect(await run.ended).toMatchObject({ status: "awaitingUser", agent: "triage" });
    finish.resolve();
    await session.resume().ended;
    expect(session.state).toMatchObject({ agent: "triage", variables: { verified: false } });
  });

  test("that was stopped while it ran is answered as interrupted, with an effect that is unknown", async () => {
    const started = Promise.withResolvers<void>();
    const { session } = await opened(
      desk(() => {
        started.resolve();
        return new Promise<void>(() => {});
      }),
      [toBilling],
    );
    session.send("Go");
    await started.promise;
    await session.stop().ended;
    expect(transcript(session)[2]).toContain("whether it had an effect is unknown");
  });

  test("a user message that comes while it runs is staged, and reaches the target", async () => {
    const started = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const { session } = await opened(
      desk(() => {
        started.resolve();
        return finish.promise;
      }),
      [toBilling, "Hello."],
    );
    const run = session.send("Go");
    await started.promise;
    const later = session.send("And quickly.");
    finish.resolve();
    await Promise.all([run.ended, later.ended]);
    expect(transcript(session).slice(2)).toEqual([
      "  taken: Handed off to billing.",
      "user: And quickly.",
      "billing: Hello.",
    ]);
  });

  test("that agreed when the time of the exchange was over does not save the handoff: it is read again", async () => {
    const late = manualClock();
    const onHandoff = () => late.advance(5_000);
    const at = await opened(desk(onHandoff, { limits: { time: 1_000 } }), [toBilling], { clock: late });
    expect(await at.session.send("Go").ended).toMatchObject({ agent: "triage", halt: { limit: "time" } });
    expect(transcript(at.session)[2]).toContain("time_spent");
  });

  test("is called for an operator's handoff as well, which it may refuse", async () => {
    const reasons = ["Billing is closed."];
    const graph = defineGraph({
      id: "desk",
      start: "clerk",
      agents: {
        clerk: {
          kind: "human",
          handoffs: {
            billing: {
              onHandoff: () => {
                const refuse = reasons.pop();
                return refuse === undefined ? undefined : { refuse };
              },
            },
          },
        },
        billing: { description: "Bills.", instructions: "Billing." },
      },
    });
    const { session } = await opened(graph, ["Hello."]);
    await session.send("Go").ended;
    const updates = await updatesOf(session.operate({ handoff: { to: "billing" } }));
    expect(only(updates, "handoff.refused")).toMatchObject([{ from: "clerk", reason: { error: "refused" } }]);
    expect(session.state.status).toBe("awaitingOperator");
    await session.operate({ handoff: { to: "billing" } }).ended;
    expect(session.state.agent).toBe("billing");
  });
});
