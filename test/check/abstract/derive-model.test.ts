import { defineGraph, type Graph } from "handoff-machine";
import { expect, test } from "vitest";
import { airline } from "../../../machines/airline.ts";
import { dispute } from "../../../machines/dispute.ts";
import { supportDesk } from "../../../machines/support-desk.ts";
import { deriveModel } from "../../../src/check/abstract/derive-model.ts";
import { pendingField, stackField } from "../../../src/check/abstract/layout.ts";
import { unlimited } from "../unlimited.ts";
import { agreement } from "./agreement.ts";

test.for<[string, Graph]>([
  ["support-desk", supportDesk],
  ["airline", airline],
  ["dispute", dispute],
])("%s: each open reply is one that some command opens", ([, graph]) => {
  const { model, pending } = deriveModel(graph);
  const opened = new Set(
    model.commands
      .flatMap(({ updates }) => updates)
      .flatMap(({ field, value }) => (field === pendingField && value.kind === "constant" ? [value.value] : [])),
  );
  expect([...opened].sort((one, other) => one - other)).toEqual([...pending.texts.keys()]);
});

const instructions = "Help.";
const delegate = { mode: "delegate" } as const;

test("where nobody delegates to an agent that delegates, each has at most one delegation open", () => {
  const graph = defineGraph({
    id: "flat",
    start: "one",
    agents: {
      one: { instructions, handoffs: { expert: delegate, two: {} } },
      two: { instructions, handoffs: { expert: delegate, one: {} } },
      expert: { instructions, handoffs: { one: {}, two: {} } },
    },
    limits: unlimited,
  });
  expect(levelsOf(graph)).toBe(2);
  expectWholeAgreement(graph);
});

test("where delegations nest, as many can be open as the graph allows", () => {
  const graph = defineGraph({
    id: "nested",
    start: "one",
    agents: {
      one: { instructions, handoffs: { two: delegate } },
      two: { instructions, handoffs: { one: delegate } },
    },
    delegationDepth: 3,
    limits: unlimited,
  });
  expect(levelsOf(graph)).toBe(3);
  expectWholeAgreement(graph);
});

function expectWholeAgreement(graph: Graph): void {
  const extent = { oneIn: 1, mostStates: 20_000, walks: 0, steps: 0, draw: () => 0 };
  const { isWhole, changes } = agreement(graph, deriveModel(graph, { parallelCalls: 1, interventions: true }), extent);
  expect(isWhole).toBe(true);
  expect(changes).toContain("giveBack");
}

function levelsOf(graph: Graph): number {
  const { model } = deriveModel(graph);
  return [0, 1, 2, 3, 4].filter((level) => model.fields.some(({ name }) => name === stackField(level))).length;
}
