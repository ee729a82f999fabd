import { defineGraph, type GraphDefinition, replay, toolFor } from "handoff-machine";
import { call, handOff } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { transcript, updatesOf } from "../desk.ts";
import { asked, only, opened, ways } from "./opened.ts";

const variables = z.object({ verified: z.boolean(), plan: z.enum(["none", "free", "pro"]) });
const initial = { verified: false, plan: "none" } as const;

const learn = toolFor(variables)({
  description: "Learns the plan.",
  input: z.object({ plan: z.enum(["free", "pro"]) }),
  writes: ["plan", "verified"],
  run: ({ plan }) => ({ output: plan, set: { plan, verified: true } }),
});

type Definition = GraphDefinition<"triage" | "billing" | "sales", "learn", typeof variables>;

function desk(routes: Definition["agents"]["triage"]["routes"], options: Partial<Definition> = {}) {
  return defineGraph({
    id: "desk",
    start: "triage",
    variables,
    initial,
    tools: { learn },
    agents: {
      triage: {
        description: "Asks.",
        instructions: "Triage.",
        tools: ["learn"],
        handoffs: { billing: {}, sales: {} },
        ...(routes === undefined ? {} : { routes }),
      },
      billing: { description: "Bills.", instructions: "Billing.", handoffs: { triage: {} } },
      sales: { description: "Sells.", instructions: "Sales." },
    },
    ...options,
  });
}

describe("routes", () => {
  test("are read before the model is called: the first whose guard holds gives the conversation away", async () => {
    const graph = desk([
      { when: { plan: "free" }, to: "sales" },
      { when: { verified: true }, to: "billing" },
    ]);
    const { session, model } = await opened(graph, [call("learn", { plan: "free" }), "Upgrade!"]);
    const updates = await updatesOf(session.send("Go"));
    expect(ways(updates)).toEqual(["triage → sales (route)"]);
    expect(asked(model)).toEqual(["triage", "sales"]);
    expect(model.requests[1]?.instructions).toContain("You have taken over this conversation from triage.");
  });

  test("that do not hold leave the model to answer", async () => {
    const { session, model } = await opened(desk([{ when: { verified: true }, to: "billing" }]), ["Hello."]);
    await session.send("Go").ended;
    expect(asked(model)).toEqual(["triage"]);
  });

  test("of the start agent can take the first message before any model is asked", async () => {
    const { session, model } = await opened(desk([{ when: { plan: "none" }, to: "sales" }]), ["Hello."]);
    const updates = await updatesOf(session.send("Go"));
    expect(ways(updates)).toEqual(["triage → sales (route)"]);
    expect(asked(model)).toEqual(["sales"]);
  });

  test("are not read after an answer: the user has the word", async () => {
    const { session } = await opened(desk([{ when: { verified: true }, to: "billing" }]), ["Hello."]);
    expect(await session.send("Go").ended).toMatchObject({ status: "awaitingUser", agent: "triage" });
  });

  test("come before a handoff's target is asked, too: they can be chained without any model", async () => {
    const graph = defineGraph({
      id: "chain",
      start: "one",
      agents: {
        one: { description: "First.", routes: [{ to: "two" }] },
        two: { description: "Second.", routes: [{ to: "three" }] },
        three: { description: "Third.", instructions: "Answer." },
      },
    });
    const { session, model } = await opened(graph, ["Hello."]);
    const updates = await updatesOf(session.send("Go"));
    expect(ways(updates)).toEqual(["one → two (route)", "two → three (route)"]);
    expect(asked(model)).toEqual(["three"]);
    expect(transcript(session)).toEqual(["user: Go", "three: Hello."]);
  });

  test("cost a handoff each: a spent budget stops them", async () => {
    const graph = desk([{ when: { verified: true }, to: "billing" }], { limits: { handoffs: 1 } });
    const { session } = await opened(graph, [call("learn", { plan: "pro" }), handOff("triage"), "Stuck."]);
    const updates = await updatesOf(session.send("Go"));
    expect(ways(updates)).toEqual(["triage → billing (route)"]);
    expect(updates.at(-1)).toMatchObject({ halt: { kind: "limitReached", limit: "handoffs" }, agent: "billing" });
  });

  test("that go round in a circle for some values end at the budget", async () => {
    const circle: Definition["agents"] = {
      ...desk([]).agents,
      triage: { description: "Asks.", instructions: "T", routes: [{ when: { plan: "none" }, to: "billing" }] },
      billing: { description: "Bills.", instructions: "B", routes: [{ when: { plan: "none" }, to: "triage" }] },
      sales: { description: "Sells.", instructions: "S" },
    };
    const graph = defineGraph({ id: "circle", start: "triage", variables, initial, tools: { learn }, agents: circle });
    const { session, model } = await opened(graph);
    const updates = await updatesOf(session.send("Go"));
    expect(ways(updates)).toHaveLength(8);
    expect(updates.at(-1)).toMatchObject({ halt: { kind: "limitReached", limit: "handoffs" } });
    expect(asked(model)).toEqual([]);
  });
});

