import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { files, runCli, temporaryDirectory } from "./start-cli.ts";

const golden = (name: string): string => readFileSync(new URL(`../draw/golden/${name}`, import.meta.url), "utf8");

test.concurrent.each([
  [[], "support-desk.txt"],
  [["--format", "text"], "support-desk.txt"],
  [["--format", "mermaid"], "support-desk.agents.mmd"],
  [["--format", "mermaid", "--level", "states"], "support-desk.states.mmd"],
  [["--format", "json"], "support-desk.json.golden"],
  [["--format", "svg"], "support-desk.agents.svg"],
])("%j", async (options, name) => {
  const { code, stdout } = await runCli(["draw", files.supportDesk, ...options]);
  expect(code).toBe(0);
  expect(stdout).toBe(golden(name));
});

test.concurrent("into a file", async () => {
  using directory = temporaryDirectory();
  const path = directory.path("desk.mmd");
  const { code, stdout, stderr } = await runCli(["draw", files.supportDesk, "--format", "mermaid", "--output", path]);
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "", stderr: `${path} written.\n` });
  expect(readFileSync(path, "utf8")).toBe(golden("support-desk.agents.mmd"));
});

test.concurrent("a graph with errors is drawn, but has no states", async () => {
  const drawn = await runCli(["draw", files.broken]);
  expect(drawn).toMatchObject({ code: 0, stdout: expect.stringContaining("no such agent") });
  const states = await runCli(["draw", files.broken, "--format", "mermaid", "--level", "states"]);
  expect(states).toMatchObject({ code: 2, stderr: expect.stringContaining("code  invalid_graph") });
});

test.concurrent("a path that cannot be written", async () => {
  const { code, stderr } = await runCli(["draw", files.supportDesk, "--output", "/nowhere/desk.txt"]);
  expect(code).toBe(2);
  expect(stderr).toContain("/nowhere/desk.txt cannot be written");
});
