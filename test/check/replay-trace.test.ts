import fc from "fast-check";
import { checkEvents, checkGraph, propertiesOf, replayTrace, UsageError, writeTests } from "handoff-machine";
import { describe, expect, test } from "vitest";
import { supportDesk } from "../../machines/support-desk.ts";
import { graphs } from "../arbitraries/graph.ts";
import { assertProperty } from "../machine/assert-property.ts";
import { bypassDesk, payDesk } from "./desks.ts";
import { withHandoff } from "./variants.ts";

const { at, never } = propertiesOf(bypassDesk);
const paid = [at("verified when a refund is paid", { runs: "refund" }, { variables: { verified: true } })];

describe("a replay id", () => {
  test("leads through the same conversation again", () => {
    const [result] = checkGraph(bypassDesk, paid).results.filter(({ verdict }) => verdict === "violated");
    expect(result?.replayId).toMatch(/^[0-9a-f]{6}-\d+(\.\d+)+$/);
    const again = replayTrace(bypassDesk, result?.replayId ?? "", paid);
    expect(again).toMatchObject({ graph: "bypass-desk", replayed: "real", events: result?.events });
    expect(steps(again.trace)).toEqual(steps(result?.trace));
  });

  test("tells what repeats for ever, and what was counted", () => {
    const make = propertiesOf(payDesk);
    const waits = { place: "awaitingApproval" } as const;
    const properties = [
      make.leadsTo("decided", waits, { not: waits }),
      make.atMost("two model calls", 2, { asksModel: true }, { per: "exchange" }),
    ];
    for (const result of checkGraph(payDesk, properties, { defaults: false, counted: ["modelCalls"] }).results) {
      expect(result.replayId).toContain("@modelCalls");
      const again = replayTrace(payDesk, result.replayId ?? "", properties);
      expect(again.trace.loopStart).toBe(result.trace?.loopStart);
      expect(steps(again.trace)).toEqual(steps(result.trace));
    }
  });

  test.for([
    ["", "is no replay id"],
    ["0.1.2", "is no replay id"],
    ["ffffff-0.1", "is of another routing graph"],
  ])('"%s" is an error: it %s', ([id = "", message]) => {
    expect(() => replayTrace(bypassDesk, id)).toThrow(UsageError);
    expect(() => replayTrace(bypassDesk, id)).toThrow(message);
  });

  test("that has a step which is not possible is an error", () => {
    const [result] = checkGraph(bypassDesk, paid, { defaults: false }).results;
    expect(() => replayTrace(bypassDesk, `${result?.replayId}.99`, paid)).toThrow("choice 99 of");
  });

  test("is read back as it was written, on random graphs", () => {
    let count = 0;
    assertProperty(
      fc.property(graphs, (graph) => {
        const make = propertiesOf(graph);
        const properties = [
          make.never("nobody hands off", { handoff: {} }),
          make.never("no model is asked twice", { asksModel: true, when: { not: { place: "opened" } } }),
          make.eventually("it ends", { place: "completed" }),
        ];
        for (const result of checkGraph(graph, properties, { states: 1_000, defaults: false }).results) {
          if (result.replayId === null) continue;
          count++;
          const again = replayTrace(graph, result.replayId, properties);
          expect(steps(again.trace)).toEqual(steps(result.trace));
          expect(again.trace.loopStart).toBe(result.trace?.loopStart);
        }
      }),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 8) },
    );
    expect(count).toBeGreaterThan(15);
  });
});

describe("a kept counterexample", () => {
  const [result] = checkGraph(bypassDesk, paid, { defaults: false }).results;
  const events = result?.events ?? [];

  test("is violated on the graph that it was found on, and holds on the mended one", () => {
    expect(checkEvents(bypassDesk, events, paid)).toMatchObject({ verdict: "violated" });
    const guard = bypassDesk.agents.triage.handoffs.refunds?.guard ?? null;
    const mended = withHandoff(bypassDesk, ["supervisor", "refunds"], { guard });
    expect(checkEvents(mended, events, paid)).toMatchObject({ verdict: "holds" });
  });

  test("is written as a test", async () => {
    const properties = [...paid, propertiesOf(bypassDesk).canAlways("a way back", { agent: "triage" })];
    const report = checkGraph(bypassDesk, [...properties, never("two\nlines", { says: true })]);
    const text = writeTests(report, { module: "./desk.ts", graph: "bypassDesk", properties: ["properties"] });
    await expect(text).toMatchFileSnapshot("golden/kept-counterexamples.txt");
  });

  test("that no single conversation shows is named, not dropped", () => {
    const make = propertiesOf(supportDesk);
    const endless = make.eventually("it is over", { place: "completed" });
    const report = checkGraph(supportDesk, [endless], { defaults: false });
    const text = writeTests(report, { module: "./desk.ts", graph: "desk", properties: ["properties"] });
    expect(text).toContain("// it is over: violated, and not kept as a test.");
    expect(text).not.toContain("test(");
  });
});

/** Who does what. */
function steps(
  trace: { readonly steps: readonly { actor: string; what: string; agent: string | null }[] } | null | undefined,
) {
  return (trace?.steps ?? []).map(({ actor, what, agent }) => [actor, what, agent]);
}
