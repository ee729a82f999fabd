import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const cruiser = "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs";

interface Report {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly {
      readonly rule: { readonly name: string };
      readonly from: string;
      readonly to: string;
    }[];
  };
}

async function cruise(...args: readonly string[]): Promise<Report> {
  const options = ["--import", "./test/structure/typescript-for-cruiser.mjs", cruiser, "--output-type", "json"];
  const { stdout } = await run(process.execPath, [...options, ...args], { cwd: root, maxBuffer: 100_000_000 }).catch(
    (error: { stdout: string }) => error,
  );
  return JSON.parse(stdout);
}

describe("the house", () => {
  test("every import of src/ goes to its own folder or to a lower floor, without a cycle", async () => {
    const { summary } = await cruise("--config", "test/structure/floors.cjs", "src");
    expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
    expect(summary.totalCruised).toBeGreaterThan(60);
  });

  test("the check can fail", async () => {
    const { summary } = await cruise("--config", "test/structure/floors.cjs", "test/structure/fixture");
    expect(new Set(summary.violations.map(({ rule }) => rule.name))).toContain("no-cycles");
  });
});
