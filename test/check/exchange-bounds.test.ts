import fc from "fast-check";
import { checkGraph, type GraphProperty, propertiesOf } from "handoff-machine";
import { expect, test } from "vitest";
import { airline } from "../../machines/airline.ts";
import { supportDesk } from "../../machines/support-desk.ts";
import { exchangeBounds } from "../../src/check/exchange-bounds.ts";
import { formatReport } from "../../src/check/format-report.ts";
import { agentsOf, type Graph } from "../../src/graph/graph.ts";
import { graphs } from "../arbitraries/graph.ts";
import { assertProperty } from "../machine/assert-property.ts";

test("a small graph is counted, of a large one the limits tell", () => {
  expect(checkGraph(supportDesk).bounds).toEqual([
    { of: "handoffs", most: 8, by: "counted" },
    { of: "modelCalls", most: 25, by: "limits" },
    { of: "toolCalls", most: 50, by: "limits" },
  ]);
  const report = checkGraph(airline);
  expect(report.bounds).toEqual([
    { of: "handoffs", most: 6, by: "limits" },
    { of: "modelCalls", most: 20, by: "limits" },
    { of: "toolCalls", most: 40, by: "limits" },
  ]);
  expect(formatReport(report).split("\n")[1]).toBe(
    "  in an exchange: no more than 6 handoffs, no more than 20 model calls, no more than 40 tool calls",
  );
});

test("where nothing bounds it, it says so", () => {
  const endless: Graph = { ...supportDesk, limits: { ...supportDesk.limits, modelCalls: null, handoffs: null } };
  const { bounds } = checkGraph(endless);
  expect(bounds.map(({ of, most }) => [of, most])).toEqual([
    ["handoffs", null],
    ["modelCalls", null],
    ["toolCalls", null],
  ]);
});

test("no conversation of a random graph has more than its limits are said to allow", () => {
  let tight = 0;
  assertProperty(
    fc.property(graphs, fc.integer({ min: 1, max: 3 }), fc.boolean(), (drawn, most, isToolLimited) => {
      const limits = {
        ...drawn.limits,
        modelCalls: most,
        handoffs: 1,
        toolCalls: isToolLimited ? 2 : null,
        pingPong: null,
      };
      const graph: Graph = { ...drawn, limits };
      const parallelCalls = 1;
      const bounds = exchangeBounds(graph, { states: Number.POSITIVE_INFINITY, parallelCalls, judge: () => undefined });
      const { worst } = propertiesOf(graph);
      const per = { per: "exchange" } as const;
      const tools = [...new Set(agentsOf(graph).flatMap(({ tools: own }) => own))];
      const asked: GraphProperty[] = [
        worst("handoffs", { handoff: {} }, per),
        worst("modelCalls", { asksModel: true }, per),
        ...(tools.length === 0 ? [] : [worst("toolCalls", { either: tools.map((tool) => ({ runs: tool })) }, per)]),
      ];
      const counted = ["modelCalls", "handoffs", ...(isToolLimited ? (["toolCalls"] as const) : [])] as const;
      const options = { defaults: false, parallelCalls, counted, states: 20_000 };
      for (const { name, finding, replayed } of checkGraph(graph, asked, options).results) {
        if (finding?.kind !== "supremum" || replayed === "assumes") continue;
        const bound = bounds.find(({ of }) => of === name)?.most ?? Number.POSITIVE_INFINITY;
        expect(finding.value, name).not.toBe("unbounded");
        expect(Number(finding.value), `${name} of ${JSON.stringify(limits)}`).toBeLessThanOrEqual(bound);
        if (finding.value === bound) tight++;
      }
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 25) },
  );
  expect(tight).toBeGreaterThan(10);
});
