import fc from "fast-check";
import {
  checkGraph,
  formatReport,
  type Graph,
  type GraphProperty,
  type GraphShape,
  propertiesOf,
} from "handoff-machine";
import { describe, expect, test } from "vitest";
import { airline } from "../../machines/airline.ts";
import { supportDesk } from "../../machines/support-desk.ts";
import { graphs } from "../arbitraries/graph.ts";
import { assertProperty } from "../machine/assert-property.ts";
import { bypassDesk, payDesk } from "./desks.ts";
import { randomReport } from "./random-report.ts";

const verified = { variables: { verified: true } } as const;
const asked = { place: "awaitingApproval" } as const;

describe("what a failure looks like", () => {
  test("guards that hold, with the values that they read; what has no room stands below", () => {
    const { always } = propertiesOf(supportDesk);
    const property = always("refunded only while verified", { any: [{ variables: { refunded: false } }, verified] });
    expect(written(supportDesk, property)).toBe(`
VIOLATED  refunded only while verified  shortest of all conversations: 9 steps
    1  user     says something                              turn: triage
    2  triage   calls verifyIdentity, hands off to refunds
    3  tool     verifyIdentity returns                      verified := true
    4  machine  hands off to refunds                        turn: refunds
                                                            guard holds: verified = true
    5  refunds  calls issueRefund, hands off to triage
    6  tool     issueRefund returns                         refunded := true
    7  machine  hands off to triage                         turn: triage · no guard on this edge
    8  triage   calls verifyIdentity
    9  tool     verifyIdentity returns                      verified := false
  Blame: without refunds → triage it is not violated.
  Replayed on the compiled machine: real.
  Replay: handoff replay FILE 84b169-0.10.2.0.11.2.0.4.1
`);
  });

  test("a handoff that is refused, and why", () => {
    const { never } = propertiesOf(airline);
    expect(written(airline, never("nothing is refused", { refused: {} }), 1)).toBe(`
VIOLATED  nothing is refused  shortest of all conversations: 3 steps
    1  user     says something                turn: triage
    2  triage   hands off to seats
  › 3  machine  refuses the handoff to seats
                  guard does not hold: identified = false, confirmationNumber = null
  Replayed on the compiled machine: real.
  Replay: handoff replay FILE 0ac9aa-0.4.0
`);
  });

  test("the module, where it is known, in the command that replays it", () => {
    const { never } = propertiesOf(airline);
    const report = checkGraph(airline, [never("nothing is refused", { refused: {} })], { defaults: false });
    expect(formatReport(report, { file: "my/airline.ts" })).toMatch(
      /^ {2}Replay: handoff replay my\/airline\.ts [0-9a-f]{6}-[\d.]+$/m,
    );
  });

  test("what a budget has left open, though the first search was complete", () => {
    const report = checkGraph(airline, [], { defaults: false });
    const open = {
      name: "worst",
      kind: "worst",
      isDefault: false,
      verdict: "unknown",
      trace: null,
      replayed: null,
    } as const;
    const none = { replayId: null, events: [], blame: [], strategy: null, counted: [] } as const;
    const result = { ...open, ...none, finding: { kind: "supremum", value: "unbounded" } } as const;
    expect(formatReport({ ...report, results: [result] })).toContain("unknown   worst  not known within the budget\n");
  });

  test("a conversation that shows two things is told once", () => {
    const { never } = propertiesOf(airline);
    const refused = { refused: {} } as const;
    const report = checkGraph(airline, [never("one", refused), never("other", refused)], { defaults: false });
    const text = formatReport(report);
    expect(text.match(/user {5}says something/g)).toHaveLength(1);
    expect(text).toContain('VIOLATED  other  shortest of all conversations: 3 steps\n  As for "one" above.\n');
  });

  test("two calls that wait for a person are told once", () => {
    const { atMost } = propertiesOf(payDesk);
    expect(written(payDesk, atMost("one payment", 1, { runs: "pay" }))).toContain(
      "    2  clerk     calls pay, calls pay  2 calls of pay wait for a person\n    3  approver  allows pay\n",
    );
  });

  test("what repeats for ever", () => {
    const { leadsTo } = propertiesOf(payDesk);
    expect(written(payDesk, leadsTo("decided in the end", asked, { not: asked }))).toBe(`
VIOLATED  decided in the end  3 steps
    1  user   says something            turn: clerk
    2  clerk  calls pay                 pay waits for a person
     and this repeats for ever:
    3         nothing happens any more
  Replayed on the compiled machine: real.
  Replay: handoff replay FILE cba9fc-0.3~s
`);
  });
});

