import { readdirSync } from "node:fs";
import fc from "fast-check";
import {
  checkGraph,
  compileGraph,
  createStepper,
  defineGraph,
  drawJson,
  type Entry,
  type Graph,
  type GraphProperty,
  type GraphReport,
  hashGraph,
  NotHereError,
  propertiesOf,
  replaySteps,
  validateGraph,
} from "handoff-machine";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { supportDesk, supportDeskProperties } from "../../machines/support-desk.ts";
import { graphFromJson, propertiesFromJson } from "../../src/inspect/graph-from-json.ts";
import { graphToJson } from "../../src/inspect/graph-to-json.ts";
import type { JsonObject } from "../../src/json.ts";
import { transitionTable } from "../../src/machine/table.ts";
import { graphs } from "../arbitraries/graph.ts";
import { randomReport } from "../check/random-report.ts";
import { everything } from "../draw/everything.ts";
import { randomGraph } from "../draw/random-graph.ts";
import { assertAsyncProperty, assertProperty } from "../machine/assert-property.ts";
import { walk } from "../machine/walk.ts";

const runs = { numRuns: Number(process.env.PROPERTY_RUNS ?? 10) };

/** What a page gets, after the way through text. */
function sent(graph: Graph, properties: readonly GraphProperty[] = []): JsonObject {
  return JSON.parse(JSON.stringify(graphToJson(graph, properties)));
}

function expectAlike(graph: Graph): Graph {
  const read = graphFromJson(sent(graph));
  expect(hashGraph(read)).toEqual(hashGraph(graph));
  expect(drawJson(read)).toEqual(drawJson(graph));
  expect(tableOf(read)).toEqual(tableOf(graph));
  expect(validateGraph(read)).toEqual(validateGraph(graph));
  return read;
}

describe("a graph that went through JSON", () => {
  test("validates, draws, hashes and compiles as it was", () => {
    assertProperty(
      fc.property(graphs, (graph) => void expectAlike(graph)),
      runs,
    );
    fc.assert(
      fc.property(randomGraph, ({ graph }) => void expectAlike(graph)),
      runs,
    );
    expectAlike(everything);
  });

  test("is checked with the same report, predicates and all", () => {
    assertProperty(
      fc.property(graphs, (graph) => {
        expect(randomReport(graphFromJson(sent(graph)))).toEqual(randomReport(graph));
      }),
      { numRuns: Math.ceil(runs.numRuns / 5) },
    );
  });

  test("replays sessions as it was", async () => {
    const choices = fc.array(fc.nat(1000), { minLength: 20, maxLength: 60 });
    await assertAsyncProperty(
      fc.asyncProperty(graphs, choices, async (graph, drawn) => {
        const entries = journal(graph, drawn);
        const [there, here] = await Promise.all(
          [graph, graphFromJson(sent(graph))].map(async (one) => await Array.fromAsync(replaySteps(one, entries))),
        );
        expect(here?.map(({ after: { value, context } }) => ({ value, context }))).toEqual(
          there?.map(({ after: { value, context } }) => ({ value, context })),
        );
      }),
      { numRuns: Math.ceil(runs.numRuns / 2) },
    );
  });
});

const folder = new URL("../../machines/", import.meta.url);

describe.for(readdirSync(folder).filter((file) => file.endsWith(".ts")))("machines/%s", (file) => {
  test("is the same here and there, with its own properties", async () => {
    const exported: Readonly<Record<string, unknown>> = await import(new URL(file, folder).href);
    const found = Object.values(exported).filter(isGraph);
    expect(found.length).toBeGreaterThan(0);
    for (const graph of found) {
      const properties = (Object.values(exported).find(Array.isArray) ?? []) as readonly GraphProperty[];
      expectAlike(graph);
      if (validateGraph(graph).some(({ severity }) => severity === "error")) continue;
      const json = sent(graph, properties);
      if (Object.keys(graph.agents).length > 10 && process.env.PROPERTY_RUNS === undefined) continue; // takes a second
      const options = { states: 300, parallelCalls: 1 };
      expect(checkGraph(graphFromJson(json), propertiesFromJson(json), options)).toEqual(
        checkGraph(graph, properties, options),
      );
    }
  });
});

