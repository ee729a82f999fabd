import fc from "fast-check";
import { defineGraph, type Graph } from "handoff-machine";
import { expect, test } from "vitest";
import { airline } from "../../../machines/airline.ts";
import { dispute } from "../../../machines/dispute.ts";
import { supportDesk } from "../../../machines/support-desk.ts";
import { deriveModel } from "../../../src/check/abstract/derive-model.ts";
import { followResult } from "../../../src/check/abstract/follow-result.ts";
import { countable, pendingField, stackField } from "../../../src/check/abstract/layout.ts";
import { withChatter, withoutChatter } from "../../../src/check/chatter.ts";
import { explore } from "../../../src/check/engine/explore.ts";
import { withStalls } from "../../../src/check/stall.ts";
import { graphs } from "../../arbitraries/graph.ts";
import { assertProperty } from "../../machine/assert-property.ts";
import { validateCommands } from "../engine/validate-commands.ts";
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

test("whatever is looked at, the commands of a model speak of its fields", () => {
  const looks = fc.record({ counted: fc.subarray([...countable]), interventions: fc.boolean() });
  assertProperty(
    fc.property(graphs, looks, (graph, look) => {
      const abstraction = withStalls(withChatter(deriveModel(graph, { ...look, parallelCalls: 1 })));
      validateCommands(abstraction.model);
      validateCommands(withoutChatter(abstraction.model, abstraction));
      for (const tool of Object.keys(graph.tools).slice(0, 2)) {
        for (const agent of Object.keys(graph.agents)) {
          validateCommands(followResult(abstraction, { tool, agent }).model);
        }
      }
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 20) },
  );
});

test("no model, tool or machine makes a step that changes nothing: it could make it for ever", () => {
  const options = { interventions: true, parallelCalls: 1, counted: [] } as const;
  assertProperty(
    fc.property(graphs, (graph) => {
      const { model, moves } = deriveModel({ ...graph, limits: unlimited }, options);
      const { store, expanded } = explore(model, { recordEdges: true, states: 2_000 });
      const { starts, targets, commands } = store.recorded ?? expect.fail();
      const idle = new Set<string>();
      for (let state = 0; state < expanded; state++) {
        for (let edge = starts[state] ?? 0; edge < (starts[state + 1] ?? 0); edge++) {
          const command = commands[edge] ?? -1;
          const { owner } = model.commands[command] ?? {};
          if (targets[edge] === state && owner !== "user" && owner !== "operator")
            idle.add(moves[command]?.event ?? "");
        }
      }
      expect([...idle]).toEqual([]);
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 30) },
  );
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
