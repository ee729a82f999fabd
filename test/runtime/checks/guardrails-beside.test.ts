import { defineGraph, type GraphDefinition } from "handoff-machine";
import { handOff } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { transcript, variables } from "../desk.ts";
import { gate, heldModel, ofType, openSession, settled } from "./sessions.ts";

type Guardrails = NonNullable<GraphDefinition<"one" | "two", never, typeof variables>["guardrails"]>;
type Guardrail = Guardrails[string];
type Verdict = Awaited<ReturnType<Guardrail["check"]>>;

function pair(guardrails: Guardrails) {
  return defineGraph({
    id: "pair",
    start: "one",
    variables,
    initial: { verified: false, plan: "free", count: 0 },
    agents: {
      one: { description: "First.", instructions: "One.", handoffs: { two: {} } },
      two: { description: "Second.", instructions: "Two.", handoffs: { one: {} } },
    },
    guardrails,
  });
}

/** A guardrail beside the model that gives its verdict when the test says so. */
function beside(more: Partial<Guardrail> = {}) {
  const door = gate<Verdict>();
  const guardrail: Guardrail = { on: "input", beside: true, check: () => door.pass(), ...more };
  return { guardrail, door };
}

describe("an input guardrail beside the model", () => {
  test("lets the model be asked meanwhile, and the answer waits for it", async () => {
    const { guardrail, door } = beside();
    const { model, next } = heldModel();
    const opened = await openSession(pair({ slow: guardrail }), model);
    const run = opened.session.send("Go");
    const asked = await next(0);
    asked.say("Hello");
    asked.answer("Hello");
    await settled();
    expect(opened.session.state.status).toBe("running");
    door.open("pass");
    await run.ended;
    expect(transcript(opened.session)).toEqual(["user: Go", "one: Hello"]);
    const [replied] = ofType(await opened.events(), "model.replied");
    expect(replied?.verdicts).toMatchObject([{ guardrail: "slow", on: "input", outcome: "passed" }]);
  });

  test("aborts the model's call when it trips, and the text that was streamed is announced as discarded", async () => {
    const { guardrail, door } = beside({ say: "No." });
    const { model, next } = heldModel();
    const opened = await openSession(pair({ slow: guardrail }), model);
    const run = opened.session.send("Go");
    const asked = await next(0);
    asked.say("Sure, ");
    door.open({ trip: "harmful" });
    expect(await run.ended).toMatchObject({ status: "awaitingUser" });
    expect(asked.signal.aborted).toBe(true);
    expect(transcript(opened.session)).toEqual(["user: Go", "one: No."]);
    expect(opened.updates.map(({ type }) => type)).toEqual([
      "turn.started",
      "text.delta",
      "text.discarded",
      "guardrail.tripped",
      "reply.fixed",
      "run.ended",
    ]);
    const [tripped] = ofType(await opened.events(), "guardrail.tripped");
    expect(tripped).toMatchObject({ partial: "Sure, ", reason: "harmful" });
    await opened.replays();
  });

  test("also discards an answer that was complete before it tripped", async () => {
    const { guardrail, door } = beside();
    const { model, next } = heldModel();
    const opened = await openSession(pair({ slow: guardrail }), model);
    const run = opened.session.send("Go");
    (await next(0)).answer("Sure.");
    await settled();
    door.open({ trip: "harmful" });
    await run.ended;
    expect(transcript(opened.session)).toEqual(["user: Go", "one: This cannot be answered."]);
  });

  test("discards the calls of an answer, so that no handoff of it is made", async () => {
    const { guardrail, door } = beside({ agents: ["one"] });
    const opened = await openSession(pair({ slow: guardrail }), [handOff("two")]);
    const run = opened.session.send("Go");
    await door.entered;
    await settled();
    door.open({ trip: "harmful" });
    expect(await run.ended).toMatchObject({ agent: "one" });
    expect(opened.requests).toHaveLength(1);
  });

  test("that trips first does not wait for others that are still at work", async () => {
    const [quick, slow] = [beside(), beside()];
    const { model, next } = heldModel();
    const opened = await openSession(pair({ slow: slow.guardrail, quick: quick.guardrail }), model);
    const run = opened.session.send("Go");
    const asked = await next(0);
    quick.door.open({ trip: "harmful" });
    await settled();
    expect(asked.signal.aborted).toBe(true);
    slow.door.open("pass");
    await run.ended;
    expect(transcript(opened.session)).toEqual(["user: Go", "one: This cannot be answered."]);
  });

  test("cannot rewrite: what it wrote counts as a failed check", async () => {
    for (const onError of ["trip", "pass"] as const) {
      const guardrail: Guardrail = { on: "input", beside: true, check: () => ({ rewrite: "other" }), onError };
      const opened = await openSession(pair({ guardrail }), ["Hello."]);
      await opened.session.send("Go").ended;
      expect(transcript(opened.session)).toEqual([
        "user: Go",
        onError === "trip" ? "one: This cannot be answered." : "one: Hello.",
      ]);
    }
  });

  test("sees what those before the model made of the text, and is not run when one of them tripped", async () => {
    const seen: string[] = [];
    const note: Guardrail = {
      on: "input",
      beside: true,
      check: ({ text }) => {
        seen.push(text);
        return "pass";
      },
    };
    const before: Guardrail = {
      on: "input",
      check: ({ text }) => (text === "bad" ? { trip: "bad" } : { rewrite: text.toUpperCase() }),
    };
    const { session } = await openSession(pair({ note, before }), ["Hi."]);
    await session.send("go").ended;
    await session.send("bad").ended;
    expect(seen).toEqual(["GO"]);
  });

  test("is told to stop when the run is stopped; what had been said is kept, and its verdict comes to nothing", async () => {
    let signal: AbortSignal | undefined;
    const door = gate<Verdict>();
    const guardrail: Guardrail = {
      on: "input",
      beside: true,
      check: (facts) => {
        signal = facts.signal;
        return door.pass();
      },
    };
    const { model, next } = heldModel();
    const opened = await openSession(pair({ guardrail }), model);
    const run = opened.session.send("Go");
    (await next(0)).say("Half ");
    await opened.session.stop().ended;
    await run.ended;
    expect(signal?.aborted).toBe(true);
    door.open({ trip: "late" });
    await settled();
    expect(transcript(opened.session)).toEqual(["user: Go", "one: Half  …"]);
    await opened.replays();
  });

  test("counts although the model failed meanwhile: its trip comes to the user, and its pass is not asked for again", async () => {
    for (const verdict of ["pass", { trip: "harmful" }] as const) {
      let runs = 0;
      const door = gate<Verdict>();
      const guardrail: Guardrail = {
        on: "input",
        beside: true,
        check: () => {
          runs++;
          return door.pass();
        },
      };
      const opened = await openSession(pair({ guardrail }), [{ error: "connection" }, "Hello."]);
      const run = opened.session.send("Go");
      await door.entered;
      await settled();
      door.open(verdict);
      await settled();
      opened.clock.advance(1_000);
      await run.ended;
      expect(transcript(opened.session).at(-1)).toBe(
        verdict === "pass" ? "one: Hello." : "one: This cannot be answered.",
      );
      expect(runs).toBe(1);
      await opened.replays();
    }
  });
});
