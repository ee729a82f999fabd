import { expect, test } from "vitest";
import { broken } from "../../machines/broken.ts";
import { diagnostic } from "../../src/validate/diagnostic.ts";
import { formatDiagnostics } from "../../src/validate/format-diagnostics.ts";
import { validateGraph } from "../../src/validate/validate-graph.ts";

const target = diagnostic({
  code: "unknown-target",
  path: ["agents", "triage", "handoffs", "biling"],
  message: 'Agent "triage" may hand off to "biling", which is not an agent of the graph.',
  hint: 'Did you mean "billing"?',
  known: ["triage", "billing"],
});
const collision = diagnostic({
  code: "guard-never-holds",
  path: ["agents", "a b", "routes", "0", "when"],
  message: "It can never hold.",
  hint: "Remove it.",
  related: [["tools", "x"]],
});

test("findings are written with the worst first, and counted", () => {
  expect(`\n${formatDiagnostics([collision, target])}\n`).toBe(`
✗ error[unknown-target] agents.triage.handoffs.biling
  │ Agent "triage" may hand off to "biling", which is not an agent of the graph.
  ├ known  triage, billing
  ├ help   Did you mean "billing"?
  ╰ docs   docs/diagnostics/unknown-target.md

! warning[guard-never-holds] agents["a b"].routes[0].when
  │ It can never hold.
  ├ see    tools.x
  ├ help   Remove it.
  ╰ docs   docs/diagnostics/guard-never-holds.md

1 error · 1 warning
`);
});

test("lines fit in the width", () => {
  const lines = formatDiagnostics(validateGraph(broken), { width: 60 }).split("\n");
  const tooLong = lines.filter((line) => line.length > 60 && !/\[|docs\//.test(line)); // places and pages are not broken
  expect(tooLong).toEqual([]);
});

test("the caller colours each part", () => {
  const text = formatDiagnostics([target], { color: (style, part) => `<${style}>${part}</${style}>` });
  expect(text.split("\n")[0]).toBe(
    "<error>✗ error</error><faint>[unknown-target]</faint> <place>agents.triage.handoffs.biling</place>",
  );
});

test("long lists are cut, and what is left out is counted", () => {
  const known = Array.from({ length: 300 }, (_, index) => `agent-${index}`);
  expect(formatDiagnostics([{ ...target, known }])).toContain("agent-11 and 288");
});

test("no findings is said in two words", () => {
  expect(formatDiagnostics([])).toBe("No findings.");
});
