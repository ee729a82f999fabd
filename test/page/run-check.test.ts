import { checkGraph, type Graph, type GraphProperty } from "handoff-machine";
import { expect, test } from "vitest";
import { airline } from "../../machines/airline.ts";
import { supportDesk, supportDeskProperties } from "../../machines/support-desk.ts";
import { graphToJson } from "../../src/inspect/graph-to-json.ts";
import type { CheckNews, CheckOrder } from "../../src/page/check/check-message.ts";
import { runCheck } from "../../src/page/check/run-check.ts";

const desk = supportDeskProperties as unknown as readonly GraphProperty[]; // the names are the graph's own

/** What a worker says, on a clock that goes 100 ms forward at every look. */
function newsOf(order: CheckOrder): readonly CheckNews[] {
  const news: CheckNews[] = [];
  let at = 0;
  runCheck(structuredClone(order), { tell: (one) => news.push(structuredClone(one)), now: () => (at += 100) });
  return news;
}

test.for<[CheckOrder["options"]["codegen"], "generated" | "closures"]>([
  [true, "generated"],
  [false, "closures"],
])("gives the report that the program gets, where generated code is allowed: %s", ([codegen, engine]) => {
  const news = newsOf({
    graph: graphToJson(supportDesk, supportDeskProperties),
    options: { codegen: codegen === true },
  });
  expect(news.at(-1)).toMatchObject({ type: "done", spent: { engine } });
  expect(news.at(-1)).toMatchObject({ report: checkGraph(supportDesk as unknown as Graph, desk) });
});

test("tells how far it is, and which search it is", () => {
  const graph = graphToJson(airline as unknown as Graph);
  const news = newsOf({ graph, options: { states: 12_000, defaults: false, interventions: true } });
  const progress = news.flatMap((one) => (one.type === "progress" ? [one.progress] : []));
  expect(progress.length).toBeGreaterThan(2);
  expect(progress[0]).toMatchObject({ search: 1, states: expect.any(Number), transitions: expect.any(Number) });
  for (const { states, expanded } of progress) expect(states).toBeGreaterThanOrEqual(expanded);
});

test("says why there is nothing to be found", () => {
  expect(newsOf({ graph: { format: 7 }, options: {} })).toMatchObject([
    { type: "failed", problem: { code: "bad_option", message: expect.stringContaining("format 1 was expected") } },
  ]);
});
