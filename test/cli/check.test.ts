import { expect, test } from "vitest";
import { searchProgress } from "../../src/cli/search-progress.ts";
import { type Finished, files, runCli, temporaryDirectory } from "./start-cli.ts";

const library = new URL("../../dist/src/index.js", import.meta.url).href;

/** A module with two agents: the first hands off to the second, which gives nothing back. */
const pair = `
import { defineGraph, propertiesOf } from "${library}";
export const pair = defineGraph({
  id: "pair",
  start: "one",
  agents: {
    one: { description: "First.", instructions: "Hand off.", handoffs: { two: {} } },
    two: { description: "Second.", instructions: "Answer." },
  },
});
const { never, reachable } = propertiesOf(pair);
`;

const single = (id: string): string =>
  `defineGraph({ id: "${id}", start: "a", agents: { a: { instructions: "Answer." } } })`;

test.concurrent("a graph of which everything holds", async () => {
  const { code, stdout, stderr } = await runCli(["check", files.supportDesk]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^support-desk {2}[\d,]+ states, [\d,]+ transitions, search complete\n/);
  expect(stdout).toMatch(/^holds {5}\d+ properties that every graph is asked$/m);
  expect(stdout).toMatch(/\n(\d+) of \1 properties hold\.\n$/);
});

test.concurrent("a property that is violated: the conversation, and 1", async () => {
  const { code, stdout } = await checked(
    `${pair} export const properties = [never("nobody comes to two", { enters: "two" })];`,
  );
  expect(code).toBe(1);
  expect(stdout).toMatch(/^VIOLATED {2}nobody comes to two$/m);
  expect(stdout).toContain("shortest of all conversations: 3 steps");
  expect(stdout).toMatch(/› 3 {2}machine {2}hands off to two/);
});

test.concurrent("a part of the list may be exported under any name", async () => {
  const module = `${pair}
    export const first = reachable("two is reached", { agent: "two" });
    export const reaching = [first];
    export const properties = [...reaching, never("nobody comes to two", { enters: "two" })];`;
  const { code, stdout } = await checked(module, "--no-defaults");
  expect(code).toBe(1);
  expect(stdout).toContain("1 of 2 properties");
});

test.concurrent("properties named after their graph, without those that every graph is asked", async () => {
  const module = `${pair} export const pairProperties = [reachable("two is reached", { agent: "two" })];`;
  const { code, stdout } = await checked(module, "--no-defaults");
  expect(code).toBe(0);
  expect(stdout).toContain("1 of 1 property holds.");
  expect(stdout).not.toContain("›");
  const told = await checked(module, "--no-defaults", "--witnesses");
  expect(told.stdout).toContain("holds  two is reached");
  expect(told.stdout).toContain("hands off to two");
});

test.concurrent("a report as JSON", async () => {
  const module = `${pair} export const properties = [never("nobody comes to two", { enters: "two" })];`;
  const { code, stdout } = await checked(module, "--json", "--no-defaults");
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    graph: "pair",
    verdict: "violated",
    complete: true,
    results: [{ name: "nobody comes to two", kind: "never", isDefault: false, verdict: "violated", replayed: "real" }],
  });
});

test.concurrent("--format json is --json", async () => {
  const module = `${pair} export const properties = [never("nobody comes to two", { enters: "two" })];`;
  const [one, other] = await Promise.all([checked(module, "--json"), checked(module, "--format", "json")]);
  expect(JSON.parse(other.stdout)).toEqual(JSON.parse(one.stdout));
  expect(other.code).toBe(1);
});

