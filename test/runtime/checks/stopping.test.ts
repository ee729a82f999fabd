import { defineGraph, type GraphDefinition, type Update } from "handoff-machine";
import { call, handOff, type ScriptedStep, scriptedModel } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { tool, variables } from "../desk.ts";
import { expectBalanced, gate, ofType, openSession, settled } from "./sessions.ts";

type Definition = GraphDefinition<"one" | "two" | "person", "quick" | "slow" | "book", typeof variables>;

/** A graph in which a test can hold each phase of a run by a door; what the user says first is `Go`. */
function stage() {
  const doors = { model: gate<ScriptedStep>(), tool: gate(), hook: gate(), check: gate<"pass">() };
  const plan: (ScriptedStep | Promise<ScriptedStep>)[] = [];
  const inner = scriptedModel(() => plan.shift() ?? "Goes on.");
  const never = new AbortController().signal;
  const model = {
    provider: "stubborn", // it does not care about being aborted
    generate: (request: Parameters<typeof inner.generate>[0], { onDelta }: { onDelta: (text: string) => void }) =>
      inner.generate(request, { signal: never, onDelta }),
  };
  const heldCheck = { check: ({ text }: { text: string }) => (text === "Go" ? doors.check.pass() : ("pass" as const)) };
  const graphs = (guardrails: Definition["guardrails"] = {}, one: Partial<Definition["agents"]["one"]> = {}) =>
    defineGraph({
      id: "stage",
      start: "one",
      variables,
      initial: { verified: false, plan: "free", count: 0 },
      tools: {
        quick: tool({ description: "Quick.", run: () => ({ output: "quick" }) }),
        book: tool({ description: "Books.", approval: true, run: () => ({ output: "booked" }) }),
        slow: tool({
          description: "Slow.",
          writes: ["count"],
          run: async () => {
            await doors.tool.pass();
            return { output: "late", set: { count: 7 } };
          },
        }),
      },
      agents: {
        one: {
          description: "First.",
          instructions: "One.",
          tools: ["quick", "slow", "book"],
          handoffs: { two: { onHandoff: () => doors.hook.pass(), approval: true }, person: {} },
          ...one,
        },
        two: { description: "Second.", instructions: "Two.", handoffs: { one: {} } },
        person: { kind: "human", description: "A person.", handoffs: { one: {} } },
      },
      guardrails,
    });
  return { doors, plan, model, inner, graphs, heldCheck };
}

type Stage = ReturnType<typeof stage>;
const openStage = (graph: ReturnType<Stage["graphs"]>, { model }: Stage) => openSession(graph, model);
type Opened = Awaited<ReturnType<typeof openStage>>;

interface Phase {
  readonly graph?: (stage: Stage) => ReturnType<Stage["graphs"]>;
  readonly plan?: (stage: Stage) => readonly (ScriptedStep | Promise<ScriptedStep>)[];
  /** Brings the session there. */
  readonly reach: (opened: Opened, stage: Stage) => Promise<unknown>;
  /** The facts that come too late and are recorded. */
  readonly late?: readonly string[];
  /** Where the session rests after a stop; left out, `awaitingUser`. */
  readonly rest?: string;
}

const send = async ({ session }: Opened): Promise<void> => void session.send("Go");

const twoTools: Phase = {
  plan: () => [{ text: "Working.", calls: [call("slow"), call("quick"), handOff("person")] }],
  reach: async (opened, { doors }) => {
    const done = opened.next("tool.settled");
    await send(opened);
    await Promise.all([doors.tool.entered, done]);
  },
  late: ["tool.returned"],
};

const phases: Readonly<Record<string, Phase>> = {
  opened: { reach: async () => undefined, rest: "opened" },
  "awaitingUser, after an answer": { reach: ({ session }) => session.send("Go").ended },
  awaitingOperator: {
    plan: () => [handOff("person")],
    reach: ({ session }) => session.send("Go").ended,
    rest: "awaitingOperator",
  },
  "awaitingModel, the model speaking": {
    plan: ({ doors }) => [doors.model.pass()],
    reach: async (opened, { doors }) => {
      await send(opened);
      await doors.model.entered;
    },
    late: ["model.replied"],
  },
  "awaitingModel, between two attempts": {
    plan: () => [{ error: "connection" }],
    reach: async (opened) => {
      await send(opened);
      await opened.clock.asleep();
    },
  },
  "awaitingModel, a guardrail before it": {
    graph: ({ graphs, heldCheck }) => graphs({ held: { on: "input", ...heldCheck } }),
    reach: async (opened, { doors }) => {
      await send(opened);
      await doors.check.entered;
    },
  },
  "awaitingModel, a guardrail beside it": {
    graph: ({ graphs, heldCheck }) => graphs({ held: { on: "input", beside: true, ...heldCheck } }),
    reach: async (opened, { doors }) => {
      await send(opened);
      await doors.check.entered;
      await settled();
    },
    late: ["model.replied"],
  },
  "awaitingModel, a summary being made": {
    graph: ({ graphs }) => graphs({}, { view: { summary: { keep: 1 } } }),
    plan: ({ doors }) => [doors.model.pass()],
    reach: async ({ session }, { doors }) => {
      session.send(["Go", "and", "so on"]);
      await doors.model.entered;
    },
  },
  "awaitingTools, one of two done": twoTools,
  "awaitingTools, onHandoff being called": {
    plan: () => [{ calls: [call("quick"), handOff("two")] }],
    reach: async ({ session }, { doors }) => {
      await session.send("Go").ended;
      session.approve();
      await doors.hook.entered;
    },
    late: ["tool.returned"],
  },
  "awaitingApproval, of a tool": {
    plan: () => [{ calls: [call("quick"), call("book"), handOff("two")] }],
    reach: ({ session }) => session.send("Go").ended,
  },
  "awaitingApproval, of a handoff": {
    plan: () => [{ calls: [call("quick"), handOff("two")] }],
    reach: ({ session }) => session.send("Go").ended,
  },
  failed: {
    plan: () => [{ error: "bad_request" }],
    reach: ({ session }) => session.send("Go").ended,
    rest: "failed",
  },
};

