import { checkRefinement, defineGraph, type Graph, GraphError, type Possibility } from "handoff-machine";
import { describe, expect, test } from "vitest";
import { airline } from "../../machines/airline.ts";
import { broken } from "../../machines/broken.ts";
import { dispute } from "../../machines/dispute.ts";
import { supportDesk } from "../../machines/support-desk.ts";
import { withHandoff, withoutHandoff, withTool } from "./variants.ts";

describe("a graph refines itself", () => {
  test.for<[string, Graph]>([
    ["support-desk", supportDesk],
    ["airline", airline],
    ["dispute", dispute],
  ])("%s", ([, graph]) => {
    expect(checkRefinement(graph, graph)).toMatchObject({
      verdict: "holds",
      admits: [],
      forbids: [],
      unsearched: [],
      complete: true,
    });
  });
});

describe("a change of the support desk", () => {
  test("that lets unverified people through admits a handoff: the shortest conversation, replayed", () => {
    const report = checkRefinement(withHandoff(supportDesk, ["billing", "refunds"], { guard: null }), supportDesk);
    expect(report).toMatchObject({ verdict: "violated", complete: true, forbids: [] });
    expect(told(report.admits)).toEqual([["billing hands off to refunds", "real", 5]]);
  });

  test("that takes a handoff away admits nothing, and forbids what used it", () => {
    const report = checkRefinement(withoutHandoff(supportDesk, ["triage", "refunds"]), supportDesk);
    expect(report).toMatchObject({ verdict: "holds", admits: [] });
    expect(told(report.forbids).map(([what]) => what)).toContain("triage hands off to refunds");
  });

  test("that needs no approval any more admits a refund that nobody has allowed", () => {
    const always = withTool(supportDesk, "issueRefund", { approval: { kind: "always" } });
    const never = withTool(supportDesk, "issueRefund", { approval: { kind: "never" } });
    const report = checkRefinement(never, always);
    expect(told(report.admits).map(([what]) => what)).toContain("issueRefund runs at refunds");
    expect(told(report.forbids).map(([what]) => what)).toContain("a person allows issueRefund at refunds");
    expect(
      checkRefinement(withTool(supportDesk, "issueRefund", { approval: { kind: "always" } }), always).verdict,
    ).toBe("holds");
  });

  test("that no search shows is named, and leaves the answer open", () => {
    const looser: Graph = { ...supportDesk, limits: { ...supportDesk.limits, handoffs: 12, modelCalls: null } };
    expect(checkRefinement(looser, supportDesk)).toMatchObject({
      verdict: "unknown",
      admits: [],
      unsearched: ["the limit of modelCalls is lifted; it was 25", "the limit of handoffs is 12; it was 8"],
    });
    expect(checkRefinement(supportDesk, looser).verdict).toBe("holds");
  });

  test("that is an agent more admits all that it can do", () => {
    const [one, two] = [
      { description: "First.", instructions: "x" },
      { description: "Second.", instructions: "x" },
    ];
    const pair = defineGraph({ id: "d", start: "one", agents: { one: { ...one, handoffs: { two: {} } }, two } });
    const three = defineGraph({
      id: "d",
      start: "one",
      agents: { one: { ...one, handoffs: { two: {}, three: {} } }, two, three: { ...two, handoffs: { two: {} } } },
    });
    expect(told(checkRefinement(three, pair).admits)).toEqual([["one hands off to three", "real", 3]]);
    expect(checkRefinement(pair, three)).toMatchObject({ verdict: "holds" });
  });

  test("on a budget that is too small is unknown, never fine", () => {
    const report = checkRefinement(withoutHandoff(airline, ["triage", "faq"]), airline, { states: 100 });
    expect(report).toMatchObject({ verdict: "unknown", complete: false });
  });
});

test("a graph with errors is an error", () => {
  expect(() => checkRefinement(broken, broken)).toThrow(GraphError);
});

function told(possibilities: readonly Possibility[]): readonly (readonly [string, string, number])[] {
  return possibilities.map(({ what, replayed, trace }) => [what, replayed, trace.steps.length]);
}
