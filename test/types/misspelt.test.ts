import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const fixture = "test/types/fixtures/misspelt.ts";

interface CompileError {
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

async function compile(compiler: string): Promise<readonly CompileError[]> {
  const { stdout } = await run(process.execPath, [compiler, "--pretty", "false", "-p", "test/types/fixtures"], {
    cwd: root,
  }).catch((error: { stdout: string }) => error);
  return [...stdout.matchAll(/^(\S+)\((\d+),(\d+)\): error TS\d+: (.*(?:\n .*)*)$/gm)].map(
    ([, file, line, column, text = ""]) => {
      expect(file).toBe(fixture);
      return { line: Number(line), column: Number(column), text };
    },
  );
}

/** What the markers in the fixture ask for: an error on the line before, with this text. */
function expected(): readonly CompileError[] {
  return readFileSync(new URL(`../../${fixture}`, import.meta.url), "utf8")
    .split("\n")
    .flatMap((line, index) => {
      const marker = /^\s*\/\/\s*\^ (.*)$/.exec(line);
      return marker === null ? [] : [{ line: index, column: line.indexOf("^") + 1, text: marker[1] ?? "" }];
    });
}

describe.each([
  ["TypeScript 7", "node_modules/typescript/bin/tsc"],
  ["TypeScript 5.9", "node_modules/typescript-5.9/bin/tsc"],
])("under %s", (_, compiler) => {
  test("each misspelling is a compile error at the word itself, and nothing else is one", async () => {
    const found = await compile(compiler);
    expect(found.map(({ line }) => line)).toEqual(expect.arrayContaining(expected().map(({ line }) => line)));
    for (const { line, column, text } of expected()) {
      const errors = found.filter((error) => error.line === line);
      expect(errors.map((error) => error.text).join("\n")).toContain(text);
      expect(
        errors.map((error) => error.column),
        `line ${line}: ${text}`,
      ).toContain(column);
    }
    const known = new Set(expected().map(({ line }) => line));
    expect(found.filter(({ line }) => !known.has(line))).toEqual([]);
  });
});
