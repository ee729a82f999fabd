import { describe, expect, test } from "vitest";
import { z } from "zod";
import { UsageError } from "../../src/errors.ts";
import { defineGraph } from "../../src/graph/define-graph.ts";
import { agentsOf, handoffsOf } from "../../src/graph/graph.ts";
import { tool, toolFor } from "../../src/graph/tool.ts";

test("what is left out gets its default", () => {
  const graph = defineGraph({
    id: "desk",
    start: "a",
    agents: { a: { handoffs: { b: {} } }, b: { description: "Knows b." } },
  });
  expect(graph).toMatchObject({
    kind: "graph",
    limits: { modelCalls: 25, handoffs: 8, refusals: 8 },
    onLimit: { kind: "askUser" },
    entry: "last",
    severalHandoffs: "first",
    retry: { attempts: 2, baseDelay: 500, maxDelay: 30_000 },
    ends: [],
    delegationDepth: 4,
    defaultMesh: false,
    variables: { schema: null, domains: {}, initial: {}, problems: [] },
  });
  expect(graph.agents.a).toEqual({
    name: "a",
    kind: "model",
    description: "",
    instructions: "",
    tools: [],
    routes: [],
    handoffs: {
      b: {
        from: "a",
        to: "b",
        tool: "handoff_to_b",
        guard: null,
        input: null,
        description: "Knows b.",
        offer: "whenOpen",
        approval: false,
        maxTimes: null,
        mode: "handoff",
      },
    },
  });
});

test("limits that are given stay, also null, and undefined is left out", () => {
  const limits = { modelCalls: null, handoffs: 3, refusals: undefined };
  const graph = defineGraph({ id: "desk", start: "a", agents: { a: {} }, limits } as never);
  expect(graph.limits).toEqual({ modelCalls: null, handoffs: 3, refusals: 8 });
});

test("without a single handoff every agent may hand off to every other", () => {
  const graph = defineGraph({ id: "desk", start: "a", agents: { a: {}, b: {}, c: {} } });
  expect(graph.defaultMesh).toBe(true);
  expect(handoffsOf(graph).map(({ from, to }) => `${from}${to}`)).toEqual(["ab", "ac", "ba", "bc", "ca", "cb"]);
});

test.for([
  ["one agent alone", { a: {} }],
  ["an empty list of handoffs", { a: { handoffs: {} }, b: {} }],
  ["a route", { a: { routes: [{ to: "b" as const }] }, b: {} }],
] as const)("%s is no mesh", ([, agents]) => {
  expect(defineGraph({ id: "desk", start: "a", agents } as never).defaultMesh).toBe(false);
});

test("the graph is frozen to the leaves, the literal's functions and schemas are left alone", () => {
  const variables = z.object({ verified: z.boolean() });
  const check = toolFor(variables)({
    description: "Checks.",
    input: z.object({ amount: z.number() }),
    approval: { amount: { moreThan: 5 } },
    run: () => ({ output: null }),
  });
  const graph = defineGraph({
    id: "desk",
    start: "a",
    variables,
    initial: { verified: false },
    tools: { check },
    agents: { a: { tools: ["check"], handoffs: { b: { when: { any: [{ verified: true }] } } } }, b: {} },
  });
  expect(mutableParts(graph)).toEqual([]);
});

test("agents keep the order in which they are written", () => {
  const agents = { triage: {}, billing: {}, archive: {} };
  expect(agentsOf(defineGraph({ id: "desk", start: "triage", agents })).map(({ name }) => name)).toEqual(
    Object.keys(agents),
  );
});

describe("what is no definition is refused", () => {
  test("with every place at once", () => {
    const definition = {
      id: 5,
      start: "a",
      agents: {
        a: { kind: "robot", tools: "look", handoffs: { b: { when: 5, maxTimes: "2" } }, routes: [{}] },
        b: null,
      },
      tools: { look: {} },
      limits: { modelCalls: "many" },
      onLimit: "explode",
      colour: "red",
      ends: {},
    };
    const error = thrownBy(() => defineGraph(definition as never));
    expect(error.code).toBe("bad_definition");
    for (const place of [
      "id must be a string, not a number",
      "colour must be one of",
      "agents.a.kind must be",
      "agents.a.tools must be a list",
      "agents.a.handoffs.b.when must be an object",
      "agents.a.handoffs.b.maxTimes must be a number",
      "agents.a.routes.0.to must be a string, not missing",
      "agents.b must be an object, not null",
      "tools.look must be made by tool()",
      "limits.modelCalls must be a number",
      "onLimit must be",
      "ends must be a list",
    ]) {
      expect(error.message).toContain(place);
    }
  });

  test.for([undefined, null, 5, "desk", [], () => null])("%s", (definition) => {
    expect(thrownBy(() => defineGraph(definition as never)).message).toContain("definition must be an object");
  });

  test("a schema that validates but has no JSON Schema is none", () => {
    const schema = { "~standard": { version: 1, vendor: "mine", validate: (value: unknown) => ({ value }) } };
    const definition = { id: "desk", start: "a", variables: schema, agents: { a: {} } };
    expect(thrownBy(() => defineGraph(definition as never)).message).toContain("definition.variables must be a schema");
  });
});

test("a tool has its defaults, and is frozen", () => {
  const look = tool({ description: "Looks.", run: () => ({ output: null }) });
  expect(look).toMatchObject({
    kind: "tool",
    input: null,
    output: null,
    writes: [],
    approval: { kind: "never" },
    timeout: null,
  });
  expect(mutableParts(look)).toEqual([]);
});

/** The places of plain objects and lists that can be changed. */
function mutableParts(value: unknown, place = "graph"): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype) return [];
  const below = Object.entries(value).flatMap(([key, part]) => mutableParts(part, `${place}.${key}`));
  return Object.isFrozen(value) ? below : [place, ...below];
}

function thrownBy(action: () => unknown): UsageError {
  try {
    action();
  } catch (error) {
    if (error instanceof UsageError) return error;
  }
  throw new Error("Expected a UsageError.");
}
