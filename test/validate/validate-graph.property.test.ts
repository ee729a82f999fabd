import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { UsageError } from "../../src/errors.ts";
import { defineGraph } from "../../src/graph/define-graph.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { tool, toolFor } from "../../src/graph/tool.ts";
import { formatDiagnostics } from "../../src/validate/format-diagnostics.ts";
import { hasErrors, validateGraph } from "../../src/validate/validate-graph.ts";

const garbage = [
  "a",
  "b",
  "c",
  "",
  " ",
  "__proto__",
  "constructor",
  "toString",
  "a.b",
  "#",
  "completed",
  "0",
  "handoff_to_a",
  "ask_user",
  "é",
  "x".repeat(70),
];
const name = fc.constantFrom(...garbage);

const variables = z.object({
  flag: z.boolean(),
  tier: z.enum(["low", "high"]),
  amount: z.number().nullable(),
  note: z.any(),
});
const schemas = [
  variables,
  z.string(),
  z.record(z.string(), z.any()),
  z.date(),
  z.object({ constructor: z.string() }),
  z.union([z.object({}), z.string()]),
];
const schema = fc.constantFrom<z.ZodType>(...schemas);

const variable = fc.constantFrom("flag", "tier", "amount", "note", "constructor", "nobody");
const scalar = fc.oneof(
  fc.boolean(),
  fc.integer({ min: -2, max: 2 }),
  fc.constantFrom(null, "low", "gone", Number.NaN, Infinity),
);
const condition = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }),
  fc.record({ not: fc.oneof(scalar, fc.array(scalar, { maxLength: 2 })) }),
  fc.record({ atLeast: scalar, lessThan: scalar, wrong: scalar }, { requiredKeys: [] }),
);
const guard = fc.letrec((tie) => ({
  guard: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    fc.dictionary(variable, condition, { maxKeys: 2 }),
    fc.record({ all: fc.array(tie("guard"), { maxLength: 2 }) }),
    fc.record({ any: fc.array(tie("guard"), { maxLength: 2 }) }),
    fc.record({ not: tie("guard") }),
    fc.record({
      predicate: fc.record({ name, reads: fc.array(variable, { maxLength: 2 }), test: fc.constant(() => true) }),
    }),
    fc.dictionary(fc.constantFrom("all", "any", "not", "predicate", "flag"), fc.anything(), { maxKeys: 2 }),
  ),
})).guard;
const count = fc.constantFrom(0, 1, -1, 1.5, Number.NaN, 7);

