import { defineGraph, replay, toolFor } from "handoff-machine";
import { call, endConversation } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { transcript, updatesOf } from "../desk.ts";
import { factsOf, offered, only, opened } from "./opened.ts";

const variables = z.object({ solved: z.boolean() });
const solve = toolFor(variables)({
  description: "Solves it.",
  writes: ["solved"],
  run: () => ({ output: "solved", set: { solved: true } }),
});

function desk(kind: "plain" | "guarded" | "none" = "plain") {
  return defineGraph({
    id: "desk",
    start: "triage",
    variables,
    initial: { solved: false },
    tools: { solve },
    agents: {
      triage: {
        instructions: "Triage.",
        tools: ["solve"],
        canEnd:
          kind === "guarded"
            ? {
                when: { solved: true },
                result: z.object({ rating: z.number().int().max(5) }),
                outcome: "solved",
                description: "When the customer is happy.",
              }
            : kind === "plain",
      },
    },
  });
}

describe("end_conversation", () => {
  test("ends the session; the reason is its result, and the outcome is called ended", async () => {
    const { session } = await opened(desk(), [{ text: "Bye.", calls: [endConversation({ reason: "solved" })] }]);
    const updates = await updatesOf(session.send("Thanks!"));
    expect(updates.at(-1)).toEqual({
      type: "run.ended",
      status: "completed",
      agent: null,
      halt: null,
      outcome: "ended",
      result: { reason: "solved" },
    });
    expect(transcript(session).at(-1)).toBe("  taken: The conversation has ended.");
  });

  test("gives the typed result and the outcome to the run, the state, the replay and the journal", async () => {
    const at = await opened(desk("guarded"), [call("solve"), endConversation({ rating: 5 })]);
    expect(await at.session.send("Thanks!").ended).toMatchObject({ outcome: "solved", result: { rating: 5 } });
    expect(at.session.state).toMatchObject({ status: "completed", outcome: "solved", result: { rating: 5 } });
    const { snapshot } = await replay(at.graph, at.journal.read("s"));
    expect(snapshot).toMatchObject({
      output: { outcome: "solved", result: { rating: 5 }, variables: { solved: true } },
    });
    expect((await factsOf(at)).at(-1)).toMatchObject({
      type: "end.due",
      input: { rating: 5 },
      guard: { holds: true, reads: { solved: true } },
    });
  });

  test("waits for the tools beside it, and its guard is read on what they wrote", async () => {
    const { session } = await opened(desk("guarded"), [{ calls: [endConversation({ rating: 4 }), call("solve")] }]);
    expect(await session.send("Thanks!").ended).toMatchObject({ status: "completed", result: { rating: 4 } });
  });

  test("is not offered while its guard does not hold, and refused with the guard's label when it is called", async () => {
    const { session, model } = await opened(desk("guarded"), [endConversation({ rating: 5 }), call("solve"), "Done."]);
    const updates = await updatesOf(session.send("Thanks!"));
    expect(offered(model, 0)).toEqual(["solve"]);
    expect(offered(model, 2)).toEqual(["solve", "end_conversation"]);
    expect(model.requests[2]?.tools.at(-1)?.description).toContain("When the customer is happy.");
    expect(only(updates, "tool.settled")[0]).toMatchObject({
      tool: "end_conversation",
      status: "refused",
      output: { error: "guard", message: "The conversation cannot end yet: it requires solved." },
    });
    expect(session.state).toMatchObject({ status: "awaitingUser", outcome: null, result: null });
  });

  test("with a result that does not fit is refused, and the model can give a better one", async () => {
    const { session } = await opened(desk("guarded"), [
      call("solve"),
      endConversation({ rating: 11 }),
      endConversation({ rating: 5 }),
    ]);
    expect(await session.send("Thanks!").ended).toMatchObject({ result: { rating: 5 } });
    expect(transcript(session).join("\n")).toMatch(/refused: .*invalid_arguments.*rating/);
  });

  test("is refused from an agent that may not end the session", async () => {
    const { session } = await opened(desk("none"), [endConversation(), "Hm."]);
    expect(await session.send("Thanks!").ended).toMatchObject({ status: "awaitingUser" });
    expect(transcript(session)[2]).toContain("undeclared_end");
  });

  test("keeps what a user said meanwhile, and says what comes after it with a typed error", async () => {
    const { session } = await opened(desk(), [endConversation()]);
    const [run, later] = [session.send("Thanks!"), session.send("Wait!")];
    await Promise.all([run.ended, later.ended]);
    expect(transcript(session).at(-1)).toBe("user: Wait!");
    expect(session.state.status).toBe("completed");
    expect(() => session.send("Hello?")).toThrow(expect.objectContaining({ code: "session_ended" }));
  });
});
