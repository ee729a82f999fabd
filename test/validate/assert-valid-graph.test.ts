import { expect, test } from "vitest";
import { broken } from "../../machines/broken.ts";
import { supportDesk } from "../../machines/support-desk.ts";
import { GraphError } from "../../src/errors.ts";
import { defineGraph } from "../../src/graph/define-graph.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { assertValidGraph, refuseInvalidGraph } from "../../src/validate/assert-valid-graph.ts";
import { type DiagnosticCode, diagnosticCodes } from "../../src/validate/codes.ts";
import type { Diagnostic } from "../../src/validate/diagnostic.ts";
import { validateGraph } from "../../src/validate/validate-graph.ts";
import { diagnosticPage } from "./diagnostic-page.ts";
import { agent, initial, variables, write } from "./found.ts";

test("a valid graph passes, and its lesser findings are returned", () => {
  expect(assertValidGraph(supportDesk)).toEqual([]);
  const questionable = defineGraph({ id: "desk", start: "a", agents: { a: {} } });
  expect(assertValidGraph(questionable).map(({ code }) => code)).toEqual(["missing-instructions"]);
});

test("errors are thrown in one message, which leaves warnings out; all findings are carried", () => {
  const error = thrownBy(() => assertValidGraph(broken));
  expect(error.code).toBe("invalid_graph");
  expect(error.findings).toEqual(validateGraph(broken));
  expect(error.message).toContain('Graph "support.desk" cannot be compiled.');
  expect(error.message).toContain('Did you mean "billing"?');
  expect(error.message).not.toContain("warning[");
});

test("a handoff that sets what a variable cannot be stands in the way", () => {
  const handoffs = { b: { set: { plan: "gold" } } };
  const agents = { a: { ...agent, handoffs }, b: agent };
  const graph: Graph = defineGraph({ id: "desk", start: "a", variables, initial, tools: { write }, agents } as never);
  expect(thrownBy(() => refuseInvalidGraph(graph)).findings.map(({ code }) => code)).toContain("unknown-value");
});

test.for(Object.keys(diagnosticCodes) as DiagnosticCode[])("%s stands in the way if it is an error", (code) => {
  const graph = diagnosticPage(code).broken();
  const refuse = () => refuseInvalidGraph(graph);
  if (validateGraph(graph).every(({ severity }) => severity !== "error")) expect(refuse).not.toThrow();
  else expect(thrownBy(refuse).findings).toEqual(validateGraph(graph));
});

function thrownBy(action: () => unknown): GraphError<Diagnostic> {
  try {
    action();
  } catch (error) {
    if (error instanceof GraphError) return error;
  }
  throw new Error("Expected a GraphError.");
}
