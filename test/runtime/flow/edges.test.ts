import { defineGraph, type HandoffDefinition, toolFor } from "handoff-machine";
import { call, handOff } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { transcript, updatesOf } from "../desk.ts";
import { factsOf, offered, only, opened, ways } from "./opened.ts";

const variables = z.object({ verified: z.boolean(), team: z.enum(["none", "billing"]), visits: z.number() });
const initial = { verified: false, team: "none", visits: 0 } as const;

const verify = toolFor(variables)({
  description: "Verifies.",
  writes: ["verified"],
  run: () => ({ output: "verified", set: { verified: true } }),
});

type Edge = HandoffDefinition<z.infer<typeof variables>>;

/** Two agents with an edge each way; the way there is what is tested. */
function pair(edge: Edge) {
  return defineGraph({
    id: "pair",
    start: "triage",
    variables,
    initial,
    tools: { verify },
    agents: {
      triage: { description: "Asks.", instructions: "Triage.", tools: ["verify"], handoffs: { billing: edge } },
      billing: { description: "Knows invoices.", instructions: "Billing.", handoffs: { triage: {} } },
    },
  });
}

const guarded: Edge = { when: { verified: true } };

describe("when", () => {
  test("a handoff whose guard does not hold is not offered, and refused with the guard's label when it is called", async () => {
    const { session, model } = await opened(pair(guarded), [handOff("billing"), "Sorry."]);
    const updates = await updatesOf(session.send("Go"));
    expect(offered(model, 0)).toEqual(["verify"]);
    expect(only(updates, "handoff.refused")).toEqual([
      {
        type: "handoff.refused",
        from: "triage",
        to: "billing",
        call: "1.0",
        status: "refused",
        reason: { error: "guard", message: "The handoff to billing requires: verified." },
        guard: { holds: false, reads: { verified: false } },
      },
    ]);
  });

  test("a guard is read at the moment of the decision, so a tool in the same reply can open the handoff", async () => {
    const { session } = await opened(pair(guarded), [{ calls: [handOff("billing"), call("verify")] }, "Hello."]);
    const updates = await updatesOf(session.send("Go"));
    expect(ways(updates)).toEqual(["triage → billing (handoff)"]);
  });
});

describe("a predicate in the guard", () => {
  test("that throws closes the handoff: the model is told that, and the journal why", async () => {
    const test = (): boolean => {
      throw new TypeError("no ledger");
    };
    const at = await opened(pair({ when: { predicate: { name: "isOpen", reads: [], test } } }), [
      handOff("billing"),
      "Sorry.",
    ]);
    const updates = await updatesOf(at.session.send("Go"));
    expect(only(updates, "handoff.refused")).toMatchObject([
      { reason: { error: "guard_error", message: "The condition of the handoff to billing could not be evaluated." } },
    ]);
    expect(await factsOf(at)).toContainEqual(
      expect.objectContaining({ guard: { holds: false, reads: {}, error: "no ledger" } }),
    );
  });
});

describe("input", () => {
  const edge: Edge = { input: z.object({ order: z.string(), amount: z.number().default(1) }) };

  test("the payload as its schema made it reaches the target's instructions, the update and the journal", async () => {
    const at = await opened(pair(edge), [handOff("billing", { order: "A-7" }), "Hello."]);
    const updates = await updatesOf(at.session.send("Go"));
    const input = { order: "A-7", amount: 1 };
    expect(only(updates, "handoff.made")).toMatchObject([{ input }]);
    expect(at.model.requests[1]?.instructions).toBe(
      'Billing.\n\nYou have taken over this conversation from triage. triage tells you: {"order":"A-7","amount":1}',
    );
    expect(await factsOf(at)).toContainEqual(expect.objectContaining({ type: "handoff.billing", input }));
  });

  test("a payload that does not fit is refused, with what is wrong, and nothing is handed off", async () => {
    const { session } = await opened(pair(edge), [handOff("billing", { order: 7 }), "Hm."]);
    await session.send("Go").ended;
    expect(session.state.agent).toBe("triage");
    expect(transcript(session).join("\n")).toMatch(/invalid_arguments.*order/);
  });

  test("without a schema the model may give a reason, and nothing else", async () => {
    const { session } = await opened(pair({}), [
      handOff("billing", { order: "A-7" }),
      handOff("billing", { reason: "an invoice" }),
      "Hello.",
    ]);
    const updates = await updatesOf(session.send("Go"));
    expect(only(updates, "handoff.refused")).toMatchObject([{ reason: { error: "invalid_arguments" } }]);
    expect(only(updates, "handoff.made")).toMatchObject([{ input: { reason: "an invoice" } }]);
  });
});

