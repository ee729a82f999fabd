import { expect, test } from "vitest";
import { broken } from "../../machines/broken.ts";
import { supportDesk } from "../../machines/support-desk.ts";
import { GraphError } from "../../src/errors.ts";
import { defineGraph } from "../../src/graph/define-graph.ts";
import { assertValidGraph } from "../../src/validate/assert-valid-graph.ts";
import type { Diagnostic } from "../../src/validate/diagnostic.ts";
import { validateGraph } from "../../src/validate/validate-graph.ts";

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

function thrownBy(action: () => unknown): GraphError<Diagnostic> {
  try {
    action();
  } catch (error) {
    if (error instanceof GraphError) return error;
  }
  throw new Error("Expected a GraphError.");
}
