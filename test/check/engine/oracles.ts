import { execFile, execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** Whether programs can be run here. */
export function areInstalled(...programs: readonly string[]): boolean {
  return programs.every((program) => {
    try {
      execFileSync("which", [program], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  });
}

/** What an oracle counted. */
export interface Counts {
  readonly states: number;
  readonly transitions: number;
}

/** A compiled verifier of Spin. */
export interface SpinVerifier {
  /** Counts, up to the first assertion that fails. */
  readonly count: () => Promise<Counts & { readonly errors: number }>;
  /** Whether a formula, by its name, holds on all runs. */
  readonly holds: (formula: string) => Promise<boolean>;
}

/** Compiles a model in Promela and hands the verifier to `use`; leaves nothing behind. */
export async function withSpin<Result>(
  text: string,
  flags: readonly string[],
  use: (verifier: SpinVerifier) => Promise<Result>,
): Promise<Result> {
  return inFolder(async (folder) => {
    const run = runnerIn(folder);
    await writeFile(join(folder, "model.pml"), text);
    await run("spin", ["-o1", "-o2", "-o3", "-a", "model.pml"]);
    await run("gcc", ["-O0", "-w", ...flags, "-o", "pan", "pan.c"]);
    const errorsIn = (output: string): number => numberIn(output, /errors: (\d+)/);
    return use({
      async count() {
        const output = await run(
          "./pan",
          ["-m100000", "-w18", "-noclaim"].slice(0, flags.includes("-DSAFETY") ? 2 : 3),
        );
        return {
          states: numberIn(output, /(\d+) states, stored/),
          transitions: numberIn(output, /(\d+) transitions/),
          errors: errorsIn(output),
        };
      },
      async holds(formula) {
        return errorsIn(await run("./pan", ["-m100000", "-w18", "-a", "-N", formula])) === 0;
      },
    });
  });
}

/** What Rumur found. */
export interface RumurResult extends Counts {
  /** The names of the violated liveness properties. */
  readonly violated: readonly string[];
}

/** Runs Rumur on a model in Murphi; leaves nothing behind. */
export async function runRumur(text: string): Promise<RumurResult> {
  return inFolder(async (folder) => {
    const run = runnerIn(folder);
    await writeFile(join(folder, "model.m"), text);
    const options = ["--deadlock-detection", "off", "--max-errors", "100000", "--counterexample-trace", "off"];
    await run("rumur", ["model.m", "--output", "model.c", "--threads", "1", "--value-type", "int32_t", ...options]);
    await run("gcc", ["-O0", "-w", "-std=c11", "-mcx16", "-o", "model", "model.c", "-lpthread"]);
    const output = await run("./model", []);
    return {
      states: numberIn(output, /(\d+) states/),
      transitions: numberIn(output, /(\d+) rules fired/),
      violated: [...output.matchAll(/liveness property "(\w+)" violated/g)].map((match) => match[1] ?? ""),
    };
  });
}

async function inFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "check-oracle-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A verifier that finds an error exits with 1: its output is what counts. */
function runnerIn(folder: string): (program: string, args: readonly string[]) => Promise<string> {
  return async (program, args) => {
    const options = { cwd: folder, maxBuffer: 100_000_000 };
    const outcome = await execute(program, args, options).catch((error: { code?: unknown; stdout?: string }) => {
      if (typeof error.code !== "number" || !program.startsWith("./")) throw error;
      return { stdout: error.stdout ?? "" };
    });
    return outcome.stdout;
  };
}

function numberIn(output: string, pattern: RegExp): number {
  const digits = pattern.exec(output)?.[1];
  if (digits === undefined) throw new Error(`The oracle says nothing like ${pattern}: ${output}`);
  return Number(digits);
}
