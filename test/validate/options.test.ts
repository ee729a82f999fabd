import { describe, expect, test } from "vitest";
import { z } from "zod";
import { tool, toolFor } from "../../src/graph/tool.ts";
import { agent, found, foundBare, variables, write } from "./found.ts";

describe("the options of a handoff", () => {
  const at = "agents.a.handoffs.b";
  const result = z.object({ answer: z.string() });
  test.for([
    [{ result }, [`unused-option ${at}.result`]],
    [{ maxTurns: 3 }, [`unused-option ${at}.maxTurns`]],
    [{ mode: "delegate", result, maxTurns: 3 }, []],
    [{ approvalExpires: 5 }, [`unused-option ${at}.approvalExpires`]],
    [{ approval: true, approvalExpires: 5 }, []],
    [{ view: { last: 5 } }, []],
    [{ result: z.string() }, [`unused-option ${at}.result`]],
    [{ mode: "delegate", result: z.string() }, [`input-not-object ${at}.result`]],
    [{ mode: "delegate", result: z.object({ at: z.date() }) }, [`input-without-json-schema ${at}.result`]],
    [{ mode: "delegate", result: z.object({ any: z.any() }) }, [`input-not-strict ${at}.result`]],
  ] as const)("%j gives %j", ([handoff, expected]) => {
    expect(foundBare({ agents: { a: { ...agent, handoffs: { b: handoff } }, b: agent } })).toEqual(expected);
  });

  test("a view has no effect on a person", () => {
    const b = { kind: "human", description: "Decides.", handoffs: { a: {} } };
    const agents = { a: { ...agent, handoffs: { b: { view: { last: 5 } } } }, b };
    expect(foundBare({ agents })).toEqual([`unused-option ${at}.view`]);
  });
});

describe("what a handoff sets", () => {
  const at = "agents.a.handoffs.b.set";
  const handing = (set: unknown): readonly string[] =>
    found({ agents: { a: { ...agent, tools: ["write"], handoffs: { b: { set } } }, b: agent } });

  test.for([
    [{ verified: true, plan: "pro", order: { id: "A1" }, amount: 1000 }, []],
    [{ order: null }, []],
    [{ verifed: true }, [`unknown-variable ${at}.verifed`]],
    [{ constructor: true }, [`unknown-variable ${at}.constructor`]],
    [{ verified: "yes" }, [`mismatched-value ${at}.verified`]],
    [{ verified: null }, [`mismatched-value ${at}.verified`]],
    [{ plan: "gold" }, [`unknown-value ${at}.plan`]],
    [{ order: "A1" }, [`mismatched-value ${at}.order`]],
    [{ order: {} }, [`unknown-value ${at}.order`]],
    [{ amount: 1001 }, [`unknown-value ${at}.amount`]],
    [{ amount: 1.5 }, [`unknown-value ${at}.amount`]],
    [{ amount: Number.NaN }, [`mismatched-value ${at}.amount`]],
    [{ verified: undefined }, [`mismatched-value ${at}.verified`]],
  ] as const)("%j gives %j", ([set, expected]) => {
    expect(handing(set)).toEqual(expected);
  });

  test("a value is not blamed for what the schema says of others", () => {
    const schema = variables.refine(({ verified, amount }) => !verified || amount > 0, "pay first");
    const tools = { write: toolFor(schema)({ description: "d", writes: ["amount"], run: () => ({ output: null }) }) };
    const agents = {
      a: {
        ...agent,
        tools: ["write"],
        handoffs: { b: { when: { amount: { moreThan: 0 } }, set: { verified: true } } },
      },
      b: agent,
    };
    const codes = found({ agents, tools, variables: schema });
    expect(codes.filter((code) => !code.startsWith("unused-variable"))).toEqual([]);
  });

  test("a variable that a handoff sets is no constant", () => {
    const agents = {
      a: { ...agent, handoffs: { b: { set: { verified: true } }, c: { when: { verified: true } } } },
      b: { ...agent, handoffs: { a: {} } },
      c: agent,
    };
    const codes = found({ agents, tools: {} });
    expect(codes).not.toContain("constant-variable variables.verified");
    expect(codes).not.toContain("unused-variable variables.verified");
  });
});

