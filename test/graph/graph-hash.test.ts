import { expect, test } from "vitest";
import { z } from "zod";
import { supportDesk } from "../../machines/support-desk.ts";
import { defineGraph } from "../../src/graph/define-graph.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { hashGraph } from "../../src/graph/graph-hash.ts";
import { tool, toolFor } from "../../src/graph/tool.ts";

const variables = z.object({ verified: z.boolean(), plan: z.enum(["free", "pro"]) });

interface Change {
  readonly when?: object;
  readonly description?: string;
  readonly instructions?: string;
  readonly toolDescription?: string;
  readonly approval?: boolean;
  readonly input?: z.ZodType;
  readonly limit?: number;
  readonly predicateName?: string;
}

function graph({ when = { verified: true }, predicateName, ...change }: Change = {}): Graph {
  const check = toolFor(variables)({
    description: change.toolDescription ?? "Checks.",
    approval: change.approval ?? false,
    writes: ["plan", "verified"],
    run: () => ({ output: null }),
  });
  const guard =
    predicateName === undefined ? when : { predicate: { name: predicateName, reads: ["plan"], test: () => true } };
  const billing = { when: guard, ...(change.input && { input: change.input }) };
  return defineGraph({
    id: "desk",
    start: "triage",
    variables,
    initial: { verified: false, plan: "free" },
    tools: { check },
    agents: {
      triage: { instructions: change.instructions ?? "Hand off.", tools: ["check"], handoffs: { billing } },
      billing: { description: change.description ?? "Knows invoices." },
    },
    limits: { handoffs: change.limit ?? 8 },
  } as never);
}

const before = hashGraph(graph());

test("digests are SHA-256 in hexadecimal, and the same for the same data", () => {
  expect(Object.values(before)).toEqual(Array(3).fill(expect.stringMatching(/^[0-9a-f]{64}$/)));
  expect(hashGraph(graph())).toEqual(before);
});

test("the order of keys does not matter", () => {
  const look = tool({ description: "Looks.", run: () => ({ output: null }) });
  const ask = tool({ description: "Asks.", run: () => ({ output: null }) });
  const a = { instructions: "A.", tools: ["look" as const, "ask" as const], handoffs: { b: {}, c: {} } };
  const b = { instructions: "B.", handoffs: { a: { offer: "always" as const, approval: true } } };
  const c = { instructions: "C." };
  const one = defineGraph({ id: "desk", start: "a", tools: { look, ask }, agents: { a, b, c }, entry: "start" });
  const other = defineGraph({
    entry: "start",
    agents: {
      c,
      b: { handoffs: { a: { approval: true, offer: "always" } }, instructions: "B." },
      a: { handoffs: { c: {}, b: {} }, tools: ["ask", "look"], instructions: "A." },
    },
    tools: { ask, look },
    start: "a",
    id: "desk",
  });
  expect(hashGraph(other)).toEqual(hashGraph(one));
});

test.for<[string, Change]>([
  ["an agent's description", { description: "Knows plans." }],
  ["instructions", { instructions: "Hand off soon." }],
  ["a tool's description", { toolDescription: "Checks twice." }],
])("%s changes the prompt and not the routing", ([, change]) => {
  const after = hashGraph(graph(change));
  expect(after.routing).toBe(before.routing);
  expect(after.prompt).not.toBe(before.prompt);
  expect(after.graph).not.toBe(before.graph);
});

test.for<[string, Change]>([
  ["a guard's value", { when: { verified: false } }],
  ["a guard's variable", { when: { plan: "pro" } }],
  ["a guard's operator", { when: { not: { verified: true } } }],
  ["a predicate", { predicateName: "isPro" }],
  ["an approval", { approval: true }],
  ["an input", { input: z.object({ orderId: z.string() }) }],
  ["a limit", { limit: 4 }],
])("%s changes the routing and not the prompt", ([, change]) => {
  const after = hashGraph(graph(change));
  expect(after.prompt).toBe(before.prompt);
  expect(after.routing).not.toBe(before.routing);
  expect(after.graph).not.toBe(before.graph);
});

test("a predicate is known by its name and what it reads", () => {
  const named = hashGraph(graph({ predicateName: "isPro" }));
  expect(hashGraph(graph({ predicateName: "isPro" }))).toEqual(named);
  expect(hashGraph(graph({ predicateName: "isFree" })).routing).not.toBe(named.routing);
});

test("a graph is hashed once", () => {
  expect(hashGraph(supportDesk)).toBe(hashGraph(supportDesk));
});