const view = fc.oneof(
  fc.record({ name, select: fc.constant(() => []) }),
  fc.record(
    {
      last: count,
      hide: fc.constantFrom("nothing", "calls"),
      summary: fc.oneof(fc.boolean(), fc.record({ keep: count })),
    },
    { requiredKeys: [] },
  ),
);
const handoff = fc.record(
  {
    when: guard,
    input: schema,
    tool: name,
    description: name,
    offer: fc.constantFrom("whenOpen", "always"),
    approval: fc.boolean(),
    approvalExpires: count,
    maxTimes: fc.oneof(count, fc.record({ perExchange: count })),
    set: fc.dictionary(variable, fc.oneof(scalar, fc.anything()), { maxKeys: 2 }),
    view,
    mode: fc.constantFrom("handoff", "delegate"),
    result: schema,
    maxTurns: count,
  },
  { requiredKeys: [] },
);
const ways = [
  fc.record({ when: guard, to: name }, { requiredKeys: ["to"] }),
  fc.record({ when: guard, end: name }, { requiredKeys: ["end"] }),
  fc.record({ when: guard, ask: name }, { requiredKeys: ["ask"] }),
];
const stay = fc.record({ when: guard, stay: fc.record({ maxTurns: count }) }, { requiredKeys: ["stay"] });
const agent = fc.record(
  {
    kind: fc.constantFrom("model", "human"),
    description: name,
    instructions: name,
    tools: fc.array(name, { maxLength: 3 }),
    handoffs: fc.dictionary(name, handoff, { maxKeys: 4 }),
    routes: fc.array(fc.oneof(...ways), { maxLength: 3 }),
    afterReply: fc.array(fc.oneof(...ways, stay), { maxLength: 3 }),
    view,
    output: schema,
    canEnd: fc.oneof(fc.boolean(), fc.record({ when: guard, result: schema, outcome: name }, { requiredKeys: [] })),
    canAsk: fc.boolean(),
    settings: fc.record({ topP: count, toolChoice: fc.constant("required") }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);
const bound = fc.integer({ min: -1, max: 3 });
const bounds = fc.oneof(
  fc.record({ atLeast: bound }),
  fc.record({ moreThan: bound, lessThan: bound }),
  fc.record({ atMost: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
);
const session = fc.letrec((tie) => ({
  session: fc.record(
    {
      variables: guard,
      messages: bounds,
      turns: bounds,
      cost: bounds,
      text: fc.record({ by: fc.constantFrom("agent", "user"), includes: name }, { requiredKeys: [] }),
      agent: fc.oneof(name, fc.array(name, { maxLength: 2 })),
      tool: fc.oneof(name, fc.array(name, { maxLength: 2 })),
      all: fc.array(fc.oneof({ maxDepth: 3 }, fc.constant({}), tie("session")), { maxLength: 2 }),
      any: fc.array(fc.oneof({ maxDepth: 3 }, fc.constant({}), tie("session")), { maxLength: 2 }),
      not: fc.oneof({ maxDepth: 3 }, fc.constant({}), tie("session")),
      predicate: fc.record({ name, test: fc.constant(() => true) }),
    },
    { requiredKeys: [] },
  ),
})).session;
const guardrail = fc.record(
  {
    on: fc.constantFrom("input", "output", "arguments", "result"),
    check: fc.constant(() => "pass"),
    agents: fc.array(name, { maxLength: 2 }),
    tools: fc.array(name, { maxLength: 2 }),
    beside: fc.boolean(),
    onTrip: fc.oneof(fc.constantFrom("refuse", "retry"), fc.record({ to: name }), fc.record({ end: name })),
  },
  { requiredKeys: ["on", "check"] },
);
const anyTool = fc
  .record(
    { input: schema, when: guard, approval: fc.oneof(fc.boolean(), guard), approvalExpires: count, timeout: count },
    { requiredKeys: [] },
  )
  .map((part) => tool({ description: "", run: () => ({ output: null }), ...(part as object) }));
const writer = fc
  .array(variable, { maxLength: 2 })
  .map((writes) => toolFor(variables)({ description: "d", writes: writes as [], run: () => ({ output: null }) }));
const definition = fc.record(
  {
    id: name,
    start: name,
    variables: schema,
    initial: fc.dictionary(variable, scalar, { maxKeys: 3 }),
    tools: fc.dictionary(name, fc.oneof(anyTool, writer), { maxKeys: 3 }),
    agents: fc.dictionary(name, agent, { maxKeys: 5 }),
    limits: fc.record(
      { modelCalls: fc.oneof(count, fc.constant(null)), handoffs: fc.constant(null), refusals: count, cost: count },
      { requiredKeys: [] },
    ),
    onLimit: fc.oneof(fc.constant("fail"), fc.record({ handoff: name })),
    retry: fc.record({ attempts: count, baseDelay: count }, { requiredKeys: [] }),
    prices: fc.dictionary(name, fc.record({ input: count, output: count }), { maxKeys: 2 }),
    entry: fc.oneof(
      fc.constantFrom("last", "start"),
      fc.array(fc.record({ when: guard, agent: name }, { requiredKeys: ["agent"] }), { maxLength: 2 }),
    ),
    ends: fc.array(
      fc.oneof(
        fc.record({ when: guard, outcome: name }),
        fc.record({ when: guard, session, outcome: name }, { requiredKeys: ["session", "outcome"] }),
      ),
      { maxLength: 2 },
    ),
    guardrails: fc.dictionary(name, guardrail, { maxKeys: 2 }),
    delegationDepth: count,
  },
  { requiredKeys: ["id", "start", "agents"] },
);

test("validation never throws, whatever the definition, and its findings can be written", () => {
  fc.assert(
    fc.property(definition, (literal) => {
      const graph: Graph = defineGraph(literal as never); // rejected by the types, accepted at run time
      const findings = validateGraph(graph);
      expect(formatDiagnostics(findings)).not.toBe("");
      expect(validateGraph(graph)).toEqual(findings);
      expect(hasErrors(graph)).toBe(findings.some(({ severity }) => severity === "error"));
      for (const { path } of findings) expect(isIn(literal, path.slice(0, -1))).toBe(true);
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 400) },
  );
});

/**
 * Whether a place is in a definition. Below variables and tools are no literals, agents of a default mesh have no
 * handoffs, and of the parts of a session condition is only known what they can have been written as.
 */
function isIn(literal: unknown, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined || ["variables", "tools", "session", "handoffs"].includes(key)) return true;
  if (typeof literal !== "object" || literal === null || !Object.hasOwn(literal, key)) return false;
  return isIn(Reflect.get(literal, key), rest);
}

test("what is no definition at all is refused with a typed error", () => {
  fc.assert(
    fc.property(fc.anything(), (literal) => {
      expect(() => defineGraph(literal as never)).toThrow(UsageError);
    }),
    { numRuns: 500 },
  );
});
