import { defineGraph, type GraphDefinition, replay, toolFor } from "handoff-machine";
import { askUser, call, handOff, type Script } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { asked, opened } from "./opened.ts";

const variables = z.object({ solved: z.boolean() });
const tool = toolFor(variables);
const tools = {
  solve: tool({ description: "Solves.", writes: ["solved"], run: () => ({ output: "ok", set: { solved: true } }) }),
  look: tool({ description: "Looks.", run: () => ({ output: "seen" }) }),
  boom: tool({
    description: "Throws.",
    run: () => {
      throw new TypeError("broken");
    },
  }),
};

type Definition = GraphDefinition<"triage" | "closer", keyof typeof tools, typeof variables>;
type End = NonNullable<Definition["ends"]>[number];
type Condition = NonNullable<End["session"]>;

function desk(ends: readonly End[]) {
  return defineGraph({
    id: "desk",
    start: "triage",
    variables,
    initial: { solved: false },
    tools,
    prices: { scripted: { input: 1_000, output: 2_000 } },
    ends,
    agents: {
      triage: {
        description: "Asks.",
        instructions: "Triage.",
        tools: ["solve", "look", "boom"],
        canAsk: true,
        handoffs: { closer: {} },
      },
      closer: { description: "Closes.", instructions: "Closer.", handoffs: { triage: {} } },
    },
  });
}

/** Says something to a desk that ends under this condition, and tells how it went each time. */
async function outcomes(session: Condition, script: Script, said: readonly string[]) {
  const at = await opened(desk([{ outcome: "over", session }]), script);
  const ended: (string | null)[] = [];
  for (const text of said) {
    if (at.session.state.status !== "completed") ended.push((await at.session.send(text).ended).outcome);
  }
  return { ...at, ended };
}

const usage = { inputTokens: 60, outputTokens: 20 };
const paid = { text: "Hello.", usage };

describe("a condition on the session ends it", () => {
  test("messages: as soon as the conversation has so many", async () => {
    const { ended, model } = await outcomes(
      { messages: { atLeast: 3 } },
      ["Hello.", "Again."],
      ["one", "two", "three"],
    );
    expect(ended).toEqual([null, "over"]);
    expect(asked(model)).toHaveLength(1);
  });

  test("turns: after so many replies", async () => {
    const { ended } = await outcomes({ turns: { atLeast: 2 } }, ["Hello.", "Again."], ["one", "two", "three"]);
    expect(ended).toEqual([null, "over"]);
  });

  test("turns: a model call that failed gave no reply", async () => {
    const script = [{ error: "bad_request" }, "Hello.", "Again."] as const;
    const { ended } = await outcomes({ turns: { atLeast: 2 } }, script, ["one", "two", "three"]);
    expect(ended).toEqual([null, null, "over"]);
  });

  test("tokens: those of all model calls, in and out", async () => {
    const { ended } = await outcomes({ tokens: { moreThan: 100 } }, [paid, paid], ["one", "two"]);
    expect(ended).toEqual([null, "over"]);
  });

  test("cost: by the prices of the graph", async () => {
    const { ended, session } = await outcomes({ cost: { atLeast: 0.2 } }, [paid, paid], ["one", "two"]);
    expect(ended).toEqual([null, "over"]);
    expect(session.state.cost).toBeCloseTo(0.2);
  });

  test("elapsed: milliseconds since the first message, read when something is due", async () => {
    const { session, clock } = await opened(desk([{ outcome: "over", session: { elapsed: { atLeast: 5_000 } } }]), [
      "Hello.",
      "Again.",
    ]);
    clock.advance(60_000);
    expect(await session.send("one").ended).toMatchObject({ outcome: null });
    clock.advance(4_999);
    expect(await session.send("two").ended).toMatchObject({ outcome: null });
    clock.advance(1);
    expect(session.state.status).toBe("awaitingUser");
    expect(await session.send("three").ended).toMatchObject({ outcome: "over" });
  });

  test("text: what was said last includes a word, by whom it may", async () => {
    const [bye, script] = [{ includes: "Goodbye" }, ["Goodbye to you.", "Hello."]];
    expect((await outcomes({ text: bye }, script, ["Hi", "Ho"])).ended).toEqual(["over"]);
    expect((await outcomes({ text: { by: "agent", ...bye } }, script, ["Goodbye", "Ho"])).ended).toEqual(["over"]);
    expect((await outcomes({ text: { by: "user", ...bye } }, script, ["Hi", "Goodbye"])).ended).toEqual([null, "over"]);
  });

  test("text: of the agent's words nothing is read once the user has spoken", async () => {
    const said = { text: { by: "agent", includes: "!" } } as const;
    const { ended } = await outcomes({ all: [said, { turns: { atLeast: 2 } }] }, ["Hi!", "Hm."], ["one", "two"]);
    expect(ended).toEqual([null, null]);
  });

  test("text: it matches a regular expression", async () => {
    const matches = { text: { by: "user", matches: "^(bye|ciao)\\b" } } as const;
    expect((await outcomes(matches, ["Hello."], ["say bye", "bye now"])).ended).toEqual([null, "over"]);
  });

  test("agent: as soon as one of these has the conversation, before it is asked", async () => {
    const { ended, model } = await outcomes({ agent: ["closer"] }, [handOff("closer")], ["one"]);
    expect(ended).toEqual(["over"]);
    expect(asked(model)).toEqual(["triage"]);
  });

  test("tool: as soon as one of these has returned a result; one that failed has not", async () => {
    const { ended, model } = await outcomes({ tool: ["look", "boom"] }, [call("boom"), call("look")], ["one"]);
    expect(ended).toEqual(["over"]);
    expect(asked(model)).toHaveLength(2);
  });

  test("tool: also when the agent asks the user, or hands off, in the same reply", async () => {
    for (const beside of [askUser("Right?"), handOff("closer")]) {
      const { ended } = await outcomes({ tool: "look" }, [{ calls: [call("look"), beside] }], ["one"]);
      expect(ended).toEqual(["over"]);
    }
  });

  test("all, any and not compose, and all that stands in a condition must hold", async () => {
    const goodbye = { text: { includes: "bye" } };
    const long = { messages: { atLeast: 4 } };
    const run = async (session: Condition) => (await outcomes(session, ["Hello.", "Again."], ["bye", "two"])).ended;
    expect(await run({ any: [goodbye, long] })).toEqual(["over"]);
    expect(await run({ all: [goodbye, long] })).toEqual([null, null]);
    expect(await run({ ...goodbye, not: { messages: { lessThan: 1 } } })).toEqual(["over"]);
    expect(await run({ not: goodbye, ...long })).toEqual([null, "over"]);
    expect(await run({ variables: { solved: true }, ...goodbye })).toEqual([null, null]);
  });

  test("predicate: a function over the messages and the variables", async () => {
    const asksTwice: Condition = {
      predicate: {
        name: "asksTwice",
        test: ({ messages, variables: { solved } }) =>
          !solved && [...messages].filter((message) => message.role === "user").length === 2,
      },
    };
    expect((await outcomes(asksTwice, ["Hello."], ["one", "two"])).ended).toEqual([null, "over"]);
  });

  test("predicate: one that throws never holds, under `not` either", async () => {
    const throws: Condition = {
      predicate: {
        name: "throws",
        test: () => {
          throw new Error("broken");
        },
      },
    };
    for (const session of [throws, { not: throws }, { all: [{ not: throws }] }]) {
      expect((await outcomes(session, ["Hello."], ["one"])).ended).toEqual([null]);
    }
  });
});