describe("what is wrong with a graph is said alike", () => {
  const percent = z.int().min(0).max(99);
  const pair = (variables: z.ZodObject, initial: object, handoff: object, rest: object = {}): Graph =>
    defineGraph({
      id: "wrong",
      start: "one",
      variables,
      initial,
      agents: {
        one: { description: "First.", instructions: "Hand off.", handoffs: { two: handoff } },
        two: { description: "Second.", instructions: "Answer." },
      },
      ...rest,
    } as never) as Graph; // wrong on purpose, which the types would not let through
  const when = (reads: readonly string[], test: (view: Record<string, unknown>) => unknown): object => ({
    when: { predicate: { name: "p", reads, test } },
  });
  const flag = z.object({ flag: z.boolean() });

  test.for<[string, Graph]>([
    [
      "a value that its schema refuses",
      pair(z.object({ plan: z.string().max(4) }), { plan: "" }, { set: { plan: "enormous" } }),
    ],
    ["a value that JSON cannot carry", pair(flag, { flag: false }, { set: { flag: 10n } })],
    ["a map", pair(z.object({ seen: z.any() }), { seen: 1 }, { set: { seen: new Map([[1, 2]]) } })],
    ["a date", pair(z.object({ since: z.date() }), { since: new Date(0) }, {})],
    ["a schema without an initial value", pair(flag, {}, {})],
    ["limits that are none", pair(flag, { flag: false }, {}, { limits: { modelCalls: Number.NaN, handoffs: -0 } })],
    [
      "a predicate that gives no boolean",
      pair(
        flag,
        { flag: false },
        when(["flag"], () => "yes"),
      ),
    ],
    [
      "a predicate that gives a promise",
      pair(
        flag,
        { flag: false },
        when(["flag"], async () => true),
      ),
    ],
    [
      "a predicate that reads more than it says",
      pair(
        flag,
        { flag: false },
        when([], ({ flag: read }) => read === true),
      ),
    ],
    [
      "a predicate that writes",
      pair(
        flag,
        { flag: false },
        when(["flag"], (view) => (view.flag = true)),
      ),
    ],
    [
      "a predicate of what is not declared",
      pair(
        flag,
        { flag: false },
        when(["flog"], ({ flog }) => flog === true),
      ),
    ],
    [
      "a predicate of too many values",
      pair(
        z.object({ a: percent, b: percent, c: percent }),
        { a: 0, b: 0, c: 0 },
        when(["a", "b", "c"], ({ a, b }) => a === b),
      ),
    ],
  ])("%s", ([, graph]) => {
    const read = graphFromJson(sent(graph));
    expect(validateGraph(read)).toEqual(validateGraph(graph));
    expect(reportOf(read)).toEqual(reportOf(graph));
  });
});

describe("what stays with the program", () => {
  const graph = defineGraph({
    id: "odd",
    start: "one",
    variables: z.object({ amount: z.number(), level: z.enum(["low", "high"]) }),
    initial: { amount: 3, level: "low" },
    ends: [{ outcome: "bored", session: { predicate: { name: "bored", test: () => false } } }],
    agents: {
      one: {
        description: "First.",
        instructions: () => "Hand off.",
        handoffs: {
          two: { when: { predicate: { name: "odd", reads: ["amount"], test: ({ amount }) => amount % 2 === 1 } } },
          three: { when: { predicate: { name: "high", reads: ["level"], test: ({ level }) => level === "high" } } },
        },
      },
      two: { description: "Second.", instructions: "Answer." },
      three: { description: "Third.", instructions: "Answer.", output: z.object({ ok: z.boolean() }) },
    },
  });
  const read = graphFromJson(sent(graph));

  test("is refused by functions, with where they stand", () => {
    const write = read.agents.one?.writeInstructions;
    expect(() => write?.({ session: "", agent: "one", variables: {}, received: null })).toThrow(
      expect.objectContaining({ code: "not_here", message: expect.stringContaining("agents.one.writeInstructions") }),
    );
  });

  test("is refused by schemas: nothing is judged by them here", () => {
    const judged = read.agents.three?.output?.["~standard"].validate({ ok: true });
    expect(judged).toMatchObject({ issues: [{ message: expect.stringContaining("only the program") }] });
  });

  test("is refused by a predicate whose values are not finite, and the machine does not take it for a no", () => {
    const test = guardOf(read, "two");
    expect(test({ amount: 3 })).toBe(true); // the initial value is known
    expect(() => test({ amount: 4 })).toThrow(NotHereError);
    const stepper = createStepper(compileGraph({ ...read, ends: [] }));
    const asking = stepper.step(stepper.initial, { type: "user.message", text: "Hello", at: 0 }).snapshot;
    const changed = { ...asking, context: { ...asking.context, variables: { amount: 4, level: "low" } } };
    const usage = { inputTokens: 0, outputTokens: 0 };
    const call = { id: null, name: "handoff_to_two", arguments: "{}", kind: "handoff", to: "two", input: {} } as const;
    const reply = {
      type: "model.replied",
      turn: 1,
      attempt: 1,
      model: "any",
      text: "",
      usage,
      offers: [],
      at: 1,
    } as const;
    expect(() => stepper.step(changed, { ...reply, calls: [call] })).toThrow(NotHereError);
  });

  test("an end that is a function is no end that does not hold: the machine says so, whatever XState makes of it", () => {
    const stepper = createStepper(compileGraph(read));
    const asking = stepper.step(stepper.initial, { type: "user.message", text: "Hello", at: 0 }).snapshot;
    expect(() => stepper.step(asking, { type: "turn.due", turn: asking.context.turn, at: 1 })).toThrow(NotHereError);
  });

  test("has the checker say what it says in the program", () => {
    expect(reportOf(read)).toBe(reportOf(graph as unknown as Graph));
    expect(reportOf(read)).toContain('Variable "amount" of graph "odd" cannot be made finite');
  });

  test("an end that only the program can judge makes a replay assume, and changes no verdict", () => {
    const { two: _, ...handoffs } = graph.agents.one.handoffs;
    const finite = { ...graph, agents: { ...graph.agents, one: { ...graph.agents.one, handoffs } } } as Graph;
    const [here, there] = [checkGraph(graphFromJson(sent(finite))), checkGraph(finite)];
    expect(verdicts(here)).toEqual(verdicts(there));
    expect([here.states, here.transitions]).toEqual([there.states, there.transitions]);
    expect(here.results.map(({ replayed }) => replayed)).toContain("assumes");
  });

  test("no way is certain past an end that only the program can judge, whatever else it asks", () => {
    const predicate = { name: "bored", test: () => false } as const;
    const late = defineGraph({
      id: "late",
      start: "one",
      ends: [{ outcome: "late", session: { all: [{ predicate }, { elapsed: { atLeast: 1_000_000 } }] } }],
      limits: { modelCalls: 3, handoffs: 2 },
      agents: {
        one: { description: "First.", instructions: "Hand off.", handoffs: { two: {} } },
        two: { description: "Second.", instructions: "Hand off.", handoffs: { one: {} } },
      },
    });
    const sources = (graph: Graph) => checkGraph(graph).bounds.map(({ by }) => by);
    expect(sources(late as unknown as Graph)).toContain("counted");
    expect(sources(graphFromJson(sent(late as unknown as Graph)))).not.toContain("counted");
  });

  test("what graphToJson has not written is no graph", () => {
    const parts = { format: 1, graph: {}, functions: [], schemas: [] };
    for (const wrong of [
      { format: 0 },
      { ...parts, functions: [null] },
      { ...parts, schemas: [{}] },
      { ...parts, graph: 1 },
    ])
      expect(() => graphFromJson(wrong), JSON.stringify(wrong)).toThrow(
        expect.objectContaining({ code: "bad_option" }),
      );
  });
});

