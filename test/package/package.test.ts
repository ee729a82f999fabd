import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build, type Rolldown } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const bin = (name: string): string => join(root, "node_modules", ".bin", name);
const folder = mkdtempSync(join(tmpdir(), "handoff-package-"));
const installed = join(folder, "node_modules", "handoff-machine");
const environment = { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" };
let tarball = "";

/** Packs what would be published, and installs it in an empty project, with nothing but its dependencies and peers. */
beforeAll(async () => {
  const { stdout } = await run("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], {
    cwd: root,
  });
  const packed: unknown = JSON.parse(stdout);
  const [{ filename }] = (Array.isArray(packed) ? packed : Object.values(packed as object)) as [{ filename: string }];
  tarball = join(folder, filename);
  mkdirSync(installed, { recursive: true });
  await run("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"]);
  for (const name of [
    "xstate",
    "zod",
    "openai",
    "hono",
    "@hono",
    "elkjs",
    "canonicalize",
    "@noble",
    "@standard-schema",
    "@types",
    "undici-types",
  ]) {
    symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
  }
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "consumer", type: "module" }));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a command prints, and how it ends. */
async function output(command: string, args: readonly string[], cwd: string): Promise<{ code: number; text: string }> {
  return await run(command, [...args], { cwd, env: environment }).then(
    ({ stdout, stderr }) => ({ code: 0, text: stdout + stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, text: stdout + stderr }),
  );
}

describe("the package", () => {
  test("satisfies publint and are-the-types-wrong", async () => {
    const [publint, types] = await Promise.all([
      output(bin("publint"), ["--strict", tarball], folder),
      output(bin("attw"), [tarball, "--profile", "esm-only", "--no-emoji"], folder),
    ]);
    expect(publint, publint.text).toMatchObject({ code: 0 });
    expect(types, types.text).toMatchObject({ code: 0 });
  });

  test("has what it needs and nothing else", () => {
    const has = (path: string): boolean => existsSync(join(installed, path));
    expect(
      ["LICENSE", "README.md", "docs/definition.md", "dist/src/cli/bin.js", "dist/machines/support-desk.js"].filter(
        (path) => !has(path),
      ),
    ).toEqual([]);
    expect(["src", "test", "node_modules"].filter(has)).toEqual([]);
    expect(readFileSync(join(installed, "dist/src/cli/bin.js"), "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  const program = `
import { createRuntime, defineGraph, type Update } from "handoff-machine";
import { openaiModel } from "handoff-machine/openai";
import { inspect } from "handoff-machine/inspector";
import { statelyInspector } from "handoff-machine/stately";
import { drawSvg } from "handoff-machine/svg";
import { call, createModelServer, scriptedModel } from "handoff-machine/testing";
import { createActor } from "xstate";
import { compileGraph } from "handoff-machine";

const graph = defineGraph({
  id: "pair",
  start: "one",
  agents: {
    one: { description: "First.", instructions: "Hand off.", handoffs: { two: {} } },
    two: { description: "Second.", instructions: "Answer." },
  },
});
const agent: "one" | "two" | null = (await createRuntime(graph, { model: scriptedModel([call("handoff_to_two"), "Done."]) }).open()).state.agent;
const updates: Update[] = [];
const value = createActor(compileGraph(graph)).getSnapshot().value;
if (typeof value !== "string") value satisfies { one: string } | { two: string };
const inspector = await inspect(createRuntime(graph, { model: scriptedModel([]) }));
const served = await fetch(inspector.url ?? "").then(({ status }) => status);
await inspector.close();
drawSvg satisfies (drawn: typeof graph) => Promise<string>;
export { agent, createModelServer, openaiModel, statelyInspector, updates };
console.log("ran", served);
`;

  test.for([
    ["nodenext", "nodenext"],
    ["esnext", "bundler"],
  ] as const)("its types serve a consumer with module %s and resolution %s", async ([module, moduleResolution]) => {
    const project = join(folder, moduleResolution);
    mkdirSync(project);
    writeFileSync(join(project, "program.ts"), program);
    const compilerOptions = { module, moduleResolution, target: "es2023", strict: true, noEmit: true, types: ["node"] };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["program.ts"] }));
    const found = await output(
      process.execPath,
      [join(root, "node_modules/typescript/bin/tsc"), "-p", project],
      folder,
    );
    expect(found).toEqual({ code: 0, text: "" });
  });

  test("what it exports has the names that it is exported by: bundling has renamed nothing", async () => {
    const named = `
      for (const entry of ["", "/inspector", "/openai", "/stately", "/svg", "/testing"]) {
        const exported = Object.entries(await import("handoff-machine" + entry));
        const functions = exported.filter(([, value]) => typeof value === "function");
        console.log(functions.length > 0, functions.filter(([name, { name: own }]) => own !== name).join());
      }
    `;
    expect(await output(process.execPath, ["--input-type=module", "-e", named], folder)).toEqual({
      code: 0,
      text: "true \n".repeat(6),
    });
  });

  test.for([
    ["guardLabel", 10_000],
    ["defineGraph", 30_000],
  ] as const)("an application that uses %s alone gets no more than %i bytes", async ([name, most]) => {
    const entry = join(folder, `${name}.js`);
    writeFileSync(entry, `export { ${name} } from "handoff-machine";`);
    const built = await build({
      root: folder,
      configFile: false,
      logLevel: "silent",
      build: { write: false, minify: true, lib: { entry, formats: ["es"] } },
    });
    const [{ output: chunks }] = built as Rolldown.RolldownOutput[] as [Rolldown.RolldownOutput]; // one format, no watching
    const [{ code }] = chunks;
    expect(code).toContain(name);
    expect(code.length).toBeLessThan(most);
  });

  test("runs where only it is installed; its main entry loads neither a vendor nor zod", async () => {
    writeFileSync(join(folder, "program.ts"), program);
    expect((await output(process.execPath, ["program.ts"], folder)).text).toContain("ran 200");
    const loaded = `
      import { registerHooks } from "node:module";
      const seen = [];
      registerHooks({ load: (url, context, next) => (seen.push(url), next(url, context)) });
      await import("handoff-machine");
      console.log(["xstate/", "openai", "zod", "hono", "elkjs", "node:fs", "node:http"].filter((name) => seen.some((url) => url.includes(name))).join());
    `;
    expect(await output(process.execPath, ["--input-type=module", "-e", loaded], folder)).toEqual({
      code: 0,
      text: "xstate/\n",
    });
  });
});
