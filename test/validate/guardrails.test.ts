import { describe, expect, test } from "vitest";
import { tool } from "../../src/graph/tool.ts";
import { agent, foundBare } from "./found.ts";

const look = tool({ description: "Looks.", run: () => ({ output: null }) });
const pay = tool({ description: "Pays.", run: () => ({ output: null }) });
const agents = {
  a: { ...agent, tools: ["look"], handoffs: { b: {}, person: {} } },
  b: { ...agent, tools: ["pay"] },
  person: { kind: "human", description: "Decides.", handoffs: { a: {} } },
};
const check = (): string => "pass";
const guarding = (guardrail: object, part: object = {}): readonly string[] =>
  foundBare({ agents, tools: { look, pay }, guardrails: { g: { check, ...guardrail } }, ...part });

test.for([
  [{ on: "input" }, []],
  [{ on: "input", beside: true, agents: ["a"], onTrip: { to: "b" } }, []],
  [{ on: "output", onTrip: "retry" }, []],
  [{ on: "arguments", tools: ["pay"], onTrip: { end: "stopped" } }, []],
  [{ on: "result", tools: ["pay", "look"], agents: ["b"] }, []],
  [{ on: "output", beside: true }, ["guardrail-mistake guardrails.g.beside"]],
  [{ on: "input", tools: ["pay"] }, ["guardrail-mistake guardrails.g.tools"]],
  [
    { on: "result", beside: true, onTrip: "retry" },
    ["guardrail-mistake guardrails.g.beside", "guardrail-mistake guardrails.g.onTrip"],
  ],
  [{ on: "output", agents: ["a", "bb"] }, ["unknown-agent guardrails.g.agents[1]"]],
  [{ on: "arguments", tools: ["pya"] }, ["unknown-tool guardrails.g.tools[0]"]],
  [{ on: "input", onTrip: { to: "c" } }, ["unknown-target guardrails.g.onTrip.to"]],
  [{ on: "output", agents: [] }, ["unused-guardrail guardrails.g"]],
  [{ on: "output", agents: ["person"] }, ["unused-guardrail guardrails.g"]],
  [{ on: "output", agents: ["b"], onTrip: { to: "b" } }, ["unused-guardrail guardrails.g"]],
  [{ on: "output", agents: ["b", "person"], onTrip: { to: "b" } }, ["unused-guardrail guardrails.g"]],
  [{ on: "arguments", tools: [] }, ["unused-guardrail guardrails.g"]],
  [{ on: "arguments", agents: ["a"], tools: ["pay"] }, ["unused-guardrail guardrails.g"]],
  [{ on: "result", tools: ["pay"], onTrip: { to: "b" } }, ["unused-guardrail guardrails.g"]],
] as const)("%j gives %j", ([guardrail, expected]) => {
  expect(guarding(guardrail)).toEqual(expected);
});

describe("where a guardrail leads", () => {
  test("is reached", () => {
    const apart = { a: { ...agent, handoffs: {} }, b: agent };
    const part = { agents: apart, tools: {} };
    expect(guarding({ on: "input" }, part)).toEqual(["unreachable-agent agents.b"]);
    expect(guarding({ on: "input", onTrip: { to: "b" } }, part)).toEqual([]);
  });

  test("is the only agent", () => {
    const part = { agents: { a: agent }, tools: {} };
    expect(guarding({ on: "input", onTrip: { to: "a" } }, part)).toEqual(["unused-guardrail guardrails.g"]);
  });
});
