import { createRuntime, defineGraph, type ModelClient } from "handoff-machine";
import { expect, test } from "vitest";

const handoffs = 10_000;

const graph = defineGraph({
  id: "pair",
  start: "ann",
  agents: {
    ann: { description: "One.", instructions: "Hand off.", handoffs: { bob: {} } },
    bob: { description: "Two.", instructions: "Hand off.", handoffs: { ann: {} } },
  },
  limits: { modelCalls: null, handoffs: null, refusals: null },
});

test("ten thousand handoffs in one run need no more stack than one, and hold no update that nobody reads", async () => {
  const depths: number[] = [];
  const model: ModelClient = {
    provider: "scripted",
    generate: ({ agent, turn }) => {
      if (turn === 2 || turn === handoffs) depths.push(stackDepth());
      const call = { id: null, name: `handoff_to_${agent === "ann" ? "bob" : "ann"}`, arguments: "{}" };
      const said = turn <= handoffs ? { text: "", calls: [call] } : { text: "Done.", calls: [] };
      return Promise.resolve({ ...said, usage: { inputTokens: 1, outputTokens: 1 }, model: "scripted" });
    },
  };
  const session = await createRuntime(graph, { model }).open();
  const run = session.send("Go");
  expect(await run.ended).toMatchObject({ status: "awaitingUser", agent: "ann" });
  expect(depths[0]).toBe(depths[1]);
  expect(session.state.conversation.length).toBe(2 * handoffs + 2);
  const updates = await Array.fromAsync(run);
  expect(updates).toHaveLength(1_001);
  expect(updates[0]).toEqual({ type: "updates.dropped", count: 3 * handoffs + 3 - 1_000 });
});

/** Counts the frames that are on the stack now. */
function stackDepth(): number {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = Number.POSITIVE_INFINITY;
  const { stack = "" } = new Error("depth");
  Error.stackTraceLimit = limit;
  return stack.split("\n").length;
}
