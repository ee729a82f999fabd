import { checkGraph, defineGraph, type GraphProperty, type GraphResult, toolFor } from "handoff-machine";
import { expect, test } from "vitest";
import { z } from "zod";

const variables = z.object({ amount: z.number(), plan: z.enum(["free", "pro"]) });
const tool = toolFor(variables);
const price = tool({
  description: "Sets the price.",
  writes: ["amount"],
  run: () => ({ output: null, set: { amount: 101 } }),
});
const described = { description: "Acts.", instructions: "Act." };

/** Edges of every kind that can be closed: by a guard, by how often it was taken, by the depth of delegations. */
const graph = defineGraph({
  id: "gates",
  start: "front",
  variables,
  initial: { amount: 0, plan: "free" },
  tools: { price },
  agents: {
    front: {
      ...described,
      tools: ["price"],
      handoffs: {
        dear: { when: { amount: { moreThan: 100 }, plan: "free" } },
        once: { maxTimes: 1 },
        helper: { mode: "delegate" },
      },
      canEnd: { outcome: "sold", when: { amount: { moreThan: 100 } } },
    },
    dear: described,
    once: { ...described, handoffs: { front: {} } },
    helper: { ...described, handoffs: { second: { mode: "delegate" } } },
    second: described,
  },
  delegationDepth: 1,
  limits: { modelCalls: null, handoffs: null, refusals: null },
});

const refusedAt = (from: "front" | "helper", to: "dear" | "once" | "second"): GraphProperty => ({
  name: to,
  kind: "never",
  what: { refused: { from, to } },
});

test.each<[why: string, property: GraphProperty, notes: readonly string[]]>([
  ["a guard", refusedAt("front", "dear"), ['guard does not hold: amount = 0, plan = "free"']],
  ["how often it was taken", refusedAt("front", "once"), ["taken once already"]],
  ["the depth of delegations", refusedAt("helper", "second"), ["delegations are 1 deep already"]],
])("a handoff is refused because of %s", (_, property, notes) => {
  const [result] = checkGraph(graph, [property], { defaults: false }).results;
  expect(lastStep(result)).toMatchObject({ isRefused: true, notes });
});

test("a handoff is taken because its guard holds, or has none", () => {
  const [guarded, free] = checkGraph(
    graph,
    [
      { name: "dear", kind: "never", what: { handoff: { to: "dear" } } },
      { name: "once", kind: "never", what: { handoff: { to: "once" } } },
    ],
    { defaults: false },
  ).results;
  expect(lastStep(guarded)?.notes).toEqual([expect.stringMatching(/^guard holds: amount = \d+, plan = "free"$/)]);
  expect(lastStep(free)?.notes).toEqual(["no guard on this edge"]);
});

test("the end of a conversation tells its guard and its outcome", () => {
  const [result] = checkGraph(graph, [{ name: "sold", kind: "never", what: { ends: "sold" } }], {
    defaults: false,
  }).results;
  expect(lastStep(result)?.notes).toEqual([
    expect.stringMatching(/^guard holds: amount = \d+$/),
    'the session is completed as "sold"',
  ]);
});

test("a way without a model tells its guard", () => {
  const lines = defineGraph({
    id: "lines",
    start: "front",
    variables,
    initial: { amount: 0, plan: "free" },
    tools: { price },
    agents: {
      front: { ...described, tools: ["price"], routes: [{ when: { amount: { moreThan: 100 } }, to: "dear" }] },
      dear: { ...described, afterReply: [{ when: { plan: "free" }, to: "cheap" }] },
      cheap: { ...described, afterReply: [{ to: "last" }] },
      last: described,
    },
  });
  const notes = (["dear", "cheap", "last"] as const).map((name) => {
    const property: GraphProperty = { name, kind: "never", what: { enters: name } };
    return lastStep(checkGraph(lines, [property], { defaults: false }).results[0])?.notes;
  });
  expect(notes).toEqual([[expect.stringMatching(/^guard holds: amount = \d+$/)], ['guard holds: plan = "free"'], []]);
});

function lastStep(result: GraphResult | undefined) {
  return result?.trace?.steps.at(-1);
}
