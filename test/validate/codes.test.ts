import { expect, test } from "vitest";
import { type DiagnosticCode, diagnosticCodes } from "../../src/validate/codes.ts";
import { diagnosticPage, overview, pageNames } from "./diagnostic-page.ts";

test("every code has a page, and every page a code", () => {
  expect([...pageNames()].sort()).toEqual(Object.keys(diagnosticCodes).sort());
});

test("the overview lists the registry", () => {
  const rows = overview()
    .split("\n")
    .filter((line) => line.startsWith("| ["));
  const expected = Object.entries(diagnosticCodes)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([code, { severity, title }]) => `| [${code}](${code}.md) | ${severity} | ${title} |`);
  expect(rows).toEqual(expected);
});

test.for(Object.keys(diagnosticCodes) as DiagnosticCode[])(
  "the page of %s begins with its title and severity",
  (code) => {
    const { severity, title } = diagnosticCodes[code];
    expect(diagnosticPage(code).summary).toBe(`${title} Severity: ${severity}.`);
  },
);