describe("a route to the end", () => {
  const graph = desk([{ when: { verified: true }, end: "verified" }]);

  test("ends the session with its outcome, for the user, in the state and in a replay", async () => {
    const { session, journal } = await opened(graph, [call("learn", { plan: "pro" })]);
    expect(await session.send("Go").ended).toMatchObject({ status: "completed", outcome: "verified", agent: null });
    expect(session.state).toMatchObject({ status: "completed", outcome: "verified" });
    const { snapshot } = await replay(graph, journal.read("s"));
    expect(snapshot).toMatchObject({ value: "completed", output: { outcome: "verified" } });
  });

  test("is taken although the budgets are spent: an end costs nothing", async () => {
    const spent = desk([{ when: { verified: true }, end: "verified" }], { limits: { modelCalls: 1 } });
    const { session } = await opened(spent, [call("learn", { plan: "pro" })]);
    expect(await session.send("Go").ended).toMatchObject({ outcome: "verified" });
  });
});

describe("a route to the user", () => {
  test("gives him the word and says its text in the agent's place, without a model", async () => {
    const graph = desk([{ when: { verified: true }, ask: "Thank you. What can I do?" }]);
    const { session, model } = await opened(graph, [call("learn", { plan: "pro" })]);
    const updates = await updatesOf(session.send("Go"));
    expect(only(updates, "reply.fixed")).toEqual([
      {
        type: "reply.fixed",
        agent: "triage",
        text: "Thank you. What can I do?",
        by: { kind: "route", name: "triage" },
      },
    ]);
    expect(updates.at(-1)).toMatchObject({ status: "awaitingUser", agent: "triage", halt: null });
    expect(asked(model)).toEqual(["triage"]);
    expect(transcript(session).at(-1)).toBe("triage: Thank you. What can I do?");
  });

  test("with an empty text says nothing", async () => {
    const { session } = await opened(desk([{ when: { verified: true }, ask: "" }]), [call("learn", { plan: "pro" })]);
    const updates = await updatesOf(session.send("Go"));
    expect(only(updates, "reply.fixed")).toEqual([]);
    expect(transcript(session).at(-1)).toBe("  returned: pro");
    expect(session.state.status).toBe("awaitingUser");
  });

  test("leaves a message that was said meanwhile to be answered like any other", async () => {
    const started = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const slow = toolFor(variables)({
      description: "Takes its time.",
      writes: ["verified"],
      run: async () => {
        started.resolve();
        await finish.promise;
        return { output: "done", set: { verified: true } };
      },
    });
    const graph = defineGraph({
      id: "slow",
      start: "triage",
      variables,
      initial,
      tools: { slow },
      entry: [{ when: { verified: true }, agent: "sales" }],
      agents: {
        triage: { instructions: "T", tools: ["slow"], routes: [{ when: { verified: true }, ask: "Thanks." }] },
        sales: { description: "Sells.", instructions: "S" },
      },
    });
    const { session } = await opened(graph, [call("slow"), "You are welcome."]);
    const run = session.send("Go");
    await started.promise;
    const later = session.send("One more thing.");
    finish.resolve();
    await Promise.all([run.ended, later.ended]);
    expect(transcript(session).slice(3)).toEqual([
      "triage: Thanks.",
      "user: One more thing.",
      "sales: You are welcome.",
    ]);
  });
});
