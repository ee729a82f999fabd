import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A TypeScript block of the documentation. */
export interface CodeBlock {
  /** The file and the line of its fence. */
  readonly place: string;
  /** Where it is written to be run: under its own name, when its fence has one (`ts file=desk.ts`). */
  readonly file: string;
  readonly code: string;
  /** What it prints, when a block fenced as `text` or `mermaid` follows right behind. */
  readonly prints: string | null;
}

export const root: string = fileURLToPath(new URL("../..", import.meta.url));

/** All TypeScript blocks of README, docs and docstrings. A block fenced as anything but `ts` is not run. */
export function codeBlocks(): readonly CodeBlock[] {
  const pages = ["README.md", ...globSync("docs/**/*.md", { cwd: root })];
  const sources = globSync("src/**/*.ts", { cwd: root });
  return [
    ...pages.flatMap((file) => blocksOf(file, readFileSync(`${root}/${file}`, "utf8"))),
    ...sources.flatMap((file) => blocksOf(file, withoutStars(readFileSync(`${root}/${file}`, "utf8")))),
  ].sort((one, other) => one.place.localeCompare(other.place, "en", { numeric: true }));
}

/** Lines that say what an expression gives, `expression; // => value`, become assertions. */
export function withAssertions(code: string): string {
  const line =
    /^(\s*)(?!const |let |import |export |\/\/)(.+); \/\/ => ((?:["'[{\d-]|true\b|false\b|null\b|undefined\b).*)$/gm;
  const asserted = code.replace(
    line,
    (_, indent, expression, value) => `${indent}expect(${expression}).toEqual(${value});`,
  );
  return asserted === code ? code : `import { expect } from "vitest";\n${asserted}`;
}

function blocksOf(page: string, text: string): readonly CodeBlock[] {
  const fence = /^```ts(?: file=(\S+))?\n([\s\S]*?)^```$(?:\n\n```(?:text|mermaid)\n([\s\S]*?)^```$)?/gm;
  const folder = page.replace(/[^\w]+/g, "_");
  return [...text.matchAll(fence)].map(({ index, 1: name, 2: code = "", 3: prints = null }) => {
    const line = text.slice(0, index).split("\n").length;
    return { place: `${page}:${line}`, file: `${folder}/${name ?? `line-${line}.ts`}`, code, prints };
  });
}

/** A source file with nothing left of it but the text of its docstrings, line by line. */
function withoutStars(source: string): string {
  return source
    .split("\n")
    .map((text) => /^\s*\* ?(.*)$/.exec(text)?.[1] ?? "")
    .join("\n");
}