describe("ends", () => {
  test("with `when` and `session` hold when both do", async () => {
    const graph = desk([{ outcome: "over", when: { solved: true }, session: { messages: { atLeast: 6 } } }]);
    const { session } = await opened(graph, [call("solve"), "Solved.", "More."]);
    expect(await session.send("one").ended).toMatchObject({ outcome: null });
    expect(session.state.conversation.length).toBe(4);
    expect(await session.send("two").ended).toMatchObject({ outcome: "over" });
  });

  test("are tried in their order: the first that holds names the outcome", async () => {
    const graph = desk([
      { outcome: "solved", when: { solved: true } },
      { outcome: "any", session: { messages: { atLeast: 3 } } },
    ]);
    const { session } = await opened(graph, [call("solve")]);
    expect(await session.send("one").ended).toMatchObject({ outcome: "solved" });
  });

  test("come before a spent budget and before routes", async () => {
    const graph = defineGraph({
      id: "order",
      start: "triage",
      variables,
      initial: { solved: false },
      tools,
      limits: { modelCalls: 1 },
      ends: [{ outcome: "over", when: { solved: true } }],
      agents: {
        triage: { instructions: "T", tools: ["solve"], routes: [{ when: { solved: true }, end: "by route" }] },
      },
    });
    const { session } = await opened(graph, [call("solve")]);
    expect(await session.send("one").ended).toMatchObject({ outcome: "over", halt: null });
  });

  test("tell the outcome in the update, the state and the replay; what was said meanwhile is kept", async () => {
    const { session, graph, journal } = await opened(desk([{ outcome: "over", when: { solved: true } }]), [
      call("solve"),
    ]);
    const [run, later] = [session.send("one"), session.send("two")];
    expect(await run.ended).toEqual({
      type: "run.ended",
      status: "completed",
      agent: null,
      halt: null,
      outcome: "over",
      result: null,
    });
    await later.ended;
    expect(session.state).toMatchObject({ status: "completed", outcome: "over", agent: null });
    expect(session.state.conversation.at(-1)).toMatchObject({ role: "user", text: "two" });
    const { snapshot } = await replay(graph, journal.read("s"));
    expect(snapshot).toMatchObject({ value: "completed", output: { outcome: "over", variables: { solved: true } } });
  });

  test("make everything that is said afterwards a typed error, in a new process, too", async () => {
    const { session, graph, journal } = await opened(desk([{ outcome: "over", when: { solved: true } }]), [
      call("solve"),
    ]);
    await session.send("one").ended;
    session.close();
    const again = await opened(graph, [], { journal });
    for (const say of [() => again.session.send("two"), () => again.session.operate({ text: "two" })]) {
      expect(say).toThrow(expect.objectContaining({ code: "session_ended" }));
    }
  });
});