describe("the options of a tool", () => {
  const using = (options: object): readonly string[] => {
    const pay = tool({ description: "Pays.", run: () => ({ output: null }), ...options });
    return foundBare({ agents: { a: { ...agent, tools: ["pay"] } }, tools: { pay } });
  };

  test.for([
    [{ approvalExpires: 5 }, ["unused-option tools.pay.approvalExpires"]],
    [{ approvalExpires: 5, approval: true }, []],
    [{ approvalExpires: 5, inDoubt: "ask" }, []],
  ] as const)("%j gives %j", ([options, expected]) => {
    expect(using(options)).toEqual(expected);
  });
});

describe("the guard of a tool", () => {
  const at = "tools.pay.when";
  test.for([
    [{ verified: true }, []],
    [{ verifed: true }, [`unknown-variable ${at}.verifed`]],
    [{ plan: "gold" }, [`unknown-value ${at}.plan`]],
    [{ verified: 1 }, [`mismatched-value ${at}.verified`]],
    [{ all: {} }, [`guard-mistake ${at}.all`]],
    [{ amount: { lessThan: 0 } }, [`guard-never-holds ${at}`]],
    [{}, [`guard-always-holds ${at}`]],
  ] as const)("%j gives %j", ([when, expected]) => {
    const pay = toolFor(variables)({ description: "Pays.", when: when as object, run: () => ({ output: null }) });
    const agents = { a: { ...agent, tools: ["write", "pay"] } };
    expect(found({ agents, tools: { write, pay } })).toEqual(expected);
  });

  test("counts as a reader of its variables", () => {
    const pay = toolFor(variables)({ description: "Pays.", when: { verified: true }, run: () => ({ output: null }) });
    const codes = found({ agents: { a: { ...agent, tools: ["pay"] } }, tools: { pay } });
    expect(codes).toContain("constant-variable variables.verified");
  });
});

describe("the options of an agent", () => {
  const at = "agents.a";
  test.for([
    [{ output: z.string() }, []],
    [{ output: z.object({ at: z.date() }) }, [`input-without-json-schema ${at}.output`]],
    [{ output: z.record(z.string(), z.string()) }, [`input-not-strict ${at}.output`]],
    [{ canEnd: { result: z.string() } }, [`input-not-object ${at}.canEnd.result`]],
    [{ canEnd: { result: z.object({ summary: z.string() }) } }, []],
    [{ settings: { toolChoice: "required" } }, [`unused-option ${at}.settings.toolChoice`]],
    [{ settings: { toolChoice: "required" }, canAsk: true }, []],
    [{ settings: { toolChoice: "required" }, canEnd: true }, []],
    [{ instructions: "" }, [`missing-instructions ${at}`]],
    [{ instructions: (): string => "Answer." }, []],
  ] as const)("%j gives %j", ([part, expected]) => {
    expect(foundBare({ agents: { a: { ...agent, ...part } } })).toEqual(expected);
  });

  test("a schema that is an output and an input must be an object where it is an input", () => {
    const schema = z.union([z.object({}), z.string()]);
    const agents = { a: { ...agent, output: schema, handoffs: { b: { input: schema } } }, b: agent };
    expect(foundBare({ agents })).toEqual(["input-not-object agents.a.handoffs.b.input"]);
  });

  test("a person uses a description and handoffs, and nothing else", () => {
    const person = {
      kind: "human",
      description: "Decides.",
      instructions: (): string => "Be kind.",
      handoffs: { a: { set: {}, input: z.object({ why: z.string() }) } },
      routes: [{ to: "a" }],
      afterReply: [{ to: "a" }],
      view: { hide: "calls" },
      output: z.date(),
      canEnd: true,
      canAsk: true,
      settings: { temperature: 1, toolChoice: "required" },
    };
    expect(foundBare({ agents: { a: { ...agent, handoffs: { person: {} } }, person } })).toEqual(
      ["instructions", "routes", "afterReply", "view", "output", "canEnd", "canAsk", "settings"].map(
        (field) => `unused-on-human agents.person.${field}`,
      ),
    );
  });
});
