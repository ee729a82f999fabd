import { execFile } from "node:child_process";
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { format, promisify } from "node:util";
import { drawMermaid } from "handoff-machine";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { supportDesk } from "../../machines/support-desk.ts";
import { codeBlocks, root, withAssertions } from "./code-blocks.ts";

const folder = `${root}/test/docs/generated`;
const blocks = codeBlocks();

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  for (const { code, file } of blocks) {
    mkdirSync(dirname(`${folder}/${file}`), { recursive: true });
    writeFileSync(`${folder}/${file}`, `${withAssertions(code)}\nexport {};\n`);
  }
});

test("there are blocks to run, and the lines that say what they give are assertions", () => {
  expect(blocks.length).toBeGreaterThan(60);
  expect(blocks.some(({ place }) => place.startsWith("README.md"))).toBe(true);
  expect(withAssertions("one(); // => 1\nconst two = 2; // => 2\n")).toContain("expect(one()).toEqual(1);\nconst two");
});

describe("every code block of README, docs and docstrings runs", () => {
  beforeEach(() => {
    for (const method of ["log", "error", "warn"] as const) vi.spyOn(console, method).mockReturnValue(undefined);
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
  });
  afterEach(() => vi.restoreAllMocks());

  test.for(blocks)("$place", async ({ file, prints }) => {
    await import(`${folder}/${file}`);
    if (prints === null) return;
    const printed = vi.mocked(console.log).mock.calls.map((values) => `${format(...values)}\n`);
    expect(printed.join("")).toBe(prints);
  });
});

test("every code block is accepted by the compiler", async () => {
  writeFileSync(
    `${folder}/tsconfig.json`,
    JSON.stringify({
      extends: "../../../tsconfig.json",
      compilerOptions: { noUnusedLocals: false },
      include: ["."],
      exclude: [],
    }),
  );
  const compiler = `${root}/node_modules/typescript/bin/tsc`;
  const { stdout } = await promisify(execFile)(process.execPath, [compiler, "--pretty", "false", "-p", folder], {
    cwd: root,
  }).catch((error: { stdout: string }) => error);
  expect(stdout).toBe("");
});

test("the picture in the README is what is drawn of the support desk", () => {
  const [, picture] = /```mermaid\n([\s\S]*?)```/.exec(readFileSync(join(root, "README.md"), "utf8")) ?? [];
  expect(picture).toBe(drawMermaid(supportDesk));
});

test("every link of README and docs to a file leads somewhere", () => {
  const pages = ["README.md", ...globSync("docs/**/*.md", { cwd: root })];
  const broken = pages.flatMap((page) =>
    [...readFileSync(join(root, page), "utf8").matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
      .map(([, link = ""]) => link)
      .filter((link) => !existsSync(join(root, dirname(page), link)))
      .map((link) => `${page}: ${link}`),
  );
  expect(broken).toEqual([]);
});
