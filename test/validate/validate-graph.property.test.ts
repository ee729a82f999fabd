import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { UsageError } from "../../src/errors.ts";
import { defineGraph } from "../../src/graph/define-graph.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { tool, toolFor } from "../../src/graph/tool.ts";
import { formatDiagnostics } from "../../src/validate/format-diagnostics.ts";
import { validateGraph } from "../../src/validate/validate-graph.ts";

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

const handoff = fc.record(
  {
    when: guard,
    input: schema,
    description: name,
    offer: fc.constantFrom("whenOpen", "always"),
    approval: fc.boolean(),
    maxTimes: count,
    mode: fc.constantFrom("handoff", "delegate"),
  },
  { requiredKeys: [] },
);
const agent = fc.record(
  {
    kind: fc.constantFrom("model", "human"),
    description: name,
    instructions: name,
    tools: fc.array(name, { maxLength: 3 }),
    handoffs: fc.dictionary(name, handoff, { maxKeys: 4 }),
    routes: fc.array(fc.record({ when: guard, to: name }, { requiredKeys: ["to"] }), { maxLength: 3 }),
  },
  { requiredKeys: [] },
);
const anyTool = fc
  .record({ input: schema, approval: fc.oneof(fc.boolean(), guard), timeout: count }, { requiredKeys: [] })
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
    limits: fc.record({ modelCalls: count, handoffs: fc.constant(null), refusals: count }, { requiredKeys: [] }),
    onLimit: fc.oneof(fc.constant("fail"), fc.record({ handoff: name })),
    retry: fc.record({ attempts: count, baseDelay: count }, { requiredKeys: [] }),
    ends: fc.array(fc.record({ when: guard, outcome: name }), { maxLength: 2 }),
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
    }),
    { numRuns: 2_000 },
  );
});

test("what is no definition at all is refused with a typed error", () => {
  fc.assert(
    fc.property(fc.anything(), (literal) => {
      expect(() => defineGraph(literal as never)).toThrow(UsageError);
    }),
    { numRuns: 500 },
  );
});
