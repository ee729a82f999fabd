import { defineGraph, type GraphDefinition } from "handoff-machine";
import { askUser, call, handOff } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { deskTools, transcript, updatesOf, variables } from "../desk.ts";
import { gate, ofType, openSession, settled, shown } from "./sessions.ts";

type Definition = GraphDefinition<"one" | "two", "look" | "pay", typeof variables>;
type Guardrails = NonNullable<Definition["guardrails"]>;
type Guardrail = Guardrails[string];

function pair(
  guardrails: Guardrails,
  {
    calls = [],
    one = {},
    ...more
  }: { calls?: string[]; one?: Partial<Definition["agents"]["one"]> } & Pick<Definition, "limits" | "onLimit"> = {},
) {
  const { look, pay } = deskTools(calls);
  return defineGraph({
    id: "pair",
    start: "one",
    variables,
    initial: { verified: false, plan: "free", count: 0 },
    tools: { look, pay },
    agents: {
      one: { description: "First.", instructions: "One.", tools: ["look", "pay"], handoffs: { two: {} }, ...one },
      two: { description: "Second.", instructions: "Two.", handoffs: { one: {} } },
    },
    guardrails,
    ...more,
  });
}

const noSecrets = (more: Partial<Guardrail> = {}): Guardrail => ({
  on: "output",
  check: ({ text }) => (text.includes("secret") ? { trip: "it tells a secret" } : "pass"),
  ...more,
});

