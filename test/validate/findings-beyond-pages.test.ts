import { describe, expect, test } from "vitest";
import { z } from "zod";
import { defineGraph } from "../../src/graph/define-graph.ts";
import { tool, toolFor } from "../../src/graph/tool.ts";
import { validateGraph } from "../../src/validate/validate-graph.ts";
import { agent, found, initial, variables, write } from "./found.ts";

const withGuard = (when: unknown): Record<string, unknown> => ({
  agents: { a: { ...agent, tools: ["write"], handoffs: { b: { when } } }, b: agent },
});
const withRoutes = (a: readonly unknown[], b: readonly unknown[] = []): Record<string, unknown> => ({
  agents: { a: { ...agent, tools: ["write"], handoffs: { b: {} }, routes: a }, b: { ...agent, routes: b } },
});

test("an operator that guards do not have is told with the one that was meant", () => {
  const graph = defineGraph({
    id: "desk",
    start: "a",
    variables,
    initial,
    tools: { write },
    ...withGuard({ amount: { greaterThan: 5 } }),
  } as never);
  expect(validateGraph(graph).find(({ code }) => code === "guard-mistake")).toMatchObject({
    message:
      'The guard of the handoff from "a" to "b" has "greaterThan" where it needs one of not, atLeast, atMost, moreThan, lessThan.',
    hint: 'Did you mean "moreThan"?',
  });
});

describe("guards", () => {
  const at = "agents.a.handoffs.b.when";
  test.for([
    [{ any: [{ verified: true }, { verifed: true }] }, [`unknown-variable ${at}.any[1].verifed`]],
    [{ not: { plan: ["pro", "gold"] } }, [`unknown-value ${at}.not.plan`]],
    [{ plan: { not: "gold" } }, [`unknown-value ${at}.plan.not`]],
    [{ verified: "yes" }, [`mismatched-value ${at}.verified`]],
    [{ verified: null }, [`mismatched-value ${at}.verified`]],
    [{ order: { atLeast: 1 } }, [`mismatched-value ${at}.order.atLeast`]],
    [{ order: "A1" }, [`mismatched-value ${at}.order`]],
    [{ order: { not: null } }, []],
    [{ amount: "5" }, [`mismatched-value ${at}.amount`]],
    [{ amount: { moreThan: 1000 } }, [`guard-never-holds ${at}`]],
    [{ amount: { moreThan: 4, lessThan: 5 } }, [`guard-never-holds ${at}`]],
    [{ amount: 2.5 }, [`guard-never-holds ${at}`]],
    [{ amount: { atLeast: 0 } }, [`guard-always-holds ${at}`]],
    [{ plan: ["free", "pro"] }, [`guard-always-holds ${at}`]],
    [{ plan: [] }, [`guard-never-holds ${at}`]],
    [{}, [`guard-always-holds ${at}`]],
    [{ any: [] }, [`guard-never-holds ${at}`]],
    [{ verified: true, not: { verified: true } }, [`guard-never-holds ${at}`]],
    [{ amount: {} }, [`guard-mistake ${at}.amount`]],
    [{ any: { verified: true } }, [`guard-mistake ${at}.any`]],
    [{ amount: { atMos: 5 } }, [`guard-mistake ${at}.amount.atMos`]],
    [{ predicate: { name: "p", reads: ["verified"], test: (): boolean => true } }, []],
    [
      { predicate: { name: "p", reads: ["verified", "verifed"], test: (): boolean => true } },
      [`unknown-variable ${at}.predicate.reads[1]`],
    ],
    [{ constructor: true }, [`unknown-variable ${at}.constructor`]],
  ] as const)("%j gives %j", ([when, expected]) => {
    expect(found(withGuard(when))).toEqual(expected);
  });

  test("a guard with an unknown variable is not also called impossible", () => {
    expect(found(withGuard({ verifed: true, amount: { lessThan: 0 } }))).toEqual([`unknown-variable ${at}.verifed`]);
  });

  test("a guard with too many cases is left alone", () => {
    const names = Array.from({ length: 18 }, (_, index) => `v${index}`);
    const many = z.object(Object.fromEntries(names.map((name) => [name, z.boolean()])));
    const all = Object.fromEntries(names.map((name) => [name, true]));
    const writes = toolFor(many)({ description: "d", writes: names, run: () => ({ output: null }) });
    expect(
      found({
        ...withGuard({ ...all, not: all }),
        variables: many,
        initial: Object.fromEntries(names.map((name) => [name, false])),
        tools: { write: writes },
      }),
    ).toEqual([]);
  });
});

describe("routes", () => {
  test.for([
    [
      [{ to: "b" }, { when: { verified: true }, to: "b" }],
      ["model-never-called agents.a", "shadowed-route agents.a.routes[1]"],
    ],
    [
      [
        { when: { plan: "free" }, to: "b" },
        { when: { plan: "pro" }, to: "b" },
      ],
      ["model-never-called agents.a"],
    ],
    [[{ when: { verified: "yes" }, to: "b" }], ["mismatched-value agents.a.routes[0].when.verified"]],
    [[{ when: { verified: true }, to: "c" }], ["unknown-target agents.a.routes[0].to"]],
    [[{ when: { amount: { lessThan: 0 } }, to: "b" }], ["guard-never-holds agents.a.routes[0].when"]],
  ] as const)("%j gives %j", ([routes, expected]) => {
    expect(found(withRoutes(routes))).toEqual(expected);
  });

  test("a circle that exists in every case is certain, one in some cases is not", () => {
    const both = [
      { when: { plan: "pro" }, to: "b" },
      { when: { plan: "free" }, to: "b" },
    ];
    expect(found(withRoutes(both, [{ to: "a" }]))).toContain("route-cycle agents.a.routes[1]");
    expect(found(withRoutes([{ when: { verified: true }, to: "b" }], [{ to: "a" }]))).toContain(
      "conditional-route-cycle agents.a.routes[0]",
    );
    expect(
      found(withRoutes([{ when: { verified: true }, to: "b" }], [{ when: { verified: false }, to: "a" }])),
    ).toEqual([]);
  });

  test("a person in the circle breaks it", () => {
    const agents = {
      a: { routes: [{ to: "b" }] },
      b: { kind: "human", handoffs: { a: { description: "Done." } }, routes: [{ to: "a" }] },
    };
    expect(found({ agents, variables: undefined, initial: undefined, tools: undefined })).toEqual([
      "unused-on-human agents.b.routes",
    ]);
  });
});

