import {
  assertGraph,
  assertValidGraph,
  checkConformance,
  checkEvents,
  checkGraph,
  checkJournal,
  checkRefinement,
  compileGraph,
  conformSessions,
  createMonitor,
  createRuntime,
  defineGraph,
  drawDot,
  drawJson,
  drawMermaid,
  drawStudio,
  drawText,
  exportModel,
  type Graph,
  hashGraph,
  propertiesOf,
  replay,
  replaySteps,
  replayTrace,
  transitionTable,
  validateGraph,
} from "handoff-machine";
import { checkFlow, scriptedModel } from "handoff-machine/testing";
import { expect, test } from "vitest";

const definition = {
  id: "pair",
  start: "one",
  agents: { one: { handoffs: { two: {} } }, two: { description: "Second." } },
} as const;
const graph = defineGraph(definition);
const model = scriptedModel([]);

/** Everything that takes a graph, as a program without types calls it. */
const takers: readonly (readonly [string, (given: Graph) => unknown])[] = [
  ["validateGraph", validateGraph],
  ["assertValidGraph", assertValidGraph],
  ["compileGraph", compileGraph],
  ["transitionTable", transitionTable],
  ["propertiesOf", propertiesOf],
  ["hashGraph", hashGraph],
  ["drawJson", drawJson],
  ["checkConformance", (given) => checkConformance(given, [])],
  ["createMonitor", (given) => createMonitor(given)],
  ["checkJournal", (given) => checkJournal(given, [], [])],
  ["checkEvents", (given) => checkEvents(given, [], [])],
  ["conformSessions", (given) => conformSessions(given, [], { properties: [] })],
  ["checkGraph", (given) => checkGraph(given)],
  ["assertGraph", (given) => assertGraph(given)],
  ["checkFlow", (given) => checkFlow({ test: (_, run) => run() }, given)],
  ["checkRefinement, the new one", (given) => checkRefinement(given, graph)],
  ["checkRefinement, the old one", (given) => checkRefinement(graph, given)],
  ["exportModel", (given) => exportModel(given, "promela")],
  ["replayTrace", (given) => replayTrace(given, "")],
  ["drawText", (given) => drawText(given)],
  ["drawMermaid", (given) => drawMermaid(given)],
  ["drawMermaid, states", (given) => drawMermaid(given, { level: "states" })],
  ["drawDot", (given) => drawDot(given)],
  ["drawStudio", drawStudio],
  ["replay", (given) => replay(given, [])],
  ["replaySteps", (given) => replaySteps(given, []).next()],
  ["createRuntime", (given) => createRuntime(given, { model })],
  ["createRuntime with models", (given) => createRuntime(given, { model, models: { one: model } })],
];

test.each(takers)("%s refuses a definition that is no graph yet, and says how to make it one", async (_, take) => {
  await expect(async () => take(definition as never)).rejects.toMatchObject({
    name: "UsageError",
    code: "bad_definition",
    message: expect.stringMatching(/^What defineGraph gives was expected here, not a definition itself\. /),
    hint: "Wrap it: defineGraph({ … }).",
  });
});

test.each(takers)("%s refuses what is nothing of the kind", async (_, take) => {
  for (const given of [undefined, null, {}, [], "pair", compileGraph(graph)]) {
    await expect(async () => take(given as never)).rejects.toMatchObject({
      code: "bad_definition",
      hint: "Make a graph: defineGraph({ … }).",
    });
  }
});
