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

const check = () => "pass" as const;
const pass = { on: "output", check } as const;

/** A definition with one thing in it changed; what changes what a model reads is apart from what changes the ways. */
function changed(part: object): Graph {
  const { a = {}, edge = {}, ...rest }: { a?: object; edge?: object } = part;
  const agents = { a: { instructions: "A.", handoffs: { b: edge }, ...a }, b: { description: "Knows b." } };
  return defineGraph({
    id: "desk",
    start: "a",
    variables,
    initial: { verified: false, plan: "free" },
    agents,
    ...rest,
  } as never);
}

const ways: readonly (readonly [string, object])[] = [
  ["prices", { prices: { mini: { input: 1, output: 2 } } }],
  ["a list of entries", { entry: [{ agent: "b" }] }],
  ["a guard of an entry", { entry: [{ when: { verified: true }, agent: "b" }] }],
  ["what happens while something is pending", { whilePending: "withdraw" }],
  ["a budget of tokens", { limits: { tokens: 5 } }],
  ["an end over the session", { ends: [{ session: { turns: { atLeast: 5 } }, outcome: "long" }] }],
  ["a bound of such an end", { ends: [{ session: { turns: { atLeast: 6 } }, outcome: "long" }] }],
  ["a route", { a: { routes: [{ when: { verified: true }, to: "b" }] } }],
  ["a route to the end", { a: { routes: [{ when: { verified: true }, end: "b" }] } }],
  ["what follows answers", { a: { afterReply: [{ stay: { maxTurns: 2 } }] } }],
  ["an output", { a: { output: z.string() } }],
  ["a question", { a: { canAsk: true } }],
  ["what a handoff sets", { edge: { set: { verified: true } } }],
  ["how often in an exchange", { edge: { maxTimes: { perExchange: 2 } } }],
  ["how often in a session", { edge: { maxTimes: 2 } }],
  ["when an approval expires", { edge: { approvalExpires: 5 } }],
  ["a hook", { edge: { onHandoff: check } }],
  ["a delegation", { edge: { mode: "delegate" } }],
  ["its result", { edge: { mode: "delegate", result: z.object({ answer: z.string() }) } }],
  ["its turns", { edge: { mode: "delegate", maxTurns: 3 } }],
];
const checks: readonly (readonly [string, object])[] = [
  ["a guardrail", { guardrails: { polite: pass } }],
  ["what follows when it trips", { guardrails: { polite: { ...pass, onTrip: { to: "b" } } } }],
  ["what its throwing means", { guardrails: { polite: { ...pass, onError: "pass" } } }],
];

test.for(ways)("%s changes the routing and not the prompt, too", ([, part]) => {
  const { routing, prompt } = hashGraph(changed(part));
  expect(routing).not.toBe(hashGraph(changed({})).routing);
  expect(prompt).toBe(hashGraph(changed({})).prompt);
});

test("all these changes and guardrails can be told apart by the routing", () => {
  const digests = [["nothing", {}] as const, ...ways, ...checks].map(([, part]) => hashGraph(changed(part)).routing);
  expect(new Set(digests).size).toBe(digests.length);
});

test.for<readonly [string, object]>([
  ["a view", { a: { view: { last: 5 } } }],
  ["a named view", { a: { view: { name: "mine", select: () => [] } } }],
  ["settings", { a: { settings: { temperature: 0 } } }],
  ["a handoff's view", { edge: { view: { hide: "calls" } } }],
])("%s changes the prompt and not the routing, too", ([, part]) => {
  const { routing, prompt } = hashGraph(changed(part));
  expect(routing).toBe(hashGraph(changed({})).routing);
  expect(prompt).not.toBe(hashGraph(changed({})).prompt);
});
