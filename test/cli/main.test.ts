import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { drawFormats } from "../../src/cli/draw/draw-wish.ts";
import { runCli, startCli, temporaryDirectory } from "./start-cli.ts";

describe("the program", () => {
  test.concurrent.each([[["--help"]], [[]], [["help"]]])("%j lists the commands and the exit codes", async (words) => {
    const { code, stdout } = await runCli(words);
    expect(code).toBe(0);
    for (const name of ["demo", "validate", "check", "draw", "inspect", "run", "130"]) expect(stdout).toContain(name);
  });

  test.concurrent("tells its version", async () => {
    const { code, stdout } = await runCli(["--version"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test.concurrent.each([
    ["demo", "--help"],
    ["validate", "--help"],
    ["help", "draw"],
    ["run", "-h"],
  ])("helps with %s %s", async (...words) => {
    const { code, stdout } = await runCli(words);
    const name = words.find((word) => word !== "help");
    expect(code).toBe(0);
    expect(stdout).toContain(`usage  handoff ${name}`);
  });
});

test("the list of the commands names every format of draw", async () => {
  const { stdout } = await runCli(["--help"]);
  const line = /^ {2}draw +(.+(?:\n {6,}.+)*)$/m.exec(stdout)?.[1]?.toLowerCase() ?? "";
  for (const format of drawFormats) expect(line).toContain(format);
});

test("examples of the help name machines that are there: sources here, else what is installed", async () => {
  expect((await runCli(["check", "--help"])).stdout).toContain("handoff check machines/support-desk.ts\n");
  using directory = temporaryDirectory();
  const { stdout } = await startCli(["check", "--help"], { folder: directory.path("") }).finished;
  const [, file = ""] = /^ {2}handoff check (\S+\.js)$/m.exec(stdout) ?? [];
  expect(file).toMatch(/dist\/machines\/support-desk\.js$/);
  expect(existsSync(join(directory.path(""), file))).toBe(true);
});

describe("what it cannot use", () => {
  test.concurrent.each<[readonly string[], string, string]>([
    [["valdate", "x.ts"], "There is no command `valdate`.", 'Did you mean "validate"?'],
    [["wxyz"], "There is no command `wxyz`.", "Commands: demo, validate, check, replay, conform, draw, inspect, run."],
    [["validate"], "takes one FILE, and got none", "handoff validate --help"],
    [["demo", "now"], 'takes nothing but options, and got "now"', "handoff demo --help"],
    [["validate", "x.ts", "--strcit"], "has no option `--strcit`", 'Did you mean "--strict"?'],
    [["draw", "x.ts", "--format"], "--format", "handoff draw --help"],
    [["draw", "x.ts", "--format", "mermiad"], '--format cannot be "mermiad"', 'Did you mean "mermaid"?'],
    [["validate", "nowhere.ts"], "There is no file nowhere.ts.", "exports a graph"],
  ])("%j", async (words, message, hint) => {
    const { code, stdout, stderr } = await runCli(words);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
    expect(stderr).toContain("code  bad_option");
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
