import { describe, expect, test } from "vitest";
import { broken } from "../../machines/broken.ts";
import { mesh30 } from "../../machines/mesh.ts";
import { supportDesk } from "../../machines/support-desk.ts";
import { diagnosticCodes } from "../../src/validate/codes.ts";
import { formatPlace } from "../../src/validate/format-place.ts";
import { validateGraph } from "../../src/validate/validate-graph.ts";
import { diagnosticPage } from "./diagnostic-page.ts";

describe.for(Object.keys(diagnosticCodes))("%s", (code) => {
  const page = diagnosticPage(code);

  test("is found alone, at the place that its page names", () => {
    const found = validateGraph(page.broken()).map((finding) => `${finding.code} at ${formatPlace(finding.path)}`);
    expect(found).toEqual([`${code} at ${page.place}`]);
  });

  test("is not found in the mended graph, nor is anything else", () => {
    expect(validateGraph(page.mended()).map((finding) => finding.code)).toEqual([]);
  });
});

test("the support desk and the mesh have no findings", () => {
  expect(validateGraph(supportDesk)).toEqual([]);
  expect(validateGraph(mesh30)).toEqual([]);
});

test("all findings come at once, in the order of the definition", () => {
  const found = validateGraph(broken).map(({ code, path }) => `${formatPlace(path)} ${code}`);
  expect(found).toMatchInlineSnapshot(`
    [
      "id unusable-name",
      "variables.language optional-variable",
      "variables.language unused-variable",
      "tools.verifyIdentity.writes[0] unknown-variable",
      "tools.lookUpOrder missing-tool-description",
      "tools.lookUpOrder.input input-not-strict",
      "tools.issueRefund.approval.amout unknown-argument",
      "tools.issueRefund.timeout number-out-of-range",
      "tools.handoff_to_refunds colliding-tool-names",
      "tools.handoff_to_refunds unused-tool",
      "agents.triage.tools[1] duplicate-tool",
      "agents.triage.handoffs.biling unknown-target",
      "agents.triage.handoffs.supervisor.mode delegate-to-human",
      "agents.billing.tools[0] unknown-tool",
      "agents.billing.handoffs.refunds.when.plan unknown-value",
      "agents.billing.handoffs.triage.maxTimes number-out-of-range",
      "agents.refunds missing-description",
      "agents.refunds model-never-called",
      "agents.refunds.handoffs.triage.when guard-never-holds",
      "agents.refunds.routes[0] route-cycle",
      "agents.refunds.routes[2] shadowed-route",
      "agents.fraud model-never-called",
      "agents.supervisor human-without-handoffs",
      "agents.supervisor.instructions unused-on-human",
      "agents.archive unreachable-agent",
      "limits.handoffs number-out-of-range",
      "onLimit.handoff limit-target-can-loop",
      "ends[0].when end-holds-initially",
    ]
  `);
});

test("findings are frozen to the leaves", () => {
  for (const finding of validateGraph(broken)) {
    expect(Object.isFrozen(finding) && Object.isFrozen(finding.path)).toBe(true);
    expect([finding.known, finding.related].every((list) => list === undefined || Object.isFrozen(list))).toBe(true);
  }
  expect(Object.isFrozen(validateGraph(broken))).toBe(true);
});

test("findings name a page, and a suggestion where a name is near", () => {
  const finding = validateGraph(broken).find(({ code }) => code === "unknown-target");
  expect(finding).toMatchObject({
    severity: "error",
    hint: 'Did you mean "billing"?',
    known: ["triage", "billing", "refunds", "fraud", "supervisor", "archive"],
    docs: "docs/diagnostics/unknown-target.md",
  });
});
