import {
  assertGraph,
  checkGraph,
  checkRefinement,
  createMonitor,
  defineGraph,
  exportModel,
  replayTrace,
  UsageError,
} from "handoff-machine";
import { checkFlow } from "handoff-machine/testing";
import { expect, test } from "vitest";

const graph = defineGraph({
  id: "pair",
  start: "one",
  agents: { one: { instructions: "Hand off.", handoffs: { two: {} } }, two: { description: "Second." } },
});
const nothing = (): void => undefined;

/** Everything that shares the options, with a name that it has for none of its own. */
const functions: readonly (readonly [string, (options: never) => unknown])[] = [
  ["checkGraph", (options) => checkGraph(graph, [], options)],
  ["checkGraph", (options) => assertGraph(graph, [], options)],
  ["checkFlow", (options) => checkFlow({ test: nothing }, graph, [], options)],
  ["checkRefinement", (options) => checkRefinement(graph, graph, options)],
  ["exportModel", (options) => exportModel(graph, "promela", options)],
  ["replayTrace", (options) => replayTrace(graph, "", [], options)],
];

test.each(functions)("%s refuses an option that cannot be, and says what can", (name, use) => {
  for (const parallelCalls of [Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 1.5, 65, "2", null]) {
    const { code, message } = thrownBy(() => use({ parallelCalls } as never));
    expect(code).toBe("bad_option");
    expect(message).toContain(`The option parallelCalls of ${name} must be a whole number from 1 to 64, not `);
  }
  expect(thrownBy(() => use({ interventions: "yes" } as never)).message).toBe(
    `The option interventions of ${name} must be true or false, not "yes".`,
  );
  expect(thrownBy(() => use(null as never)).message).toBe(`The options of ${name} must be an object, not null.`);
});

test.each(functions)("%s refuses an option that it does not have, and suggests one", (name, use) => {
  const misspelt = thrownBy(() => use({ parallelCall: 1 } as never));
  expect(misspelt).toMatchObject({ code: "bad_option", hint: 'Did you mean "parallelCalls"?' });
  expect(misspelt.message).toContain(`${name} has no option "parallelCall".`);
  expect(thrownBy(() => use({ constructor: 1 } as never)).hint).toContain("Its options: parallelCalls, ");
});

test.for([
  [{ counted: "handoffs" }, "counted of checkGraph must be a list of budgets: modelCalls, toolCalls, handoffs,"],
  [{ counted: ["handoff"] }, "counted of checkGraph must be a list of budgets"],
  [{ counted: null }, "counted of checkGraph must be a list of budgets"],
  [{ states: -1 }, "states of checkGraph must be a number above 0, not -1"],
  [{ bytes: Number.NaN }, "bytes of checkGraph must be a number above 0, not NaN"],
  [{ milliseconds: "5" }, 'milliseconds of checkGraph must be a number above 0, not "5"'],
  [{ defaults: 0 }, "defaults of checkGraph must be true or false, not 0"],
  [{ now: 5 }, "now of checkGraph must be a function"],
  [{ isCancelled: true }, "isCancelled of checkGraph must be a function"],
  [{ progress: { every: 0, report: nothing } }, "progress of checkGraph must be { every, report }"],
] as const)("checkGraph refuses %j", ([options, problem]) => {
  expect(thrownBy(() => checkGraph(graph, [], options as never)).message).toContain(problem);
});

test("a monitor refuses them too", () => {
  for (const options of [{ parallelCalls: Number.NaN }, { parallelCall: 1 }, null]) {
    expect(thrownBy(() => createMonitor(graph, options as never)).message).toContain("createMonitor");
  }
});

test("an option that is undefined is left out", () => {
  const options = { parallelCalls: undefined, counted: undefined, states: undefined, defaults: undefined };
  expect(checkGraph(graph, [], options as never)).toEqual(checkGraph(graph));
});

test("a language that no model is written in is refused", () => {
  const misspelt = thrownBy(() => exportModel(graph, "promelo" as never));
  expect(misspelt).toMatchObject({ code: "bad_option", hint: 'Did you mean "promela"?' });
  expect(thrownBy(() => exportModel(graph, undefined as never)).hint).toBe("Formats: promela, murphi, dot.");
});

function thrownBy(action: () => unknown): UsageError {
  try {
    action();
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error("Expected a UsageError.");
}
