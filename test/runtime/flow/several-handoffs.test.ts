import { defineGraph, tool } from "handoff-machine";
import { askUser, call, endConversation, handOff, returnTo, type ScriptedCall } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { transcript, updatesOf } from "../desk.ts";
import { only, opened, ways } from "./opened.ts";

const look = tool({ description: "Looks.", run: () => ({ output: "seen" }) });

function desk(severalHandoffs: "first" | "refuseAll" = "first") {
  return defineGraph({
    id: "desk",
    start: "boss",
    severalHandoffs,
    tools: { look },
    agents: {
      boss: { description: "Decides.", instructions: "Boss.", handoffs: { triage: { mode: "delegate" } } },
      triage: {
        description: "Asks.",
        instructions: "Triage.",
        tools: ["look"],
        canAsk: true,
        canEnd: true,
        handoffs: { billing: {}, sales: {} },
      },
      billing: { description: "Bills.", instructions: "Billing." },
      sales: { description: "Sells.", instructions: "Sales." },
    },
  });
}

const one = "Not performed: only one handoff per reply.";

/** Delegates to triage, whose model then makes these calls in one reply. */
async function replied(calls: readonly ScriptedCall[], policy?: "first" | "refuseAll") {
  const { session } = await opened(desk(policy), [handOff("triage"), { calls }, "So be it."]);
  const updates = await updatesOf(session.send("Go"));
  return { updates, session, ended: updates.at(-1), lines: transcript(session).slice(4) };
}

describe("several wishes about who speaks next in one reply", () => {
  test("first: two handoffs, the first is taken", async () => {
    const { updates, session } = await replied([handOff("sales"), handOff("billing")]);
    expect(session.state.agent).toBe("sales");
    expect(ways(updates)).toHaveLength(2);
    expect(only(updates, "handoff.refused")).toMatchObject([{ to: "billing", status: "superseded" }]);
  });

  test("first: a question before a handoff asks the user, and the handoff is not performed", async () => {
    const { ended, lines } = await replied([askUser("Which one?"), handOff("billing")]);
    expect(ended).toMatchObject({ status: "awaitingUser", agent: "triage" });
    expect(lines).toEqual([
      "  taken: The user was asked; the answer follows.",
      `  superseded: {"error":"superseded","message":"${one}"}`,
    ]);
  });

  test("first: a handoff before a question hands off, and nobody is asked", async () => {
    const { updates, session } = await replied([handOff("billing"), askUser("Which one?")]);
    expect(only(updates, "user.asked")).toEqual([]);
    expect(only(updates, "tool.settled")).toMatchObject([{ tool: "ask_user", status: "superseded" }]);
    expect(session.state.agent).toBe("billing");
  });

  test("first: an end before a handoff ends the session", async () => {
    const { ended, lines } = await replied([endConversation({ reason: "solved" }), handOff("billing")]);
    expect(ended).toMatchObject({ status: "completed", outcome: "ended", result: { reason: "solved" } });
    expect(lines).toEqual([
      "  taken: The conversation has ended.",
      `  superseded: {"error":"superseded","message":"${one}"}`,
    ]);
  });

  test("first: a return before a question gives the conversation back", async () => {
    const { session, lines } = await replied([returnTo("boss", { result: "done" }), askUser("Which one?")]);
    expect(session.state.agent).toBe("boss");
    expect(lines[0]).toBe("  taken: Returned to boss.");
  });

  test("first: what is refused makes room for the next", async () => {
    const { session, lines } = await replied([handOff("nobody"), call("ask_user", {}), handOff("billing")]);
    expect(session.state.agent).toBe("billing");
    expect(lines.slice(0, 3)).toEqual([
      expect.stringContaining("unknown_target"),
      expect.stringContaining("invalid_arguments"),
      "  taken: Handed off to billing.",
    ]);
  });

  test("refuseAll: none of several is performed, whatever kinds they are; tools beside them run", async () => {
    const wishes = [handOff("billing"), askUser("Which one?"), endConversation(), returnTo("boss")];
    for (const wish of wishes) {
      const { session, lines } = await replied([wish, call("look"), handOff("sales")], "refuseAll");
      expect(session.state).toMatchObject({ status: "awaitingUser", agent: "triage" });
      expect(lines).toEqual([
        expect.stringContaining("several_handoffs"),
        "  returned: seen",
        expect.stringContaining("several_handoffs"),
        "triage: So be it.",
      ]);
    }
  });

  test("refuseAll: one alone is performed", async () => {
    const { session } = await replied([call("look"), handOff("sales")], "refuseAll");
    expect(session.state.agent).toBe("sales");
  });
});