async function reached({ graph = ({ graphs }) => graphs(), plan = () => [], reach }: Phase) {
  const held = stage();
  held.plan.push(...plan(held));
  const opened = await openStage(graph(held), held);
  await reach(opened, held);
  /** Lets all that was held come to its end, too late. */
  const release = async (): Promise<void> => {
    held.doors.model.open("Too late.");
    held.doors.check.open("pass");
    held.doors.tool.open();
    held.doors.hook.open();
    await settled();
  };
  const dropped = () => opened.updates.flatMap((update) => (update.type === "event.dropped" ? [update.event] : []));
  return { opened, release, dropped };
}

describe.each(Object.entries(phases))("in %s", (_, phase) => {
  test("stop() rests with every call answered, drops and records what comes late, and the session goes on", async () => {
    const { opened, release, dropped } = await reached(phase);
    const { session } = opened;
    expect(await session.stop().ended).toMatchObject({ status: phase.rest ?? "awaitingUser" });
    expectBalanced(session);
    const before = JSON.stringify([session.state.conversation, session.state.variables]);
    await release();
    expect(JSON.stringify([session.state.conversation, session.state.variables])).toBe(before);
    expect(dropped()).toEqual(phase.late ?? []);
    for (const type of phase.late ?? []) expect((await opened.events()).map((event) => event.type)).toContain(type);
    await session.send("More").ended;
    if (phase.rest !== "awaitingOperator") {
      expect(session.state.conversation.at(-1)).toMatchObject({ role: "assistant", text: "Goes on." });
    }
    expectBalanced(session);
    await opened.replays();
  });

  test("cancel() ends the session for good, with every call answered; what comes late is recorded", async () => {
    const { opened, release, dropped } = await reached(phase);
    const { session } = opened;
    expect(await session.cancel("enough").ended).toMatchObject({ status: "cancelled", outcome: "cancelled" });
    expectBalanced(session);
    const before = JSON.stringify(session.state.conversation);
    await release();
    expect(JSON.stringify(session.state.conversation)).toBe(before);
    expect(dropped()).toEqual(phase.late ?? []);
    expect(() => session.send("More")).toThrow(expect.objectContaining({ code: "session_ended" }));
    expect(ofType(await opened.events(), "session.cancelled")).toMatchObject([{ reason: "enough" }]);
    expect(opened.clock.alarms).toEqual([]);
    await opened.replays();
  });
});

describe("stopping and cancelling", () => {
  test.each(["stop", "cancel"] as const)("by %s() in deciding keeps what is proposed from happening", async (how) => {
    const { graphs, plan, model } = stage();
    plan.push({ calls: [call("quick"), handOff("person")] });
    const observers = [{ onUpdate: (_: string, { type }: Update) => type === "tool.settled" && opened.session[how]() }];
    const opened = await openSession(graphs(), model, { observers });
    expect(await opened.session.send("Go").ended).toMatchObject({
      status: how === "stop" ? "awaitingUser" : "cancelled",
    });
    expect([...opened.session.state.conversation].flatMap((one) => (one.role === "tool" ? [one.status] : []))).toEqual([
      "returned",
      "interrupted",
    ]);
    await opened.replays();
  });

  test("in a session whose process died answers its calls, too", async () => {
    for (const how of ["stop", "cancel"] as const) {
      const { opened, release } = await reached(twoTools);
      opened.session.close();
      const again = await openSession(opened.graph, ["Goes on."], { journal: opened.journal });
      expect(again.session.state.status).toBe("interrupted");
      const ended = await (how === "stop" ? again.session.stop() : again.session.cancel()).ended;
      expect(ended.status).toBe(how === "stop" ? "awaitingUser" : "cancelled");
      expectBalanced(again.session);
      await release();
      await again.replays();
    }
  });
});