describe("output guardrails", () => {
  test("check every agent that speaks, also beside a call, and not a reply without text", async () => {
    const noted: string[] = [];
    const note: Guardrail = {
      on: "output",
      check: ({ agent, text }) => {
        noted.push(`${agent}: ${text}`);
        return "pass";
      },
    };
    const script = [call("look"), { text: "A moment.", calls: [handOff("two")] }, "Hello."];
    const opened = await openSession(pair({ note }), script);
    await opened.session.send("Go").ended;
    expect(noted).toEqual(["one: A moment.", "two: Hello."]);
    await opened.replays();
    expect(noted).toHaveLength(2);
  });

  test("hold the text back until they let it through; then it is told at once", async () => {
    const door = gate();
    const slow: Guardrail = { on: "output", check: () => door.pass().then(() => "pass") };
    const opened = await openSession(pair({ slow }), ["It takes a while."]);
    const run = opened.session.send("Go");
    await door.entered;
    await settled();
    expect(opened.updates.map(({ type }) => type)).toEqual(["turn.started"]);
    door.open();
    const updates = await updatesOf(run);
    expect(updates.flatMap((update) => (update.type === "text.delta" ? [update.text] : []))).toEqual([
      "It takes a while.",
    ]);
  });

  test("that refuse put their words in the place of the text, which nobody sees; the journal has it", async () => {
    const opened = await openSession(pair({ noSecrets: noSecrets({ say: "I cannot say." }) }), ["The secret.", "Ok."]);
    const { session, updates, requests } = opened;
    expect(await session.send("Go").ended).toMatchObject({ status: "awaitingUser" });
    expect(session.state.conversation.at(-1)).toEqual({
      role: "assistant",
      agent: "one",
      turn: 1,
      text: "I cannot say.",
      calls: [],
      fixedBy: { kind: "guardrail", name: "noSecrets" },
    });
    expect(JSON.stringify(updates)).not.toContain("The secret");
    expect(updates).toContainEqual(expect.objectContaining({ type: "turn.ended", text: "" }));
    expect(updates).toContainEqual(expect.objectContaining({ type: "reply.fixed", text: "I cannot say." }));
    const [replied] = ofType(await opened.events(), "model.replied");
    expect(replied).toMatchObject({
      text: "The secret.",
      verdicts: [{ guardrail: "noSecrets", on: "output", outcome: "tripped", reason: "it tells a secret" }],
    });
    await session.send("And?").ended;
    expect(shown(requests[1])).toEqual(["user: Go", "one I cannot say.", "user: And?"]);
    await opened.replays();
  });

  test("that refuse stop the whole reply: its calls do not run, and no handoff is made", async () => {
    const calls: string[] = [];
    const graph = pair({ noSecrets: noSecrets() }, { calls });
    const reply = { text: "The secret.", calls: [call("look"), call("pay", { amount: 500 }), handOff("two")] };
    const opened = await openSession(graph, [reply]);
    expect(await opened.session.send("Go").ended).toMatchObject({ status: "awaitingUser", agent: "one" });
    expect(calls).toEqual([]);
    expect(opened.session.state.approvals).toEqual([]);
    const stopped = '  superseded: {"error":"superseded","message":"Not performed: a guardrail stopped the reply."}';
    expect(transcript(opened.session).slice(2)).toEqual([stopped, stopped, stopped]);
    await opened.replays();
  });

  test("that rewrite change what the user reads and what models see; each is given what the one before made", async () => {
    const upper: Guardrail = { on: "output", check: ({ text }) => ({ rewrite: text.toUpperCase() }) };
    const mark: Guardrail = { on: "output", check: async ({ text }) => ({ rewrite: `${text}!` }) };
    const opened = await openSession(pair({ upper, mark }), ["hello", "bye"]);
    await opened.session.send("Go").ended;
    await opened.session.send("So").ended;
    expect(opened.updates.flatMap((update) => (update.type === "text.delta" ? [update.text] : []))).toEqual([
      "HELLO!",
      "BYE!",
    ]);
    expect(shown(opened.requests[1])).toEqual(["user: Go", "one HELLO!", "user: So"]);
    expect(ofType(await opened.events(), "model.replied")[0]?.text).toBe("hello");
    await opened.replays();
  });

  test("that retry have the model answer again, told the reason; what was withheld is in no prompt", async () => {
    const graph = pair({ noSecrets: noSecrets({ onTrip: "retry" }) });
    const opened = await openSession(graph, ["The secret.", "Nothing to tell."]);
    await opened.session.send("Go").ended;
    expect(shown(opened.requests[1])).toEqual([
      "user: Go",
      "prompt: Your last answer was not given to the user: it tells a secret. Answer again, without that.",
    ]);
    expect(transcript(opened.session).at(-1)).toBe("one: Nothing to tell.");
    await opened.replays();
  });

  test("that retry spend the budget of repairs, and then its outcome follows", async () => {
    const graph = pair({ noSecrets: noSecrets({ onTrip: "retry" }) }, { limits: { repairs: 1 } });
    const opened = await openSession(graph, ["secret one", "secret two", "secret three"]);
    expect(await opened.session.send("Go").ended).toMatchObject({
      status: "awaitingUser",
      halt: { kind: "limitReached", limit: "repairs" },
    });
    expect(opened.requests).toHaveLength(2);
    expect(JSON.stringify([...opened.session.state.conversation])).not.toContain("secret one");
    await opened.replays();
  });

  test("that lead to an agent give it the conversation, and tell it why; it is not checked by them", async () => {
    const graph = pair({ noSecrets: noSecrets({ onTrip: { to: "two" } }) });
    const opened = await openSession(graph, [{ text: "The secret.", calls: [call("look")] }, "My secret."]);
    expect(await opened.session.send("Go").ended).toMatchObject({ agent: "two", status: "awaitingUser" });
    expect(opened.requests[1]?.instructions).toBe(
      'Two.\n\nYou have taken over this conversation from one, since a check did not let it go on there. Why: {"guardrail":"noSecrets","reason":"it tells a secret"}',
    );
    expect(transcript(opened.session)).toEqual([
      "user: Go",
      "one: look({})",
      expect.stringContaining("superseded"),
      "two: My secret.",
    ]);
    await opened.replays();
  });

  test("that end the session do so with their outcome", async () => {
    const opened = await openSession(pair({ noSecrets: noSecrets({ onTrip: { end: "leaked" } }) }), ["The secret."]);
    expect(await opened.session.send("Go").ended).toMatchObject({ status: "completed", outcome: "leaked" });
    await opened.replays();
  });

  test.each([
    ["throws", () => Promise.reject(new TypeError("broken"))],
    ["says nothing", () => undefined],
    ["says something else", () => ({ verdict: "ok" })],
    ["rewrites to what is no text", () => ({ rewrite: { text: "x" } })],
    ["trips without a reason", () => ({ trip: true })],
  ])("count a check that %s as tripped, or as passed where onError says so", async (_, check) => {
    const unsure = (onError?: "pass"): Guardrails => ({
      unsure: { on: "output", check: check as never, ...(onError === undefined ? {} : { onError }) },
    });
    const strict = await openSession(pair(unsure()), ["Hello."]);
    await strict.session.send("Go").ended;
    expect(transcript(strict.session)).toEqual(["user: Go", "one: This cannot be answered."]);
    expect(ofType(await strict.events(), "model.replied")[0]?.verdicts).toMatchObject([
      { outcome: "tripped", reason: expect.stringMatching(/^The check failed: /) },
    ]);
    const lenient = await openSession(pair(unsure("pass")), ["Hello."]);
    await lenient.session.send("Go").ended;
    expect(transcript(lenient.session)).toEqual(["user: Go", "one: Hello."]);
    expect(ofType(await lenient.events(), "model.replied")[0]?.verdicts).toMatchObject([
      { outcome: "passed", reason: expect.stringMatching(/^The check failed: /) },
    ]);
  });

  test("come before the form of an answer is read: what they wrote is what is parsed", async () => {
    const fix: Guardrail = { on: "output", check: () => ({ rewrite: '{"amount":7}' }) };
    const one = { output: z.object({ amount: z.number() }) };
    const opened = await openSession(pair({ fix }, { one }), ["seven"]);
    expect(await opened.session.send("Go").ended).toMatchObject({ result: { amount: 7 } });
    await opened.replays();
  });

  test("withhold a text that was rewritten from the provider's own items, which would tell it again", async () => {
    const hide: Guardrail = { on: "output", check: ({ text }) => ({ rewrite: text.replace("secret", "…") }) };
    const opened = await openSession(pair({ hide }), {
      provider: "p",
      generate: async () => ({
        text: "The secret.",
        calls: [],
        usage: { inputTokens: 0, outputTokens: 0 },
        model: "m",
        native: { provider: "p", items: [{ said: "The secret." }] },
      }),
    });
    await opened.session.send("Go").ended;
    expect(opened.session.state.conversation.at(-1)).not.toHaveProperty("native");
  });

  test("check what an agent asks the user, too", async () => {
    const graph = pair({ noSecrets: noSecrets() }, { one: { canAsk: true } });
    const opened = await openSession(graph, [askUser("Is the secret swordfish?")]);
    expect(await opened.session.send("Go").ended).toMatchObject({ status: "awaitingUser" });
    expect(JSON.stringify(opened.updates)).not.toContain("swordfish");
    await opened.replays();
  });

  test("that rewrite or withhold a question leave nothing of it in any prompt", async () => {
    const hide: Guardrail = { on: "output", check: ({ text }) => ({ rewrite: text.replace("swordfish", "…") }) };
    for (const guardrail of [hide, noSecrets(), noSecrets({ onTrip: "retry" })]) {
      const graph = pair({ guardrail }, { one: { canAsk: true } });
      const script = [askUser("Is the secret swordfish?"), "Well.", "So."];
      const opened = await openSession(graph, script);
      await opened.session.send("Go").ended;
      await opened.session.send("Yes").ended;
      expect(JSON.stringify(opened.requests)).not.toContain("swordfish");
      await opened.replays();
    }
  });

  test("that have not seen a text yet keep it out of the conversation when the run is stopped", async () => {
    const door = gate();
    const slow: Guardrail = { on: "output", check: () => door.pass().then(() => "pass") };
    const opened = await openSession(pair({ slow }), ["The secret."]);
    const run = opened.session.send("Go");
    await door.entered;
    await opened.session.stop().ended;
    await run.ended;
    expect(transcript(opened.session)).toEqual(["user: Go"]);
    door.open();
    await settled();
    expect(JSON.stringify(opened.updates)).not.toContain("secret");
    await opened.replays();
  });

  test("that rewrite a text to nothing leave no empty message behind", async () => {
    const hush: Guardrail = { on: "output", check: ({ text }) => (text === "Hm." ? { rewrite: "" } : "pass") };
    const opened = await openSession(pair({ hush }), [
      "Hm.",
      "Hello.",
      { text: "Hm.", calls: [call("look")] },
      "Seen.",
    ]);
    expect(await opened.session.send("Go").ended).toMatchObject({ status: "awaitingUser" });
    expect(transcript(opened.session)).toEqual(["user: Go"]);
    await opened.session.send("And?").ended;
    await opened.session.send("Look").ended;
    expect(transcript(opened.session).slice(1)).toEqual([
      "user: And?",
      "one: Hello.",
      "user: Look",
      "one: look({})",
      "  returned: seen in 3.0",
      "one: Seen.",
    ]);
    await opened.replays();
  });
});
