import { defineGraph, type GraphDefinition, toolFor } from "handoff-machine";
import { askUser, call, handOff, returnTo } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { transcript, updatesOf } from "../desk.ts";
import { asked, only, opened, ways } from "./opened.ts";

const variables = z.object({ done: z.boolean() });
const finish = toolFor(variables)({
  description: "Marks the work as done.",
  writes: ["done"],
  run: () => ({ output: "done", set: { done: true } }),
});

type Definition = GraphDefinition<"writer" | "critic", "finish", typeof variables>;
type AfterReply = NonNullable<Definition["agents"]["writer"]["afterReply"]>;

function studio(afterReply: AfterReply, options: Partial<Definition> = {}) {
  return defineGraph({
    id: "studio",
    start: "writer",
    variables,
    initial: { done: false },
    tools: { finish },
    agents: {
      writer: {
        description: "Writes.",
        instructions: "Write.",
        tools: ["finish"],
        handoffs: { critic: {} },
        canAsk: true,
        afterReply,
      },
      critic: { description: "Judges.", instructions: "Judge.", handoffs: { writer: {} } },
    },
    ...options,
  });
}

describe("afterReply", () => {
  test("to an agent: an answer is shown to the user, and the other agent is asked without a model's wish", async () => {
    const { session, model } = await opened(studio([{ to: "critic" }]), ["A poem.", "Too long."]);
    const updates = await updatesOf(session.send("Write!"));
    expect(only(updates, "turn.ended").map(({ agent, text }) => `${agent}: ${text}`)).toEqual([
      "writer: A poem.",
      "critic: Too long.",
    ]);
    expect(ways(updates)).toEqual(["writer → critic (afterReply)"]);
    expect(model.requests[1]?.instructions).toBe("Judge.\n\nwriter has answered; it is your turn.");
    expect(session.state).toMatchObject({ status: "awaitingUser", agent: "critic" });
  });

  test("the first rule whose guard holds is taken, read on the variables as the reply left them", async () => {
    const rules: AfterReply = [{ when: { done: true }, end: "finished" }, { to: "critic" }];
    const { session } = await opened(studio(rules), [{ text: "Wait.", calls: [call("finish")] }, "A poem."]);
    expect(await session.send("Write!").ended).toMatchObject({ status: "completed", outcome: "finished" });
    expect(transcript(session).at(-1)).toBe("writer: A poem.");
  });

  test("to the user: the machine says its text behind the answer", async () => {
    const { session } = await opened(studio([{ ask: "Shall I go on?" }]), ["A poem."]);
    const updates = await updatesOf(session.send("Write!"));
    expect(only(updates, "reply.fixed")).toMatchObject([{ agent: "writer", text: "Shall I go on?" }]);
    expect(transcript(session)).toEqual(["user: Write!", "writer: A poem.", "writer: Shall I go on?"]);
    expect(session.state.status).toBe("awaitingUser");
  });

  test("where no rule holds the user has the word", async () => {
    const { session, model } = await opened(studio([{ when: { done: true }, to: "critic" }]), ["A poem."]);
    expect(await session.send("Write!").ended).toMatchObject({ status: "awaitingUser", agent: "writer", halt: null });
    expect(asked(model)).toEqual(["writer"]);
  });

  test("follows answers only: after a reply with calls the model is asked again first", async () => {
    const { session, model } = await opened(studio([{ to: "critic" }]), [call("finish"), "A poem.", "Good."]);
    await session.send("Write!").ended;
    expect(asked(model)).toEqual(["writer", "writer", "critic"]);
  });

  test("what a user said in the meantime comes before it", async () => {
    const { session, model } = await opened(studio([{ to: "critic" }]), ["A poem.", "A shorter poem.", "Good."]);
    const [run, later] = [session.send("Write!"), session.send("Shorter, please.")];
    await Promise.all([run.ended, later.ended]);
    expect(asked(model)).toEqual(["writer", "writer", "critic"]);
  });

  test("ends come before it", async () => {
    const ends: Definition["ends"] = [{ outcome: "enough", session: { turns: { atLeast: 1 } } }];
    const { session } = await opened(studio([{ to: "critic" }], { ends }), ["A poem."]);
    expect(await session.send("Write!").ended).toMatchObject({ outcome: "enough" });
  });

  test("two agents that answer one another end at the budget", async () => {
    const graph = defineGraph({
      id: "debate",
      start: "pro",
      agents: {
        pro: { description: "For.", instructions: "P", afterReply: [{ to: "con" }] },
        con: { description: "Against.", instructions: "C", afterReply: [{ to: "pro" }] },
      },
    });
    const { session, model } = await opened(graph, () => "No!");
    const ended = await session.send("Go").ended;
    expect(ended).toMatchObject({ status: "awaitingUser", halt: { kind: "limitReached", limit: "handoffs" } });
    expect(asked(model)).toHaveLength(9);
  });
});

