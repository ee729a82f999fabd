import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { files, runCli, temporaryDirectory } from "./start-cli.ts";

const library = new URL("../../dist/src/index.js", import.meta.url).href;

test.concurrent("the only graph of a module is taken, and a named one", async () => {
  for (const operand of [files.mesh, `${files.mesh}#mesh30`, `${files.twoGraphs}#second`]) {
    expect(await runCli(["validate", operand])).toMatchObject({ code: 0 });
  }
});

test.concurrent("several graphs are listed", async () => {
  const { code, stderr } = await runCli(["validate", files.twoGraphs]);
  expect(code).toBe(2);
  expect(stderr).toContain("exports 2 graphs: first, second.");
  expect(stderr).toContain("two-graphs.ts#first");
});

test.concurrent("a name that is none is answered with the names that are", async () => {
  const { code, stderr } = await runCli(["validate", `${files.twoGraphs}#secnd`]);
  expect(code).toBe(2);
  expect(stderr).toContain("It exports: first, second.");
  expect(stderr).toContain('Did you mean "second"?');
});

test.concurrent.each<[string, string, readonly string[]]>([
  ["none.ts", "export const answer: number = 42;", ["exports no graph. It exports: answer (number)."]],
  ["syntax.ts", "export const = 1;", ["syntax.ts cannot be imported.", "syntax.ts:1", "SyntaxError"]],
  ["enum.ts", "export enum Color { Red }", ["cannot be imported", "enum", "write no enum"]],
  ["lost.ts", 'import "./nowhere.ts";', ["nowhere.ts", "Install what it imports"]],
  ["throws.js", 'throw new Error("no database");', ["throws.js cannot be imported. Error: no database."]],
  ["notes.txt", "hello", ["Unknown file extension", ".mjs"]],
])("%s is told in a paragraph", async (name, text, parts) => {
  using directory = temporaryDirectory();
  const { code, stderr } = await runCli(["validate", directory.write(name, text)]);
  expect(code).toBe(2);
  for (const part of parts) expect(stderr).toContain(part);
  expect(stderr.trimEnd().split("\n")).toHaveLength(3);
});

test.concurrent.each([
  ["desk.ts", 'import fs from "node:fs"; export const desk: object = fs;', "desk.mts"],
  ["desk.ts", "export const desk: number = 1;", "desk.mts"],
  ["desk.js", "export const desk = await 1;", "desk.mjs"],
])("a module that Node takes for CommonJS is told apart: %s, %s", async (name, text, renamed) => {
  using directory = temporaryDirectory();
  const manifest = directory.write("package.json", '{ "type": "commonjs" }');
  const { code, stderr } = await runCli(["validate", directory.write(name, text)]);
  expect(code).toBe(2);
  expect(stderr).toContain(`as ${manifest} does not say "type": "module"`);
  expect(stderr).toContain(`Run \`npm pkg set type=module\` there, or name the file ${renamed}.`);
});

test.concurrent("what is no definition at all is listed in full", async () => {
  using directory = temporaryDirectory();
  const text = `import { defineGraph } from "${library}"; export const desk = defineGraph({ id: 3, agents: [] });`;
  const { code, stderr } = await runCli(["validate", directory.write("bad.js", text)]);
  expect(code).toBe(2);
  expect(stderr).toContain("This is not a graph definition: ");
  expect(stderr).toContain("id must be");
  expect(stderr).toContain("agents must be");
  expect(stderr).toContain("code  bad_definition");
});

test.concurrent("a graph made with another copy of the library is taken", async () => {
  using directory = temporaryDirectory();
  const source = fileURLToPath(new URL("../../src/index.ts", import.meta.url));
  const text = `import { defineGraph } from "${source}"; export const desk = defineGraph({ id: "desk", start: "a", agents: { a: { instructions: "x" } } });`;
  expect(await runCli(["validate", directory.write("copy.ts", text)])).toMatchObject({ code: 0 });
});
