import { defineGraph, type Graph, type MachineEvent } from "handoff-machine";
import { expect, test } from "vitest";
import { moveOfStep } from "../../src/audit/move-of-step.ts";
import { compileGraph } from "../../src/machine/compile-graph.ts";
import { createStepper } from "../../src/machine/step.ts";

const graph = defineGraph({
  id: "choosy",
  start: "desk",
  severalHandoffs: "refuseAll",
  agents: {
    desk: { description: "First.", instructions: "Hand off.", handoffs: { sales: {}, refunds: {} } },
    sales: { description: "Sells.", instructions: "Sell." },
    refunds: { description: "Pays back.", instructions: "Pay back." },
  },
}) as unknown as Graph; // its names are not needed here

/** What the desk's model is taken to have said, when it hands off to these. */
function replyTo(...targets: readonly string[]): unknown {
  const { initial, step } = createStepper(compileGraph(graph));
  const before = step(initial, { type: "user.message", text: "Hi", at: 1 }).snapshot;
  const event: MachineEvent = {
    type: "model.replied",
    turn: 1,
    attempt: 1,
    model: "any",
    text: "",
    calls: targets.map((to) => ({
      id: null,
      name: `handoff_to_${to}`,
      arguments: "{}",
      kind: "handoff",
      to,
      input: {},
    })),
    usage: { inputTokens: 0, outputTokens: 0 },
    offers: [],
    at: 2,
  };
  return moveOfStep(graph, { before, event, after: step(before, event).snapshot })?.reply;
}

test("one handoff waits; of several, where all are refused, none does", () => {
  expect(replyTo("sales")).toMatchObject({
    calls: [{ kind: "handoff", name: "sales", status: "ready" }],
    refused: 0,
  });
  expect(replyTo("sales", "refunds")).toMatchObject({ calls: [], refused: 2 });
  expect(replyTo("sales", "nobody")).toMatchObject({ calls: [{ name: "sales" }], refused: 1 });
});
