import { expect, test } from "vitest";
import { files, runCli } from "./start-cli.ts";

test.concurrent("a graph without findings", async () => {
  const { code, stdout } = await runCli(["validate", files.supportDesk]);
  expect(code).toBe(0);
  expect(stdout).toBe("support-desk  3 agents · 5 handoffs · 3 tools\n\nNo findings.\n\n✓ It can be compiled.\n");
});

test.concurrent("a graph with errors", async () => {
  const { code, stdout } = await runCli(["validate", files.broken]);
  expect(code).toBe(2);
  expect(stdout).toContain('Did you mean "billing"?');
  expect(stdout).toMatch(/✗ It cannot be compiled: \d+ errors\.\n$/);
});

test.concurrent("warnings pass, but not with --strict", async () => {
  const lenient = await runCli(["validate", files.warned]);
  expect(lenient).toMatchObject({ code: 0 });
  expect(lenient.stdout).toMatch(/✓ It can be compiled, with \d warnings?\./);
  const strict = await runCli(["validate", files.warned, "--strict"]);
  expect(strict.code).toBe(2);
  expect(strict.stdout).toContain("--strict does not let pass");
});

test.concurrent("findings as JSON", async () => {
  const { code, stdout } = await runCli(["validate", files.broken, "--json"]);
  expect(code).toBe(2);
  const report = JSON.parse(stdout);
  expect(report).toMatchObject({ graph: "support.desk", passed: false });
  expect(report.errors + report.warnings + report.infos).toBe(report.findings.length);
  expect(report.findings[0]).toMatchObject({ code: expect.any(String), path: expect.any(Array) });
});

test.concurrent("a file that cannot be read as a graph, as JSON too", async () => {
  const { code, stdout, stderr } = await runCli(["validate", files.misspelt, "--json"]);
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toEqual({
    passed: false,
    error: {
      code: "bad_definition",
      message: expect.stringContaining("definition.limits.modelCals must be one of modelCalls, "),
      hint: 'Did you mean "canAsk" and "modelCalls"?',
    },
  });
  expect(stderr).toContain("bad_definition");
});