describe("stay", () => {
  const on: AfterReply = [{ stay: { maxTurns: 2, prompt: "Next verse." } }];

  test("lets the agent go on by itself so many times, told a prompt that the model reads, then the user has the word", async () => {
    const { session, model } = await opened(studio(on), ["One.", "Two.", "Three."]);
    expect(await session.send("Write!").ended).toMatchObject({ status: "awaitingUser", agent: "writer", halt: null });
    expect(transcript(session)).toEqual([
      "user: Write!",
      "writer: One.",
      "  (autonomous) Next verse.",
      "writer: Two.",
      "  (autonomous) Next verse.",
      "writer: Three.",
    ]);
    expect(model.requests[1]?.messages.at(-1)).toMatchObject({ role: "prompt", text: "Next verse." });
  });

  test("tells the model to continue where no prompt is given", async () => {
    const { session } = await opened(studio([{ stay: { maxTurns: 1 } }]), ["One.", "Two."]);
    await session.send("Write!").ended;
    expect(transcript(session)[2]).toBe("  (autonomous) Continue.");
  });

  test("with an empty prompt is rejected when the graph is defined", () => {
    expect(() => studio([{ stay: { maxTurns: 1, prompt: "" } }])).toThrow(/prompt/);
  });

  test("used up, it lets the next rule follow", async () => {
    const { session, model } = await opened(studio([...on, { to: "critic" }]), ["One.", "Two.", "Three.", "Good."]);
    await session.send("Write!").ended;
    expect(asked(model)).toEqual(["writer", "writer", "writer", "critic"]);
  });

  test("a user message starts the count anew", async () => {
    const { session, model } = await opened(studio(on), () => "La.");
    await session.send("Write!").ended;
    await session.send("More!").ended;
    expect(asked(model)).toHaveLength(6);
  });

  test("so does one that was said meanwhile, and that the model reads with the result of a tool", async () => {
    const said: Promise<unknown>[] = [];
    const script = ["One.", "Two.", call("finish"), "Three.", "Four.", "Five."];
    const at = await opened(studio(on), ({ turn }) => {
      if (turn === 3) said.push(at.session.send("Faster!").ended);
      return script[turn - 1] ?? "Too many.";
    });
    await at.session.send("Write!").ended;
    await Promise.all(said);
    expect(asked(at.model)).toHaveLength(6);
  });

  test("a handoff starts the count anew", async () => {
    const script = ["One.", "Two.", handOff("critic"), handOff("writer"), "Three.", "Four.", "Five."];
    const { session, model } = await opened(studio(on), script);
    await session.send("Write!").ended;
    expect(asked(model).filter((agent) => agent === "writer")).toHaveLength(6);
    expect(transcript(session).at(-1)).toBe("writer: Five.");
  });

  test("a return starts the count anew: what the delegate did is not the caller's", async () => {
    const on = [{ stay: { maxTurns: 1 } }];
    const graph = defineGraph({
      id: "firm",
      start: "boss",
      agents: {
        boss: { instructions: "B", handoffs: { expert: { mode: "delegate" } }, afterReply: on },
        expert: { description: "Knows.", instructions: "E", afterReply: on },
      },
    });
    const script = [handOff("expert"), "I look.", returnTo("boss"), "Let me see.", "It is 12."];
    const { session } = await opened(graph, script);
    await session.send("Go").ended;
    expect(transcript(session).at(-1)).toBe("boss: It is 12.");
  });

  test("is left by a question to the user, whose answer it goes on with", async () => {
    const { session } = await opened(studio(on), ["One.", askUser("Rhymes?"), "Two.", "Three.", "Four."]);
    expect(await session.send("Write!").ended).toMatchObject({ status: "awaitingUser", agent: "writer" });
    await session.send("Yes.").ended;
    expect(transcript(session).slice(2)).toEqual([
      "  (autonomous) Next verse.",
      'writer: ask_user({"question":"Rhymes?"})',
      "  taken: The user was asked; the answer follows.",
      "user: Yes.",
      "writer: Two.",
      "  (autonomous) Next verse.",
      "writer: Three.",
      "  (autonomous) Next verse.",
      "writer: Four.",
    ]);
  });

  test("its guard is read each time", async () => {
    const rules: AfterReply = [{ when: { done: false }, stay: { maxTurns: 9 } }];
    const { session, model } = await opened(studio(rules), ["One.", call("finish"), "Done."]);
    await session.send("Write!").ended;
    expect(asked(model)).toHaveLength(3);
  });

  test("spends the budget of model calls, which comes first", async () => {
    const rules: AfterReply = [{ stay: { maxTurns: 9 } }];
    const { session, model } = await opened(studio(rules, { limits: { modelCalls: 3 } }), () => "La.");
    const ended = await session.send("Write!").ended;
    expect(ended).toMatchObject({ status: "awaitingUser", halt: { kind: "limitReached", limit: "modelCalls" } });
    expect(asked(model)).toHaveLength(3);
  });
});
