import { defineGraph, type GraphDefinition, tool } from "handoff-machine";
import { call, handOff } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { transcript, updatesOf } from "../desk.ts";
import { asked, only, opened, ways } from "./opened.ts";

const look = tool({ description: "Looks.", run: () => ({ output: "seen" }) });

type Definition = GraphDefinition<"worker" | "helper", "look">;

function office(options: Pick<Definition, "limits" | "onLimit">) {
  return defineGraph({
    id: "office",
    start: "worker",
    tools: { look },
    agents: {
      worker: { description: "Works.", instructions: "Work.", tools: ["look"], handoffs: { helper: {} } },
      helper: { description: "Helps.", instructions: "Help.", tools: ["look"], handoffs: { worker: {} } },
    },
    ...options,
  });
}

describe('onLimit "askUser"', () => {
  test("gives the user the word where the agent stands; what was done is kept, and he can go on", async () => {
    const { session } = await opened(office({ limits: { modelCalls: 2 } }), [call("look"), call("look"), "Done."]);
    await session.send("Go").ended;
    expect(transcript(session)).toHaveLength(5);
    expect(await session.send("Go on").ended).toMatchObject({ status: "awaitingUser", halt: null, agent: "worker" });
    expect(transcript(session).at(-1)).toBe("worker: Done.");
  });

  test("resuming does nothing: nothing is unfinished", async () => {
    const { session, model } = await opened(office({ limits: { modelCalls: 1 } }), () => call("look"));
    await session.send("Go").ended;
    expect(await session.resume().ended).toMatchObject({ status: "awaitingUser", halt: { limit: "modelCalls" } });
    expect(asked(model)).toHaveLength(1);
  });
});

describe("onLimit { handoff }", () => {
  const options = { limits: { modelCalls: 2 }, onLimit: { handoff: "helper" } } as const;

  test("gives the conversation to that agent with new budgets and the reason", async () => {
    const { session, model } = await opened(office(options), [call("look"), call("look"), call("look"), "Done."]);
    const updates = await updatesOf(session.send("Go"));
    expect(only(updates, "limit.reached")).toEqual([{ type: "limit.reached", agent: "worker", limit: "modelCalls" }]);
    expect(only(updates, "handoff.made")).toEqual([
      { type: "handoff.made", by: "limit", from: "worker", to: "helper", input: "modelCalls" },
    ]);
    const told = updates.map(({ type }) => type);
    expect(told.indexOf("limit.reached")).toBeLessThan(told.indexOf("handoff.made"));
    expect(model.requests[2]?.instructions).toBe(
      'Help.\n\nYou have taken over this conversation from worker, which has used up its budget. Why: "modelCalls"',
    );
    expect(session.state).toMatchObject({ status: "awaitingUser", agent: "helper", halt: null });
  });

  test("a second limit in the same exchange asks the user", async () => {
    const { session, model } = await opened(office(options), () => call("look"));
    const updates = await updatesOf(session.send("Go"));
    expect(ways(updates)).toEqual(["worker → helper (limit)"]);
    expect(updates.at(-1)).toMatchObject({
      status: "awaitingUser",
      agent: "helper",
      halt: { kind: "limitReached", limit: "modelCalls" },
    });
    expect(asked(model)).toEqual(["worker", "worker", "helper", "helper"]);
  });

  test("a user message makes it possible again", async () => {
    const { session } = await opened(office(options), ({ agent }) =>
      agent === "helper" ? handOff("worker") : call("look"),
    );
    expect(ways(await updatesOf(session.send("Go")))).toHaveLength(2);
    expect(ways(await updatesOf(session.send("Again")))).toContain("worker → helper (limit)");
  });

  test("the agent that is called in can be the one whose budget is spent: it gets another", async () => {
    const { session, model } = await opened(office({ limits: { modelCalls: 2 }, onLimit: { handoff: "worker" } }), () =>
      call("look"),
    );
    const updates = await updatesOf(session.send("Go"));
    expect(only(updates, "limit.reached")).toHaveLength(2);
    expect(updates.at(-1)).toMatchObject({ halt: { limit: "modelCalls" }, agent: "worker" });
    expect(asked(model)).toHaveLength(4);
  });

  test("a delegation inside which the budget was spent is over when its caller is called in", async () => {
    const graph = defineGraph({
      id: "firm",
      start: "boss",
      limits: { modelCalls: 2 },
      onLimit: { handoff: "boss" },
      tools: { look },
      agents: {
        boss: { description: "Decides.", instructions: "Boss.", handoffs: { expert: { mode: "delegate" } } },
        expert: { description: "Knows.", instructions: "Expert.", tools: ["look"] },
      },
    });
    const { session } = await opened(graph, ({ agent, turn }) =>
      agent === "expert" ? call("look") : turn === 1 ? handOff("expert") : "I decide.",
    );
    await session.send("Go").ended;
    expect(session.state).toMatchObject({ agent: "boss", delegations: [], halt: null });
  });
});