describe("names", () => {
  test.for(["constructor", "toString", "hasOwnProperty", "valueOf"])("%s is reserved everywhere", (name) => {
    const codes = found({
      id: name,
      start: name,
      variables: z.object({ [name]: z.boolean() }),
      initial: { [name]: false },
      tools: { [name]: tool({ description: "d", run: () => ({ output: null }) }) },
      agents: { [name]: { ...agent, tools: [name] } },
    });
    expect(codes).toEqual([
      "reserved-name id",
      `reserved-name variables.${name}`,
      `unused-variable variables.${name}`,
      `reserved-name tools.${name}`,
      `reserved-name agents.${name}`,
    ]);
  });

  test("tools that the machine itself offers have their names for themselves", () => {
    const tools = Object.fromEntries(
      ["ask_user", "end_conversation"].map((name) => [name, tool({ description: "d", run: () => ({ output: null }) })]),
    );
    const agents = {
      a: {
        ...agent,
        tools: Object.keys(tools),
        handoffs: { b: { tool: "ask_user" }, c: { tool: "end_conversation" } },
      },
      b: agent,
      c: agent,
    };
    const codes = found({ agents, tools, variables: undefined, initial: undefined });
    expect(codes.filter((code) => code.startsWith("reserved-name"))).toEqual([
      "reserved-name tools.ask_user",
      "reserved-name tools.end_conversation",
      "reserved-name agents.a.handoffs.b.tool",
      "reserved-name agents.a.handoffs.c.tool",
    ]);
  });

  test("outcomes and guardrails have names", () => {
    const agents = {
      a: {
        ...agent,
        handoffs: {},
        routes: [{ when: { verified: true }, end: "" }],
        afterReply: [{ when: { plan: "pro" }, end: " " }],
        canEnd: { outcome: "" },
        tools: ["write"],
      },
    };
    const ends = [{ when: { amount: 5 }, outcome: "" }];
    const check = (): string => "pass";
    const guardrails = {
      "": { on: "input", check },
      toString: { on: "input", check },
      polite: { on: "input", check, onTrip: { end: "" } },
    };
    expect(found({ agents, ends, guardrails })).toEqual([
      "empty-name agents.a.routes[0].end",
      "empty-name agents.a.afterReply[0].end",
      "empty-name agents.a.canEnd.outcome",
      "empty-name ends[0].outcome",
      'empty-name guardrails[""]',
      "reserved-name guardrails.toString",
      "empty-name guardrails.polite.onTrip.end",
    ]);
  });

  test("an agent called __proto__ is seen and refused", () => {
    const agents = JSON.parse('{ "__proto__": { "instructions": "Answer." } }');
    expect(found({ agents, start: "__proto__", variables: undefined, initial: undefined, tools: undefined })).toEqual([
      "reserved-name agents.__proto__",
    ]);
  });

  test("targets and tools that only Object.prototype has are unknown", () => {
    const agents = { a: { ...agent, tools: ["write", "toString"], handoffs: { constructor: { description: "d" } } } };
    expect(found({ agents, start: "valueOf", onLimit: { handoff: "toString" } })).toEqual([
      "unknown-start start",
      "unknown-tool agents.a.tools[1]",
      "unknown-target agents.a.handoffs.constructor",
      "unknown-target onLimit.handoff",
    ]);
  });

  test("a return tool collides like a handoff tool", () => {
    const agents = { a: { ...agent, tools: ["return_to_a"], handoffs: { b: { mode: "delegate" } } }, b: agent };
    const tools = { return_to_a: tool({ description: "d", run: () => ({ output: null }) }) };
    expect(found({ agents, tools, variables: undefined, initial: undefined })).toEqual([
      "colliding-tool-names tools.return_to_a",
    ]);
  });

  test("agents whose names become one name are named both", () => {
    const agents = { a: { ...agent, handoffs: { "b c": {}, b_c: {} } }, "b c": agent, b_c: agent };
    expect(found({ agents, tools: undefined, variables: undefined, initial: undefined })).toEqual([
      "colliding-tool-names agents.a.handoffs.b_c",
      'unusable-name agents["b c"]',
    ]);
  });
});

test("one cause gives one finding", () => {
  const misspelt = { a: { ...agent, tools: ["writ"], handoffs: { billin: { description: "d" } } }, billing: agent };
  expect(found({ agents: misspelt })).toEqual([
    "unknown-tool agents.a.tools[0]",
    "unknown-target agents.a.handoffs.billin",
  ]);
});

test("a schema that many handoffs share is judged once", () => {
  const input = z.object({ anything: z.any() });
  const agents = { a: { ...agent, tools: ["write"], handoffs: { b: { input }, c: { input } } }, b: agent, c: agent };
  const [finding, ...others] = validateGraph(
    defineGraph({ id: "desk", start: "a", variables, initial, tools: { write }, agents } as never),
  );
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    code: "input-not-strict",
    path: ["agents", "a", "handoffs", "b", "input"],
    related: [["agents", "a", "handoffs", "c", "input"]],
  });
});
