import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { root } from "./code-blocks.ts";

const page = readFileSync(`${root}/docs/comparison.md`, "utf8");
const [compared = "", defined = ""] = page.split("\n## Our tests\n");

/** The rows of all tables that compare, without heads. */
const rows = compared
  .split("\n")
  .filter((line) => /^\|(?! feature | the failure |-)/.test(line))
  .map((line) => line.slice(1, -1).split("|"));

/** Files with a test's name, after the names of the groups that it stands in. */
const named = [
  ...defined.matchAll(/^\| H\d+ \| \[[^\]]+\]\(\.\.\/([^)]+)\) \| (.+) \|$/gm),
  ...compared.matchAll(/\]\(\.\.\/(test\/[^)]+)\) “([^”]+)”/g),
].map(([, file = "", name = ""]) => ({ file, names: name.split(" › ") }));

test("every row says what ours does, or which test shows it", () => {
  expect(rows.length).toBeGreaterThan(150);
  expect(rows.filter((row) => row.length !== 3 || row.at(-1)?.trim() === "")).toEqual([]);
});

test("every test that is named exists", () => {
  expect(named.length).toBeGreaterThan(100);
  const missing = named.filter(({ file, names }) => {
    if (!existsSync(`${root}/${file}`)) return true;
    const text = readFileSync(`${root}/${file}`, "utf8");
    return names.some((name) => ![`"${name}"`, `'${name}'`].some((quoted) => text.includes(quoted)));
  });
  expect(missing).toEqual([]);
});

test("every failure names its test with its file", () => {
  const failures = compared.slice(compared.indexOf("| the failure |"));
  const unnamed = failures.split("\n").filter((line) => /^\| .*\*\*/.test(line) && !/\) “[^”]+”( \||<br>)/.test(line));
  expect(unnamed).toEqual([]);
});

test("every letter that a cell rests on is defined", () => {
  const keys = [...defined.matchAll(/^(?:- |\| )([A-Z]\d+) /gm)].map(([, key]) => key);
  const used = [...compared.matchAll(/\[([A-Z]\d+(?:, [A-Z]\d+)*)\]/g)].flatMap(([, list = ""]) => list.split(", "));
  expect(new Set(keys).size).toBe(keys.length);
  expect([...new Set(used)].filter((key) => !keys.includes(key))).toEqual([]);
});

test("every reason for a no is a line of the decision", () => {
  const decision = readFileSync(`${root}/docs/decisions/0009-what-others-have-and-we-leave-out.md`, "utf8");
  const lines = [...defined.matchAll(/^- D\d+ (.+)$/gm)].map(([, line = ""]) => line);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.filter((line) => !decision.includes(`- **${line}**`))).toEqual([]);
});
