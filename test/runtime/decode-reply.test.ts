import fc from "fast-check";
import { defineGraph, tool } from "handoff-machine";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Graph } from "../../src/graph/graph.ts";
import { defaultCaps } from "../../src/runtime/caps.ts";
import { type DecodeContext, decodeCalls } from "../../src/runtime/decode-reply.ts";
import { toolboxes } from "../../src/runtime/toolbox.ts";
import { desk } from "./desk.ts";

const graph = desk();
const context = contextOf(graph, "triage");

function contextOf(of: Graph, agent: string): DecodeContext {
  return {
    world: { graph: of, session: "s", caps: defaultCaps },
    agent,
    turn: 1,
    toolbox: toolboxes(of)(agent),
    delegation: null,
    variables: {},
    signal: new AbortController().signal,
  };
}

test("whatever a model writes, each call gets a request or a rejection that says what to do", async () => {
  const names = fc.oneof(
    fc.constantFrom(
      "verify",
      "look",
      "pay",
      "handoff_to_billing",
      "handoff_to_refunds",
      "return_to_triage",
      "__proto__",
    ),
    fc.string({ unit: "binary" }),
  );
  const texts = fc.oneof(
    fc.json(),
    fc.string({ unit: "binary" }),
    fc.constantFrom("", "null", "[]", '{"__proto__":{"word":"x"}}', '{"word":"yes"}'),
  );
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ id: fc.option(fc.string()), name: names, arguments: texts }), { maxLength: 6 }),
      async (calls) => {
        const { calls: decoded } = await decodeCalls(calls, context);
        expect(decoded.map(({ id, name, arguments: text }) => ({ id, name, arguments: text }))).toEqual(calls);
        for (const call of decoded) {
          seen.add(call.kind === "rejected" ? call.code : call.kind);
          expect(JSON.parse(JSON.stringify(call))).toEqual(call);
          if (call.kind === "rejected") expect(call.message).toMatch(/\.$/);
          if (call.kind === "tool") expect(graph.agents.triage.tools).toContain(call.tool);
          if (call.kind === "handoff") expect(Object.keys(graph.agents.triage.handoffs)).toContain(call.to);
        }
      },
    ),
    { numRuns: 400 },
  );
  expect([...seen].sort()).toEqual([
    "handoff",
    "invalid_arguments",
    "invalid_json",
    "not_delegated",
    "tool",
    "unknown_tool",
  ]);
});

describe("schemas", () => {
  const asynchronous = z.object({ id: z.string().refine(async (id) => id !== "taken", "is taken") });
  const throwing = z.object({
    id: z.string().transform(() => {
      throw new TypeError("the schema is broken");
    }),
  });
  const own = defineGraph({
    id: "own",
    start: "one",
    tools: {
      late: tool({ description: "d", input: asynchronous, run: () => ({ output: 1 }) }),
      broken: tool({ description: "d", input: throwing, run: () => ({ output: 1 }) }),
    },
    agents: { one: { instructions: "i", tools: ["late", "broken"] } },
  });
  const decode = async (name: string, input: object) =>
    (await decodeCalls([{ id: "1", name, arguments: JSON.stringify(input) }], contextOf(own, "one"))).calls[0];

  test("may be asynchronous", async () => {
    expect(await decode("late", { id: "free" })).toMatchObject({ kind: "tool", input: { id: "free" } });
    expect(await decode("late", { id: "taken" })).toMatchObject({
      kind: "rejected",
      code: "invalid_arguments",
      message: expect.stringContaining("is taken"),
    });
  });

  test("that throw reject the call, not the run", async () => {
    expect(await decode("broken", { id: "x" })).toMatchObject({
      kind: "rejected",
      message: expect.stringContaining("the schema is broken"),
    });
  });
});
