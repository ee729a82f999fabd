import { checkGraph, formatReport, type Graph, type GraphProperty } from "handoff-machine";
import { describe, expect, test } from "vitest";
import { airline, airlineProperties } from "../../machines/airline.ts";
import { supportDesk, supportDeskProperties } from "../../machines/support-desk.ts";
import { withHandoff, withTool } from "./variants.ts";

/* The reference machines keep what they promise; with one thing changed, the shortest conversation tells what breaks. */

const open = { guard: null } as const;
const desk = supportDeskProperties as unknown as readonly GraphProperty[]; // the names are the graph's own
const policy = airlineProperties as unknown as readonly GraphProperty[];
/** Those that need no budget counted: that takes most of the time, and is the same for each variant. */
const uncounted = policy.filter(({ kind }) => kind !== "atMost" && kind !== "canForce");

test.for<[string, Graph, readonly GraphProperty[]]>([
  ["support-desk", supportDesk, desk],
  ["airline", airline, policy],
])("%s: its own properties hold, and what every graph is asked", ([name, graph, properties]) => {
  const report = checkGraph(graph, properties);
  const { states, transitions, results } = report;
  console.log(`${name}: ${states} states, ${transitions} transitions, ${results.length} properties hold`);
  expect(properties.length).toBeGreaterThanOrEqual(6);
  expect(results.filter(({ verdict }) => verdict !== "holds").map((result) => result.name)).toEqual([]);
  expect(report).toMatchObject({ complete: true, verdict: "holds" });
});

describe("one thing changed, and the shortest conversation that shows it", () => {
  test.for<[string, Graph, readonly GraphProperty[]]>([
    ["support-desk-unguarded", withHandoff(supportDesk, ["billing", "refunds"], open), desk],
    ["support-desk-billing-pays", payingBilling(), desk],
    ["airline-any-flight", withHandoff(airline, ["seats", "refunds"], open), uncounted],
    ["airline-seats-for-all", withHandoff(airline, ["triage", "seats"], open), uncounted],
    ["airline-no-way-out", withoutPeople(), uncounted],
    ["airline-nobody-identified", withTool(airline, "findReservation", { writes: ["confirmationNumber"] }), uncounted],
  ])("%s", async ([name, graph, properties]) => {
    const report = checkGraph(graph, properties, { defaults: name === "airline-nobody-identified" });
    const broken = report.results.filter(({ verdict }) => verdict !== "holds");
    expect(broken.length).toBeGreaterThan(0);
    expect(broken.map(({ replayed }) => replayed)).not.toContain("spurious");
    await expect(formatReport(report)).toMatchFileSnapshot(`golden/${name}.txt`);
  });
});

/** Billing has the tool that pays. */
function payingBilling(): Graph {
  const { billing } = supportDesk.agents;
  const agent = { ...billing, tools: [...billing.tools, "issueRefund"] };
  return { ...supportDesk, agents: { ...supportDesk.agents, billing: agent } } as Graph;
}

/** Once refunds has the conversation, nobody else gets it, and no limit leads to a person. */
function withoutPeople(): Graph {
  const refunds = { ...airline.agents.refunds, handoffs: {} };
  return { ...airline, agents: { ...airline.agents, refunds }, onLimit: { kind: "askUser" } } as Graph;
}
