import fc from "fast-check";
import {
  checkEvents,
  checkGraph,
  checkRefinement,
  type Graph,
  type GraphProperty,
  type GraphResult,
  replayTrace,
  validateGraph,
} from "handoff-machine";
import { expect, test } from "vitest";
import type { JournalResult } from "../../src/audit/check-journal.ts";
import { graphs } from "../arbitraries/graph.ts";
import { assertProperty } from "../machine/assert-property.ts";
import { drawFrom } from "../machine/hostile/draw.ts";
import { must } from "../machine/walk.ts";
import { changed } from "./proven/changes.ts";
import { createObserver } from "./proven/observer.ts";
import { drawnProperties, kinds } from "./proven/properties.ts";
import { type Looked, possibleSession } from "./proven/sessions.ts";

const numRuns = Number(process.env.PROPERTY_RUNS ?? 26);
/** Those that are explored to the end. */
const smallGraphs = graphs.filter(({ agents }) => Object.keys(agents).length <= 3);
const drawn = fc.array(fc.nat(1000), { minLength: 20, maxLength: 50 });

test("what is proven of all conversations, no hostile session breaks; what is shown, the machine does", () => {
  const verdicts = new Map<string, number>();
  assertProperty(
    fc.property(smallGraphs, drawn, fc.array(drawn, { minLength: 2, maxLength: 6 }), (graph, asked, sessions) => {
      const draw = drawFrom(asked);
      const looked = { parallelCalls: draw(4) === 0 ? 2 : 1, interventions: draw(3) > 0 };
      const properties = drawnProperties(graph, draw);
      const { results } = checkGraph(graph, properties, { ...looked, states: 1_200, defaults: false });
      for (const { kind, verdict } of results) {
        verdicts.set(`${kind} ${verdict}`, (verdicts.get(`${kind} ${verdict}`) ?? 0) + 1);
      }
      for (const result of results) isShown(graph, result, { ...looked, properties });
      for (const session of sessions) {
        const events = possibleSession(graph, session, looked).map(({ event }) => event);
        const report = checkEvents(graph, events, properties);
        for (const [index, real] of report.results.entries()) isKept(results[index], real);
      }
    }),
    { numRuns },
  );
  const count = (kind: string, verdict: string): number => verdicts.get(`${kind} ${verdict}`) ?? 0;
  if (process.env.PROPERTY_TELL) console.log(Object.fromEntries([...verdicts].sort()));
  for (const kind of kinds) {
    if (kind !== "worst") expect([kind, count(kind, "violated") > numRuns / 10]).toEqual([kind, true]);
    expect([kind, count(kind, "holds") > numRuns / 60]).toEqual([kind, true]);
  }
});

/** A conversation that shows something shows it on the compiled machine, with its last event, and by its replay id. */
function isShown(
  graph: Graph,
  result: GraphResult,
  { properties, ...looked }: Looked & { readonly properties: readonly GraphProperty[] },
): void {
  const { name, kind, verdict, replayed, replayId, trace, events } = result;
  must(replayed !== "spurious", `${name}: the machine goes the way of the model`);
  if (verdict !== "violated" || replayed !== "real" || trace === null || replayId === null) return;
  const again = replayTrace(graph, replayId, properties, looked);
  must(
    JSON.stringify(again.trace.steps.map(({ what }) => what)) === JSON.stringify(trace.steps.map(({ what }) => what)),
    `${name}: the replay id is of the same conversation`,
  );
  must(
    again.replayed === "real" && JSON.stringify(again.events) === JSON.stringify(events),
    `${name}: and is replayed by the same events`,
  );
  if (trace.loopStart !== null || events.length === 0) return;
  const asked = properties.filter((property) => property.name === name || property.kind === "reachable");
  const found = checkEvents(graph, events, asked).results;
  const real = found.find((one) => one.name === name);
  must(real?.verdict === "violated", `${name}: what was replayed violates it`);
  must(real.violations.at(0) === events.length - 1, `${name}: and not before the last event (${real.violations})`);
  if (kind !== "never") return;
  must(found.find((one) => one.kind === "reachable")?.verdict === "holds", "what is never to be is reached");
}

/** What a session really did is what was said of all. */
function isKept(proven: GraphResult | undefined, real: JournalResult): void {
  if (proven === undefined) return;
  const { name, verdict, finding, kind } = proven;
  if (kind === "reachable") {
    must(verdict !== "violated" || real.verdict !== "holds", `${name}: what cannot be reached is not`);
    return;
  }
  const isProven = verdict === "holds" || verdict === "vacuous";
  if (!isProven) return;
  must(real.verdict !== "violated", `${name}: ${verdict} (violated at ${real.violations})`);
  must(
    verdict !== "vacuous" || real.verdict === "vacuous" || (kind !== "at" && kind !== "before"),
    `${name}: it never happens`,
  );
  if (real.most === null || finding?.kind !== "supremum" || finding.value === "unbounded") return;
  must(real.most <= finding.value, `${name}: at most ${finding.value} (${real.most})`);
}

test("what can be seen of hostile sessions on a refinement could be seen on the old graph", () => {
  const verdicts = new Map<string, number>();
  let [followed, unseen] = [0, 0];
  assertProperty(
    fc.property(smallGraphs, drawn, fc.array(drawn, { minLength: 2, maxLength: 6 }), (one, choice, sessions) => {
      const draw = drawFrom(choice);
      const other = changed(one, draw);
      const [old, graph] = draw(2) === 0 ? [one, other] : [other, one];
      if (validateGraph(other).some(({ severity }) => severity === "error")) return;
      const looked = { parallelCalls: 1, interventions: true };
      const { verdict, admits } = checkRefinement(graph, old, { ...looked, states: 1_500, most: 2 });
      verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
      must(
        admits.every(({ replayed }) => replayed !== "spurious"),
        "the machine goes the way of what is admitted",
      );
      if (verdict === "unknown") return;
      const observe = createObserver(old, graph, looked);
      for (const session of sessions) {
        const news = observe(possibleSession(graph, session, looked));
        must(verdict === "violated" || news === null, `nothing new is seen: ${news}`);
        if (news === null) followed++;
        else unseen++;
      }
    }),
    { numRuns },
  );
  if (process.env.PROPERTY_TELL) console.log(Object.fromEntries(verdicts), followed, unseen);
  for (const verdict of ["holds", "violated"])
    expect([verdict, (verdicts.get(verdict) ?? 0) > numRuns / 25]).toEqual([verdict, true]);
  expect([followed > numRuns, unseen > 0 || numRuns < 200]).toEqual([true, true]);
});