test("properties keep the predicates in their guards", () => {
  const { at } = propertiesOf(supportDesk);
  const predicate = { name: "proven", reads: ["verified", "plan"], test: isProven } as const;
  const own = [
    ...supportDeskProperties,
    at("proven when a refund runs", { runs: "issueRefund" }, { variables: { predicate } }),
  ] as unknown as readonly GraphProperty[]; // the names are the graph's own
  const json = sent(supportDesk, own);
  const read = propertiesFromJson(json);
  expect(checkGraph(graphFromJson(json), read)).toEqual(checkGraph(supportDesk as unknown as Graph, own));
});

test("a function that stands in two guards is one function, and data that looks like a mark is data", () => {
  const same = { name: "same", reads: ["flag"], test: ({ flag }: { flag: boolean }) => flag } as const;
  const graph = defineGraph({
    id: "marks",
    start: "one",
    variables: z.object({ flag: z.boolean(), extra: z.object({ $function: z.number() }) }),
    initial: { flag: false, extra: { $function: 0 } },
    agents: {
      one: {
        description: "First.",
        instructions: "Answer.",
        handoffs: { two: { when: { predicate: same } }, three: { when: { not: { predicate: same } } } },
      },
      two: { description: "Second.", instructions: "Answer." },
      three: { description: "Third.", instructions: "Answer." },
    },
  });
  const read = expectAlike(graph as unknown as Graph);
  expect(read.variables.initial).toEqual({ flag: false, extra: { $function: 0 } });
  expect(new Set(["two", "three"].map((to) => guardOf(read, to))).size).toBe(1);
});

function isProven({ verified, plan }: { readonly verified: boolean; readonly plan: string }): boolean {
  if (plan === "pro" && !verified) throw new TypeError("not yet");
  return verified;
}

/** What a check says, or why there is none. */
function reportOf(graph: Graph): unknown {
  try {
    return checkGraph(graph);
  } catch (error) {
    return String(error);
  }
}

/** A graph with errors may have none. */
function tableOf(graph: Graph): unknown {
  try {
    return transitionTable(graph);
  } catch (error) {
    return String(error);
  }
}

/** The function of the predicate that guards a handoff of the first agent. */
function guardOf(graph: Graph, to: string): (view: Readonly<Record<string, unknown>>) => boolean {
  const read = graph.agents.one?.handoffs[to]?.guard?.reads[0]?.question;
  if (read?.kind !== "predicate") throw new TypeError("no predicate");
  return read.test;
}

function journal(graph: Graph, drawn: readonly number[]): readonly Entry[] {
  const opened = { type: "session.opened", graph: graph.id, hash: hashGraph(graph), journal: 1, at: 0 } as const;
  const events = walk(graph, drawn).map(({ event }) => event);
  return [opened, ...events].map((event, position) => ({ session: "one", position, event }) as unknown as Entry);
}

function verdicts({ results }: GraphReport): readonly string[] {
  return results.map(({ name, verdict }) => `${verdict} ${name}`);
}

function isGraph(value: unknown): value is Graph {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "graph";
}
