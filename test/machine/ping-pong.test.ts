import { createRuntime, defineGraph } from "handoff-machine";
import { handOff, manualClock, returnTo, type ScriptedStep, scriptedModel } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";

/** Who has the conversation in the end, with a budget of two handoffs in a row between the same two agents. */
async function restOf(script: readonly ScriptedStep[]) {
  const graph = defineGraph({
    id: "desk",
    start: "ann",
    limits: { pingPong: 2 },
    agents: {
      ann: {
        description: "Asks.",
        instructions: "Ask.",
        handoffs: { bob: { mode: "delegate" }, cid: { mode: "delegate" } },
      },
      bob: { description: "Bills.", instructions: "Bill.", handoffs: { ann: {} } },
      cid: { description: "Ships.", instructions: "Ship." },
    },
  });
  const session = await createRuntime(graph, { model: scriptedModel(script), clock: manualClock() }).open("s");
  const { agent, halt } = await session.send("Hello").ended;
  return { agent, limit: halt?.kind === "limitReached" ? halt.limit : null };
}

describe("ping-pong", () => {
  test("is more handoffs in a row between the same two agents than allowed", async () => {
    const script = [handOff("bob"), handOff("ann"), handOff("bob")];
    expect(await restOf(script)).toEqual({ agent: "ann", limit: "pingPong" });
  });

  test("is not made by returns: they are no handoffs", async () => {
    const script = [handOff("bob"), returnTo("ann"), handOff("bob"), returnTo("ann"), "Done."];
    expect(await restOf(script)).toEqual({ agent: "ann", limit: null });
  });

  test("is not made with another agent in between, whoever had returned the conversation", async () => {
    const there = (to: string) => [handOff(to), returnTo("ann")];
    const script = [...there("bob"), ...there("cid"), ...there("cid"), ...there("bob"), "Done."];
    expect(await restOf(script)).toEqual({ agent: "ann", limit: null });
  });
});
