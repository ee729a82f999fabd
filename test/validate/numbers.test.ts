import { describe, expect, test } from "vitest";
import { tool } from "../../src/graph/tool.ts";
import { agent, found, foundBare } from "./found.ts";

const outOfRange = (places: readonly string[]): readonly string[] =>
  places.map((place) => `number-out-of-range ${place}`);

describe("numbers of a graph", () => {
  const agents = { a: { ...agent, tools: ["write"] } };
  const prices = { "": { input: 1, output: 1 } };
  test.for([
    [{ limits: { modelCalls: null, handoffs: null, refusals: null, repairs: null, pingPong: null } }, []],
    [{ limits: { modelCalls: 0, refusals: 1.5 } }, ["limits.modelCalls", "limits.refusals"]],
    [{ limits: { handoffs: Number.NaN } }, ["limits.handoffs"]],
    [{ limits: { repairs: 0, tokens: 0.5, pingPong: -1 } }, ["limits.repairs", "limits.tokens", "limits.pingPong"]],
    [{ limits: { cost: 0.01, time: 1.5 }, prices }, []],
    [{ limits: { cost: 0, time: 0 }, prices }, ["limits.cost", "limits.time"]],
    [{ limits: { cost: Infinity, time: -5 }, prices }, ["limits.cost", "limits.time"]],
    [{ prices: { mini: { input: 0.25, output: 2 } } }, []],
    [{ prices: { local: { input: 0, output: 0 } } }, []],
    [{ prices: { mini: { input: -1, output: -2 } } }, ["prices.mini.input", "prices.mini.output"]],
    [{ limits: { toolCalls: 0 } }, ["limits.toolCalls"]],
    [{ retry: { attempts: 0, baseDelay: 0, maxDelay: 0 } }, []],
    [
      { retry: { attempts: -1, baseDelay: -1, maxDelay: Number.POSITIVE_INFINITY } },
      ["retry.attempts", "retry.baseDelay", "retry.maxDelay"],
    ],
    [{ delegationDepth: 0 }, ["delegationDepth"]],
  ] as const)("%j", ([part, places]) => {
    expect(found({ agents, ...part })).toEqual(outOfRange(places));
  });
});

describe("numbers of a handoff", () => {
  test.for([
    [{ maxTimes: 0 }, ["maxTimes"]],
    [{ maxTimes: { perExchange: 0 } }, ["maxTimes.perExchange"]],
    [{ maxTimes: { perExchange: 1 } }, []],
    [{ approval: true, approvalExpires: 0 }, ["approvalExpires"]],
    [{ mode: "delegate", maxTurns: 0 }, ["maxTurns"]],
    [{ view: { last: 0 } }, ["view.last"]],
    [{ view: { summary: { keep: 0.5 } } }, ["view.summary.keep"]],
    [{ view: { last: 1, summary: true } }, []],
  ] as const)("%j", ([handoff, places]) => {
    const agents = { a: { ...agent, handoffs: { b: handoff } }, b: agent };
    expect(foundBare({ agents })).toEqual(outOfRange(places.map((place) => `agents.a.handoffs.b.${place}`)));
  });
});

describe("numbers of an agent", () => {
  test.for([
    [{ afterReply: [{ stay: { maxTurns: 0 } }] }, ["afterReply[0].stay.maxTurns"]],
    [{ view: { last: -1, summary: { keep: 0 } } }, ["view.last", "view.summary.keep"]],
    [
      { settings: { temperature: -1, topP: 0, maxOutputTokens: 0 } },
      ["settings.temperature", "settings.topP", "settings.maxOutputTokens"],
    ],
    [{ settings: { temperature: 0, topP: 1, maxOutputTokens: 1 } }, []],
  ] as const)("%j", ([part, places]) => {
    expect(foundBare({ agents: { a: { ...agent, ...part } } })).toEqual(
      outOfRange(places.map((place) => `agents.a.${place}`)),
    );
  });
});

test("numbers of a tool", () => {
  const pay = tool({
    description: "Pays.",
    approval: true,
    approvalExpires: -1,
    timeout: 0,
    run: () => ({ output: null }),
  });
  const agents = { a: { ...agent, tools: ["pay"] } };
  expect(foundBare({ agents, tools: { pay } })).toEqual(outOfRange(["tools.pay.approvalExpires", "tools.pay.timeout"]));
});
