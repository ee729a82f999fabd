import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { commands } from "../../src/cli/commands.ts";
import { parseArguments } from "../../src/cli/parse-arguments.ts";
import { approvalAnswers } from "../../src/cli/run/approval-answer.ts";
import { parseJsonLine } from "../../src/cli/run/json-line.ts";
import { slashCommands } from "../../src/cli/run/slash-command.ts";
import { files, runCli, temporaryDirectory } from "./start-cli.ts";

const page = readFileSync(new URL("../../docs/cli.md", import.meta.url), "utf8");
const sections = new Map(page.split(/^## /m).map((section) => [/^\w+/.exec(section)?.[0] ?? "", section] as const));

test.each(commands)("docs/cli.md has a section for $name, with exactly its options", async ({ name, load }) => {
  const { options, operands } = await load();
  const section = sections.get(name) ?? "";
  expect(section.split("\n")[0]).toBe([name, operands].join(" ").trim());
  const documented = [...section.matchAll(/^\| `--([\w-]+)(?: ([A-Z]+))?` \|/gm)].map(([, option, value]) => [
    option,
    value,
  ]);
  expect(documented).toEqual(Object.entries(options).map(([option, { value }]) => [option, value]));
});

test("it lists the slash commands", () => {
  const documented = [...page.matchAll(/^\| `(\/[^`]+)` \|/gm)].map(([, usage = ""]) => usage.replaceAll("\\|", "|"));
  expect(documented).toEqual(slashCommands.map(({ usage }) => usage));
});

test("it lists the answers to a call that waits, in the words of the prompt", () => {
  for (const { usage, about } of approvalAnswers) expect(page).toContain(`| \`${usage}\` | ${about.split(";")[0]}`);
});

test("it names every update, and its lines of the protocol are understood", () => {
  const declared = readFileSync(new URL("../../src/runtime/update.ts", import.meta.url), "utf8");
  const types = [...declared.matchAll(/readonly type: ([^;]+);/g)].flatMap(([, list = ""]) => list.split(" | "));
  for (const type of types) expect(page).toContain(`\`${type.replaceAll('"', "")}\``);
  const lines = [...page.matchAll(/^\| `(\{"[^`]+\})` \|/gm)].map(([, line = ""]) => line);
  expect(lines.length).toBeGreaterThan(8);
  for (const line of lines) expect(() => parseJsonLine(line), line).not.toThrow();
});

test("its script does what the page says", async () => {
  using directory = temporaryDirectory();
  const [, script = ""] = /^```json\n(\[[\s\S]*?)^```$/m.exec(page) ?? [];
  const options = ["--script", directory.write("script.json", script)];
  const { code, stdout } = await runCli(["run", files.supportDesk, ...options], ["my money back", "swordfish", "y"]);
  expect(code).toBe(0);
  for (const part of ["What are the e-mail", "⚙ verifyIdentity", "⇒ triage → refunds", "allow?", "Done: 129"]) {
    expect(stdout).toContain(part);
  }
});

test("its commands, and the examples of the help, are understood", async () => {
  const documented = [...page.matchAll(/^(?:\w+=\S+ )?npx handoff (.+)$/gm)].map(([, words = ""]) => words);
  const examples = await Promise.all(commands.map(async ({ load }) => (await load()).examples));
  for (const line of [...documented, ...examples.flat()]) {
    const [name, ...words] = [...line.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
    const command = await commands.find((known) => known.name === name)?.load();
    expect(command, line).toBeDefined();
    if (command !== undefined) expect(() => parseArguments(command, words), line).not.toThrow();
  }
});
