import { describe, expect, test } from "vitest";
import { agent, found, foundBare } from "./found.ts";

/* Ways on that no model takes: routes to places that are no agents, what follows answers, entries. */

const writer = { ...agent, tools: ["write"] };

describe("routes that lead to no agent", () => {
  test("a route to the user or to the end breaks a circle", () => {
    for (const way of [{ ask: "What now?" }, { end: "done" }]) {
      const agents = {
        a: { routes: [{ to: "b" }] },
        b: { routes: [way, { to: "a" }] },
      };
      expect(foundBare({ agents })).toEqual(["shadowed-route agents.b.routes[1]"]);
    }
  });

  test("a route to the user breaks a circle only while its guard holds", () => {
    const agents = {
      a: { ...writer, handoffs: {}, routes: [{ when: { verified: true }, to: "b" }] },
      b: { routes: [{ when: { plan: "pro" }, ask: "" }, { to: "a" }] },
    };
    expect(found({ agents })).toEqual(["conditional-route-cycle agents.a.routes[0]"]);
  });

  test("an agent that always ends or asks never calls its model", () => {
    const agents = {
      a: { ...agent, output: undefined, canAsk: true, settings: { temperature: 1 }, routes: [{ end: "closed" }] },
    };
    expect(foundBare({ agents })).toEqual(["model-never-called agents.a"]);
  });
});

describe("what follows answers", () => {
  const after = (rules: readonly unknown[]): readonly string[] =>
    found({ agents: { a: { ...writer, afterReply: rules }, b: agent } });

  test.for([
    [[{ to: "b" }], []],
    [[{ to: "c" }], ["unreachable-agent agents.b", "unknown-target agents.a.afterReply[0].to"]],
    [[{ when: { verified: true }, to: "a" }, { to: "b" }], ["self-route agents.a.afterReply[0].to"]],
    [[{ when: { verifed: true }, to: "b" }], ["unknown-variable agents.a.afterReply[0].when.verifed"]],
    [[{ when: { plan: "gold" }, to: "b" }], ["unknown-value agents.a.afterReply[0].when.plan"]],
    [[{ when: { amount: { moreThan: 1000 } }, to: "b" }], ["guard-never-holds agents.a.afterReply[0].when"]],
    [[{ when: {}, to: "b" }], ["guard-always-holds agents.a.afterReply[0].when"]],
    [[{ to: "b" }, { ask: "More?" }], ["shadowed-route agents.a.afterReply[1]"]],
    [[{ stay: { maxTurns: 3 } }, { to: "b" }], []],
    [
      [
        { when: { verified: true }, to: "b" },
        { when: { verified: true }, stay: { maxTurns: 3 } },
      ],
      ["shadowed-route agents.a.afterReply[1]"],
    ],
  ] as const)("%j gives %j", ([rules, expected]) => {
    expect([...after(rules)].sort()).toEqual([...expected].sort());
  });
});

describe("entries", () => {
  const enter = (entry: unknown, a: object = { handoffs: { b: {} } }): readonly string[] =>
    found({ agents: { a: { ...writer, ...a }, b: { ...agent, handoffs: { a: {} } } }, entry });

  test.for([
    [[{ when: { verified: true }, agent: "b" }], []],
    [[{ when: { verified: true }, agent: "c" }], ["unknown-target entry[0].agent"]],
    [[{ when: { verified: "yes" }, agent: "b" }], ["mismatched-value entry[0].when.verified"]],
    [[{ when: { amount: { lessThan: 0 } }, agent: "b" }], ["guard-never-holds entry[0].when"]],
    [[{ agent: "b" }, { when: { verified: true }, agent: "a" }], ["shadowed-route entry[1]"]],
    ["start", []],
    [[], []],
  ] as const)("%j gives %j", ([entry, expected]) => {
    expect(enter(entry)).toEqual(expected);
  });

  test("an agent where user messages enter is reached", () => {
    expect(enter([{ when: { verified: true }, agent: "b" }], {})).toEqual([]);
  });

  test("where every message enters elsewhere, the start needs a way too", () => {
    const agents = { a: agent, b: { ...agent, handoffs: {} } };
    expect(foundBare({ agents, entry: [{ agent: "b" }] })).toEqual(["unreachable-agent agents.a"]);
  });
});

describe("answers without end", () => {
  const limits = { modelCalls: null, handoffs: null };
  const [one, other] = [
    { ...agent, afterReply: [{ to: "b" }] },
    { ...agent, afterReply: [{ to: "a" }] },
  ];
  const cycle = ["unlimited-cycle agents.a.afterReply[0]"];

  test.for([
    ["no budget", {}, cycle],
    ["the default budgets", { limits: {} }, []],
    ["a budget of model calls", { limits: { ...limits, modelCalls: 9 } }, []],
    ["a budget of time", { limits: { ...limits, time: 9 } }, []],
    ["a budget of refusals", { limits: { ...limits, refusals: 9, repairs: 9 } }, cycle],
    ["a window over handoffs", { limits: { ...limits, pingPong: 9 } }, []],
    ["an end", { ends: [{ session: { turns: { atLeast: 9 } }, outcome: "long" }] }, []],
    ["a guardrail that leads away", { guardrails: { g: { on: "output", check: String, onTrip: { end: "e" } } } }, []],
    ["a guardrail that refuses", { guardrails: { g: { on: "output", check: String } } }, cycle],
    ["a model that may end it", { agents: { a: { ...one, canEnd: true }, b: other } }, []],
    ["a model that may ask", { agents: { a: { ...one, canAsk: true }, b: other } }, []],
    ["a model that may hand off", { agents: { a: one, b: { ...other, handoffs: { a: {} } } } }, []],
    ["an answer that may rest", { agents: { a: one, b: agent } }, []],
    ["an answer to the user", { agents: { a: one, b: { ...agent, afterReply: [{ ask: "" }] } } }, []],
    [
      "an agent that goes on by itself first",
      { agents: { a: { ...one, afterReply: [{ stay: { maxTurns: 2 } }, { to: "b" }] }, b: other } },
      ["unlimited-cycle agents.a.afterReply[1]"],
    ],
    ["a route on the way", { agents: { a: one, b: { routes: [{ to: "a" }] } } }, cycle],
    ["a person on the way", { agents: { a: one, b: { kind: "human", handoffs: { a: {} } } } }, []],
  ] as const)("with %s", ([, part, expected]) => {
    expect(foundBare({ agents: { a: one, b: other }, limits, ...part })).toEqual(expected);
  });

  test("guards that leave no case out do not rest", () => {
    const rules = [
      { when: { verified: true }, to: "b" },
      { when: { verified: false }, to: "b" },
    ];
    const agents = { a: { ...writer, afterReply: rules }, b: other };
    expect(found({ agents, limits })).toEqual(cycle);
  });
});