describe("tool and description", () => {
  test("a handoff can have a name and a description of its own for the model", async () => {
    const edge: Edge = { tool: "escalate", description: "The customer is angry." };
    const { session, model } = await opened(pair(edge), [call("escalate"), "Hello."]);
    await session.send("Go").ended;
    expect(session.state.agent).toBe("billing");
    expect(model.requests[0]?.tools.find(({ name }) => name === "escalate")?.description).toContain(
      "The customer is angry.",
    );
  });

  test("a handoff with a name of its own cannot be called by the usual one", async () => {
    const { session } = await opened(pair({ tool: "escalate" }), [handOff("billing"), "Hm."]);
    await session.send("Go").ended;
    expect(session.state.agent).toBe("triage");
    expect(transcript(session)[2]).toMatch(/refused: .*Available: verify, escalate/);
  });

  test("without a description the model reads what the target is for", async () => {
    const { session, model } = await opened(pair({}), ["Hm."]);
    await session.send("Go").ended;
    expect(model.requests[0]?.tools.at(-1)).toMatchObject({
      name: "handoff_to_billing",
      description: "Hands the conversation to billing. Knows invoices.",
    });
  });
});

describe("offer", () => {
  test('"always" shows a closed handoff to the model, and the guard still decides', async () => {
    const { session, model } = await opened(pair({ ...guarded, offer: "always" }), [handOff("billing"), "Hm."]);
    await session.send("Go").ended;
    expect(offered(model, 0)).toContain("handoff_to_billing");
    expect(session.state.agent).toBe("triage");
  });

  test("the journal tells with each reply what was offered or withheld, and why", async () => {
    const at = await opened(pair(guarded), [call("verify"), "Hm."]);
    await at.session.send("Go").ended;
    const replies = (await factsOf(at)).filter((fact) => fact.type === "model.replied");
    expect(replies.map(({ offers }) => offers)).toEqual([
      [{ to: "billing", offered: false, holds: false, reads: { verified: false } }],
      [{ to: "billing", offered: true, holds: true, reads: { verified: true } }],
    ]);
  });
});

describe("maxTimes", () => {
  const again = [handOff("billing"), handOff("triage")];

  test("per session: once used up the handoff is withheld and refused, for the rest of the session", async () => {
    const { session, model } = await opened(pair({ maxTimes: 1 }), [...again, handOff("billing"), "Hm.", "No more."]);
    const updates = await updatesOf(session.send("Go"));
    expect(offered(model, 2)).not.toContain("handoff_to_billing");
    expect(only(updates, "handoff.refused")).toMatchObject([
      { reason: { error: "max_times", message: "The handoff to billing can be made 1 times per session." } },
    ]);
    await session.send("And now?").ended;
    expect(offered(model, 4)).not.toContain("handoff_to_billing");
  });

  test("per exchange: a user message makes it possible again", async () => {
    const { session, model } = await opened(pair({ maxTimes: { perExchange: 1 } }), [
      ...again,
      handOff("billing"),
      "Hm.",
      handOff("billing"),
      "Hello.",
    ]);
    const updates = await updatesOf(session.send("Go"));
    expect(only(updates, "handoff.refused")).toMatchObject([
      { reason: { message: "The handoff to billing can be made 1 times before the user speaks again." } },
    ]);
    await session.send("And now?").ended;
    expect(offered(model, 4)).toContain("handoff_to_billing");
    expect(session.state.agent).toBe("billing");
  });

  test("a handoff that was refused is not counted", async () => {
    const { session } = await opened(pair({ ...guarded, maxTimes: 1 }), [
      handOff("billing"),
      { calls: [call("verify"), handOff("billing")] },
      "Hello.",
    ]);
    await session.send("Go").ended;
    expect(session.state.agent).toBe("billing");
  });
});

describe("set", () => {
  test("taking the handoff writes its variables, and guards of the target read them", async () => {
    const { session, model } = await opened(pair({ set: { team: "billing" } }), [handOff("billing"), "Hello."]);
    await session.send("Go").ended;
    expect(session.state.variables).toEqual({ verified: false, team: "billing", visits: 0 });
    expect(model.requests).toHaveLength(2);
  });

  test("a handoff that is refused writes nothing", async () => {
    const { session } = await opened(pair({ ...guarded, set: { team: "billing" } }), [handOff("billing"), "Hm."]);
    await session.send("Go").ended;
    expect(session.state.variables.team).toBe("none");
  });
});

describe("set and approval", () => {
  test("a handoff that a person denies writes nothing", async () => {
    const edge: Edge = { approval: true, set: { team: "billing" } };
    const { session } = await opened(pair(edge), [handOff("billing"), "Hm."]);
    await session.send("Go").ended;
    await session.deny().ended;
    expect(session.state.variables.team).toBe("none");
  });
});

describe("view", () => {
  test("the edge says what the target sees of what was said before; the conversation keeps everything", async () => {
    const { session, model } = await opened(pair({ view: { last: 1 } }), ["Hi.", handOff("billing"), "Hello."]);
    await session.send("one").ended;
    await session.send("two").ended;
    expect(model.requests[2]?.messages).toMatchObject([{ role: "user", text: "two" }]);
    expect(session.state.conversation.length).toBe(6);
  });
});