describe('onLimit "fail"', () => {
  const options = { limits: { modelCalls: 2 }, onLimit: "fail" } as const;

  test("rests in failed with the session intact; resuming goes on with new budgets", async () => {
    const { session, model } = await opened(office(options), [call("look"), call("look"), call("look"), "Done."]);
    expect(await session.send("Go").ended).toMatchObject({
      status: "failed",
      agent: "worker",
      halt: { kind: "limitReached", limit: "modelCalls" },
    });
    expect(await session.resume().ended).toMatchObject({ status: "awaitingUser", halt: null });
    expect(asked(model)).toHaveLength(4);
  });

  test("a user message goes on as well", async () => {
    const { session } = await opened(office(options), [call("look"), call("look"), "Done."]);
    await session.send("Go").ended;
    expect(await session.send("Go on").ended).toMatchObject({ status: "awaitingUser", halt: null });
    expect(transcript(session).slice(-2)).toEqual(["user: Go on", "worker: Done."]);
  });

  test("a new process can resume it", async () => {
    const { session, graph, journal } = await opened(office(options), [call("look"), call("look")]);
    await session.send("Go").ended;
    session.close();
    const again = await opened(graph, ["Done."], { journal });
    expect(again.session.state).toMatchObject({ status: "failed", halt: { limit: "modelCalls" } });
    expect(await again.session.resume().ended).toMatchObject({ status: "awaitingUser", halt: null });
  });

  test("what was due after an answer is still due when it is resumed", async () => {
    const graph = defineGraph({
      id: "line",
      start: "a",
      limits: { handoffs: 1 },
      onLimit: "fail",
      agents: {
        a: { description: "A", instructions: "A", afterReply: [{ to: "b" }] },
        b: { description: "B", instructions: "B", afterReply: [{ to: "c" }] },
        c: { description: "C", instructions: "C" },
      },
    });
    const { session, model } = await opened(graph, ["One.", "Two.", "Three."]);
    expect(await session.send("Go").ended).toMatchObject({ status: "failed", agent: "b" });
    expect(await session.resume().ended).toMatchObject({ status: "awaitingUser", agent: "c" });
    expect(asked(model)).toEqual(["a", "b", "c"]);
  });

  test("an agent that goes on by itself is told so again when it is resumed", async () => {
    const graph = defineGraph({
      id: "solo",
      start: "a",
      limits: { modelCalls: 2 },
      onLimit: "fail",
      agents: { a: { instructions: "A", afterReply: [{ stay: { maxTurns: 2 } }] } },
    });
    const { session } = await opened(graph, ["One.", "Two.", "Three."]);
    await session.send("Go").ended;
    await session.resume().ended;
    expect(transcript(session).slice(3)).toEqual(["a: Two.", "  (autonomous) Continue.", "a: Three."]);
  });
});
