import { describe, expect, test } from "vitest";
import { runCli } from "./start-cli.ts";

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