describe("how a goal is kept away", () => {
  test("by one answer", () => {
    const { userCanAlways } = propertiesOf(supportDesk);
    const property = userCanAlways("the user gets a refund", { variables: { refunded: true } });
    expect(written(supportDesk, property)).toBe(`
VIOLATED  the user gets a refund  already at the beginning
  From there on, whatever the people do, the others keep it away:
    whenever it is triage's turn, its model answers and hands nothing on
  Counted for this: modelCalls, handoffs, refusals, repairs.
`);
  });

  test("by several, in many states: each is told once", () => {
    const { userCanAlways } = propertiesOf(payDesk);
    const rest = { place: ["awaitingUser", "completed"] } as const;
    expect(written(payDesk, userCanAlways("the user gets out", rest))).toBe(`
VIOLATED  the user gets out  already at the beginning
  From there on, whatever the people do, the others keep it away:
    whenever it is clerk's turn, its model calls what it may not; or, where that does not help,
      hands off to boss
    whenever it is boss's turn, its model fails; or, where that does not help, calls what it may
      not
  Counted for this: modelCalls, handoffs, refusals, repairs.
`);
  });

  test("by nothing that anybody does", () => {
    const property = { name: "it ends", kind: "canForce", owners: ["model"], goal: { agent: "boss" } } as const;
    expect(written(payDesk, property)).toContain(
      "\n  From there on, whatever the model does, it does not come about.\n",
    );
  });

  test("by people, where others want it", () => {
    const goal = { variables: { refunded: true } } as const;
    const property = { name: "refunded", kind: "canForce", owners: ["user", "model"], goal } as const;
    expect(written(bypassDesk, property)).toContain(`
  From there on, whatever the user and the model do, the others keep it away:
    whenever tools run for triage, verify returns
    whenever the conversation stands at refunds (awaitingApproval), the approver allows refund
`);
  });
});

test("no line is longer than 100 columns, however long the names are", () => {
  const long = "a name that goes on and on ".repeat(8).trim();
  const { at } = propertiesOf(bypassDesk);
  const report = checkGraph(bypassDesk, [
    at(long, { runs: "refund" }, verified),
    at("x".repeat(250), { runs: "refund" }, verified),
  ]);
  const text = formatReport(report, { witnesses: true });
  expect(tooLong(text)).toEqual([]);
  expect(text.replaceAll(/\s+/g, " ")).toContain(`VIOLATED ${long}`);
});

test("no line about a random graph is longer than 100 columns", () => {
  assertProperty(
    fc.property(graphs, (graph) => {
      expect(tooLong(formatReport(randomReport(graph), { witnesses: true }))).toEqual([]);
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 6) },
  );
});

/** The part of a report that is about one property. */
function written<Shape extends GraphShape>(
  graph: Graph<Shape>,
  property: GraphProperty<Shape>,
  parallelCalls = 2,
): string {
  const text = formatReport(checkGraph(graph, [property], { defaults: false, parallelCalls }));
  return `\n${text.slice(text.lastIndexOf("VIOLATED"), text.lastIndexOf("\n0 of 1"))}`;
}

function tooLong(text: string): readonly string[] {
  return text.split("\n").filter(({ length }) => length > 100);
}