test.concurrent("a report as Markdown: a diagram for each conversation", async () => {
  const module = `${pair} export const properties = [
    never("nobody *ever* comes to two", { enters: "two" }), reachable("two is reached", { agent: "two" }),
  ];`;
  const { code, stdout } = await checked(module, "--format", "mermaid", "--no-defaults");
  expect(code).toBe(1);
  expect(stdout).toBe(`# pair: 1 of 2 properties hold

## VIOLATED: nobody \\*ever\\* comes to two

\`\`\`mermaid
---
title: "VIOLATED: nobody *ever* comes to two"
---
sequenceDiagram
  actor person_user as user
  participant agent_one as one
  participant agent_two as two
  person_user ->> agent_one: 1 says something
  agent_one --) agent_two: 2 asks for a handoff
  rect rgba(230, 60, 60, 0.2)
    agent_one ->> agent_two: 3 hands off
    Note over agent_one,agent_two: no guard on this edge
  end
\`\`\`
`);
  const told = await checked(module, "--format", "mermaid", "--no-defaults", "--witnesses");
  expect(told.stdout.match(/^```mermaid$/gm)).toHaveLength(2);
  expect(told.stdout).toContain("## holds: two is reached");
});

test.concurrent("what no conversation shows is text in Markdown", async () => {
  const module = `${pair} export const properties = [reachable("one again", { handoff: { from: "two", to: "one" } })];`;
  const { stdout } = await checked(module, "--format", "mermaid", "--no-defaults");
  expect(stdout).toContain(
    "## VIOLATED: one again\n\n```text\nVIOLATED  one again\n  No conversation comes to it.\n```\n",
  );
});

test.concurrent("a budget that is too small leaves things unknown, and is 1", async () => {
  const { code, stdout } = await runCli(["check", files.supportDesk, "--budget", "5"]);
  expect(code).toBe(1);
  expect(stdout).toContain("search ended by the budget of states");
  expect(stdout).toMatch(/^unknown {3}the conversation can always come to rest/m);
});

test.concurrent("fewer calls in one reply are fewer states", async () => {
  const [one, two] = await Promise.all([
    runCli(["check", files.supportDesk, "--calls", "1", "--json"]),
    runCli(["check", files.supportDesk, "--json"]),
  ]);
  expect(JSON.parse(one.stdout).states).toBeLessThan(JSON.parse(two.stdout).states);
});

test.concurrent("of several graphs, the properties of the one that is named", async () => {
  const module = `${pair}
    export const other = ${single("other")};
    export const pairProperties = [never("nobody comes to two", { enters: "two" })];`;
  using directory = temporaryDirectory();
  const file = directory.write("graphs.ts", module);
  expect(await runCli(["check", `${file}#other`])).toMatchObject({ code: 0 });
  expect(await runCli(["check", `${file}#pair`])).toMatchObject({ code: 1 });
});

test.concurrent.each<[string, string, readonly string[]]>([
  [
    "no list",
    "export const properties = { never };",
    ["The export properties of", "is no list of properties.", "propertiesOf"],
  ],
  ["a list of other things", "export const pairProperties = [1];", ["The export pairProperties of"]],
  [
    "one list for several graphs",
    `export const other = ${single("other")}; export const properties = [];`,
    ["exports 2 graphs (other, pair) and properties", "after their graph: pairProperties."],
  ],
  [
    "a misspelt name",
    'export const pareProperties = [never("x", { enters: "two" })];',
    ["exports properties as pareProperties", 'Did you mean "pairProperties"?'],
  ],
  [
    "a list of another name",
    'export const checks = [never("x", { enters: "two" })];',
    ["exports properties as checks", "Name it pairProperties or properties"],
  ],
  [
    "properties by name",
    'export const checks = { first: never("x", { enters: "two" }) };',
    ["exports properties as checks"],
  ],
  [
    "one that is in no list",
    'export const properties = [never("x", { enters: "two" })]; export const late = never("y", { enters: "two" });',
    ["exports properties as late"],
  ],
  ["an agent that is none", 'export const properties = [never("x", { enters: "tow" })];', ["tow"]],
  [
    "one name twice",
    'export const properties = [never("x", { enters: "two" }), never("x", { enters: "one" })];',
    ['"x"'],
  ],
])("properties that cannot be used: %s", async (_, text, parts) => {
  using directory = temporaryDirectory();
  const file = directory.write("desk.ts", `${pair}\n${text}`);
  const { code, stdout, stderr } = await runCli(["check", `${file}#pair`]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  const flowed = stderr.replaceAll(/\s+/g, " ");
  for (const part of parts) expect(flowed).toContain(part);
});

test.concurrent("a graph with errors is 2", async () => {
  const { code, stderr } = await runCli(["check", files.broken]);
  expect(code).toBe(2);
  expect(stderr).toContain("code  invalid_graph");
});

test.concurrent.each([
  ["--budget", "many"],
  ["--budget", "0"],
  ["--calls", "1.5"],
])("%s %s is no number that it can use", async (option, value) => {
  const { code, stderr } = await runCli(["check", files.supportDesk, option, value]);
  expect(code).toBe(2);
  expect(stderr).toContain(`${option} cannot be "${value}".`);
});

test.concurrent.each([
  [["--format", "pdf"], '--format cannot be "pdf"'],
  [["--json", "--format", "mermaid"], "--json cannot be written as mermaid."],
])("%j is an error", async (options, message) => {
  const { code, stdout, stderr } = await runCli(["check", files.supportDesk, ...options]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(message);
});

test("a long search is told on a terminal, in one line that is taken away again", () => {
  const written: string[] = [];
  const write = (text: string): void => void written.push(text);
  const { options, clear } = searchProgress({ isTTY: true, write });
  clear();
  expect(written).toEqual([]);
  options.progress?.report({ states: 250_000, expanded: 100_000, edges: 1_000_000 });
  clear();
  expect(written).toEqual([
    "\r\u001b[K250,000 states found, 100,000 of them looked at, 1,000,000 transitions",
    "\r\u001b[K",
  ]);
  expect(searchProgress({ write }).options).toEqual({});
});

/** Checks a module of a test's own. */
async function checked(module: string, ...options: readonly string[]): Promise<Finished> {
  using directory = temporaryDirectory();
  return await runCli(["check", directory.write("desk.ts", module), ...options]);
}

test.concurrent("against an older graph: what is possible now, as text and as Markdown, and 1", async () => {
  using directory = temporaryDirectory();
  directory.write("package.json", '{ "type": "module" }');
  const old = directory.write("old.js", pair.replace("handoffs: { two: {} }", "handoffs: { two: { maxTimes: 1 } }"));
  const now = directory.write("now.js", pair);
  const [same, wider, narrower, markdown] = await Promise.all([
    runCli(["check", now, "--against", now]),
    runCli(["check", now, "--against", old.replace("old.js", "apart.js")]),
    runCli(["check", old, "--against", now]),
    runCli(["check", files.supportDesk, "--against", now, "--format", "mermaid"]),
  ]);
  expect(same).toMatchObject({ code: 0, stdout: expect.stringContaining("nothing is possible that was not.") });
  expect(wider).toMatchObject({ code: 2, stderr: expect.stringContaining("apart.js") });
  expect(narrower).toMatchObject({ code: 0 });
  expect(markdown.code).toBe(1);
  expect(markdown.stdout).toMatch(/^# support-desk: \d+ things are possible that were not\.$/m);
  expect(markdown.stdout).toMatch(/^\| triage answers \| 2 steps \|$/m);
  expect(markdown.stdout).toContain("```mermaid");
});

test.concurrent.for([
  ["promela", "active proctype model() {"],
  ["murphi", "startstate"],
  ["dot", "digraph states {"],
])("the model in %s", async ([language = "", part = ""]) => {
  const { code, stdout } = await runCli(["check", files.supportDesk, "--export", language]);
  expect(code).toBe(0);
  expect(stdout).toContain(part);
});

test.concurrent.for([
  [["--export", "tla"], "--export"],
  [["--export", "dot", "--json"], "--json says nothing where --export is given"],
  [["--against", "x.js", "--witnesses"], "--witnesses says nothing where --against is given"],
  [["--budget", "1h"], '--budget cannot be "1h"'],
] as const)("%j is told, and 2", async ([options, message]) => {
  const { code, stderr } = await runCli(["check", files.supportDesk, ...options]);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

test.concurrent("budgets of seconds and of memory are budgets", async () => {
  const { code, stdout } = await runCli(["check", files.supportDesk, "--budget", "600s", "--budget", "64MB"]);
  expect(code).toBe(0);
  expect(stdout).toContain("search complete");
});

test.concurrent("a replay id leads through the conversation again, and violations become tests", async () => {
  using directory = temporaryDirectory();
  directory.write("package.json", '{ "type": "module" }');
  const file = directory.write(
    "pair.js",
    `${pair} export const properties = [never("nobody comes to two", { enters: "two" })];`,
  );
  const found = await runCli(["check", file]);
  const [, named, id = ""] = /handoff replay (\S+) (\S+)/.exec(found.stdout) ?? [];
  expect(named).toBe(file);
  const [text, json, diagram, tests, stranger] = await Promise.all([
    runCli(["replay", file, id]),
    runCli(["replay", file, id, "--format", "json"]),
    runCli(["replay", file, id, "--format", "mermaid"]),
    runCli(["check", file, "--format", "test"]),
    runCli(["replay", files.supportDesk, id]),
  ]);
  expect(text).toMatchObject({ code: 0, stderr: "" });
  expect(text.stdout).toMatch(/^pair {2}3 steps\n {4}1 {2}user {5}says something/);
  expect(text.stdout).toContain("Replayed on the compiled machine: real.");
  expect(JSON.parse(json.stdout)).toMatchObject({
    graph: "pair",
    replayed: "real",
    events: [{ type: "user.message" }, {}, {}],
  });
  expect(diagram.stdout).toContain("sequenceDiagram");
  expect(tests).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('import { pair, properties } from "./pair.js";'),
  });
  expect(stranger).toMatchObject({ code: 2, stderr: expect.stringContaining("is of another routing graph") });
});

test.concurrent("a replay without an id says what is missing, and is 2", async () => {
  const { code, stderr } = await runCli(["replay", files.supportDesk]);
  expect(code).toBe(2);
  expect(stderr).toContain("`handoff replay` takes FILE ID");
});
