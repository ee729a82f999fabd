import { defineGraph, toolFor } from "handoff-machine";
import { askUser, call } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { transcript, updatesOf } from "../desk.ts";
import { asked, factsOf, offered, only, opened } from "./opened.ts";

const variables = z.object({ known: z.boolean() });

function desk({ run = () => {}, canAsk = true, approval = false }: Options = {}) {
  const look = toolFor(variables)({
    description: "Looks.",
    approval,
    writes: ["known"],
    run: async () => {
      await run();
      return { output: "seen", set: { known: true } };
    },
  });
  return defineGraph({
    id: "desk",
    start: "triage",
    variables,
    initial: { known: false },
    tools: { look },
    entry: [{ when: { known: true }, agent: "expert" }],
    agents: {
      triage: { description: "Asks.", instructions: "Triage.", tools: ["look"], canAsk },
      expert: { description: "Knows.", instructions: "Expert." },
    },
  });
}

interface Options {
  readonly run?: () => Promise<void> | void;
  readonly canAsk?: boolean;
  readonly approval?: boolean;
}

const taken = "  taken: The user was asked; the answer follows.";

describe("ask_user", () => {
  test("shows the question to the user, waits, and the answer comes to the agent that asked", async () => {
    const at = await opened(desk(), [{ text: "Well.", calls: [askUser("Which order?")] }, "Found it."]);
    const updates = await updatesOf(at.session.send("Help!"));
    expect(only(updates, "user.asked")).toEqual([
      { type: "user.asked", agent: "triage", call: "1.0", question: "Which order?" },
    ]);
    expect(updates.at(-1)).toMatchObject({ status: "awaitingUser", agent: "triage", halt: null });
    await at.session.send("A-7.").ended;
    expect(transcript(at.session)).toEqual([
      "user: Help!",
      'triage: Well. ask_user({"question":"Which order?"})',
      taken,
      "user: A-7.",
      "triage: Found it.",
    ]);
    expect(at.model.requests[1]?.messages.map(({ role }) => role)).toEqual(["user", "assistant", "tool", "user"]);
    expect(await factsOf(at)).toContainEqual(
      expect.objectContaining({ type: "question.due", call: "1.0", question: "Which order?" }),
    );
  });

  test("waits for the tools beside it, whose results the model reads with the answer", async () => {
    const { session } = await opened(desk(), [{ calls: [askUser("Which?"), call("look"), call("nothing")] }, "Ok."]);
    await session.send("Help!").ended;
    expect(transcript(session).slice(2)).toEqual([taken, "  returned: seen", expect.stringContaining("refused")]);
  });

  test("is not performed when a person denies a tool beside it: the model is told", async () => {
    const { session } = await opened(desk({ approval: true }), [{ calls: [askUser("Which?"), call("look")] }, "Hm."]);
    await session.send("Help!").ended;
    const updates = await updatesOf(session.deny());
    expect(only(updates, "user.asked")).toEqual([]);
    expect(transcript(session)[2]).toContain("superseded");
  });

  test("finds its answer in a message that was said meanwhile: it is for who asked, whatever entry says", async () => {
    const started = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const run = () => {
      started.resolve();
      return finish.promise;
    };
    const { session, model } = await opened(desk({ run }), [{ calls: [call("look"), askUser("Which?")] }, "I know."]);
    const first = session.send("Help!");
    await started.promise;
    const later = session.send("It is A-7.");
    finish.resolve();
    const updates = await updatesOf(later);
    await first.ended;
    expect(only(updates, "user.asked")).toHaveLength(1);
    expect(asked(model)).toEqual(["triage", "triage"]);
    expect(transcript(session).slice(2)).toEqual(["  returned: seen", taken, "user: It is A-7.", "triage: I know."]);
  });

  test("without a question is refused, and the model can ask better", async () => {
    for (const input of [{}, { question: " " }, { question: 7 }, { text: "Which?" }]) {
      const { session } = await opened(desk(), [call("ask_user", input), "Ok."]);
      await session.send("Help!").ended;
      expect(transcript(session)[2]).toContain('It takes { \\"question\\": string } and nothing else.');
      expect(session.state.status).toBe("awaitingUser");
    }
  });

  test("is only there for an agent that may ask; from another it is refused", async () => {
    const { session, model } = await opened(desk({ canAsk: false }), [askUser("Which?"), "Hm."]);
    const updates = await updatesOf(session.send("Help!"));
    expect(offered(model, 0)).not.toContain("ask_user");
    expect(only(updates, "user.asked")).toEqual([]);
    expect(transcript(session)[2]).toMatch(/undeclared_question.*answer instead/);
  });
});
