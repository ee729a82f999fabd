/*
 * Prints how long a fresh process takes to load the main entry, and xstate alone, which is a part of it; of the processes
 * the fastest, the median and the slowest.
 */
import { execFileSync } from "node:child_process";

const processes = 21;

function milliseconds(name: string): number {
  const program = `const start = performance.now(); await import("${name}"); console.log(performance.now() - start);`;
  return Number(execFileSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" }));
}

for (const name of ["handoff-machine", "xstate"]) {
  const taken = Array.from({ length: processes }, () => milliseconds(name)).sort((one, other) => one - other);
  const [fastest, median, slowest] = [0, (processes - 1) / 2, processes - 1].map((place) => taken[place] ?? Number.NaN);
  console.log(`${name}: ${fastest?.toFixed(0)} ms · median ${median?.toFixed(0)} ms · ${slowest?.toFixed(0)} ms`);
}
