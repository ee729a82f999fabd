import { expect, test } from "vitest";
import { z } from "zod";
import { defineGraph } from "../../src/graph/define-graph.ts";
import { agentsOf, handoffsOf } from "../../src/graph/graph.ts";
import { type ToolResult, tool, toolFor } from "../../src/graph/tool.ts";

test("a tool that sets nothing may name the type of its result, and have more of the program's own", async () => {
  const run = async (): Promise<ToolResult> => ({ output: "done" });
  const named = { description: "d", owner: "desk", run };
  expect(tool(named)).toMatchObject({ kind: "tool", writes: [] });
  expect(tool({ description: "d", run: (): ToolResult<string> => ({ output: "x" }) }).kind).toBe("tool");
  const misspelt: object = { ...named, aproval: true };
  expect(() => tool(misspelt as typeof named)).toThrow(/Did you mean "approval"/);
  const wrong: object = { ...named, inDoubt: "perhaps" };
  expect(() => tool(wrong as typeof named)).toThrow(/inDoubt/);
});

test("what is left out gets its default", () => {
  const graph = defineGraph({
    id: "desk",
    start: "a",
    agents: { a: { handoffs: { b: {} } }, b: { description: "Knows b." } },
  });
  expect(graph).toMatchObject({
    kind: "graph",
    limits: {
      modelCalls: 25,
      handoffs: 8,
      refusals: 8,
      repairs: 2,
      tokens: null,
      cost: null,
      time: null,
      pingPong: null,
    },
    onLimit: { kind: "askUser" },
    prices: {},
    entry: { kind: "last" },
    whilePending: "stage",
    severalHandoffs: "first",
    retry: { attempts: 2, baseDelay: 500, maxDelay: 30_000 },
    ends: [],
    guardrails: [],
    delegationDepth: 4,
    defaultMesh: false,
    variables: { schema: null, domains: {}, initial: {}, problems: [] },
  });
  expect(graph.agents.a).toEqual({
    name: "a",
    kind: "model",
    description: "",
    instructions: "",
    writeInstructions: null,
    tools: [],
    routes: [],
    afterReply: [],
    view: { kind: "standard", last: null, hide: "handoffs", summary: null },
    output: null,
    canEnd: null,
    canAsk: false,
    settings: {},
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
        approvalExpires: null,
        maxTimes: null,
        set: {},
        view: null,
        onHandoff: null,
        mode: "handoff",
        result: null,
        maxTurns: null,
      },
    },
  });
});

test("limits that are given stay, also null, and undefined is left out", () => {
  const limits = { modelCalls: null, handoffs: 3, refusals: undefined };
  const graph = defineGraph({ id: "desk", start: "a", agents: { a: {} }, limits } as never);
  expect(graph.limits).toMatchObject({ modelCalls: null, handoffs: 3, refusals: 8 });
});

test("ways without a model are read as where they lead", () => {
  const graph = defineGraph({
    id: "desk",
    start: "a",
    agents: {
      a: {
        routes: [{ to: "b" }, { end: "done" }, { ask: "" }],
        afterReply: [{ to: "b" }, { end: "done" }, { ask: "More?" }, { stay: { maxTurns: 3 } }],
        canEnd: true,
      },
      b: { canEnd: false },
    },
    entry: [{ agent: "b" }],
  });
  expect(graph.agents.a.routes.map(({ destination }) => destination)).toEqual([
    { kind: "agent", agent: "b" },
    { kind: "end", outcome: "done" },
    { kind: "user", say: "" },
  ]);
  expect(graph.agents.a.afterReply.map(({ destination }) => destination)).toEqual([
    { kind: "agent", agent: "b" },
    { kind: "end", outcome: "done" },
    { kind: "user", say: "More?" },
    { kind: "same", maxTurns: 3, prompt: "Continue." },
  ]);
  expect(graph.agents.a.canEnd).toMatchObject({ guard: null, result: null, outcome: "ended" });
  expect(graph.agents.b.canEnd).toBeNull();
  expect(graph.entry).toEqual({ kind: "list", rules: [{ agent: "b", guard: null }] });
});

test("how often a handoff can be taken counts for the session, or for an exchange", () => {
  const handoffs = { b: { maxTimes: 2 }, c: { maxTimes: { perExchange: 1 } } };
  const { a } = defineGraph({ id: "desk", start: "a", agents: { a: { handoffs }, b: {}, c: {} } }).agents;
  expect(a.handoffs.b?.maxTimes).toEqual({ count: 2, per: "session" });
  expect(a.handoffs.c?.maxTimes).toEqual({ count: 1, per: "exchange" });
});

test("a guardrail refuses what trips it, for all agents and tools, unless it says otherwise", () => {
  const pass = () => "pass" as const;
  const guardrails = {
    polite: { on: "output", check: pass },
    cheap: { on: "arguments", check: pass, agents: ["a"], onTrip: { to: "a" }, onError: "pass" },
  } as const;
  const graph = defineGraph({ id: "desk", start: "a", agents: { a: {} }, guardrails });
  expect(graph.guardrails).toMatchObject([
    { name: "polite", agents: null, tools: null, beside: false, onTrip: { kind: "refuse" }, onError: "trip" },
    { name: "cheap", agents: ["a"], tools: null, onTrip: { kind: "agent", agent: "a" }, onError: "pass" },
  ]);
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
  ["a way after an answer", { a: { afterReply: [{ to: "b" as const }] }, b: {} }],
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

test("a tool has its defaults, and is frozen", () => {
  const look = tool({ description: "Looks.", run: () => ({ output: null }) });
  expect(look).toMatchObject({
    kind: "tool",
    input: null,
    output: null,
    writes: [],
    guard: null,
    approval: { kind: "never" },
    approvalExpires: null,
    timeout: null,
    inDoubt: "retry",
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
