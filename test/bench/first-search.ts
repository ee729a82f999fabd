/*
 * Prints how long the first search of a fresh process takes, beside the floor of W1 a) in alternated processes: the floor
 * says how fast the computer is while it is measured. Usage: first-search.ts MACHINE PROCESSES
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The floor, on Node 24, of the computer that the bars were set on; see docs/performance.md. */
const floorOfTheBar = 2.8;

const [machine = "airline", processes = "20"] = process.argv.slice(2);
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const search = `
  import { checkGraph } from "handoff-machine";
  const [graph] = Object.values(await import(${JSON.stringify(here(`../../dist/machines/${machine}.js`))}));
  const start = performance.now();
  checkGraph(graph);
  console.log(performance.now() - start);
`;

function run(...args: readonly string[]): string {
  return execFileSync(process.execPath, args, { encoding: "utf8", cwd: here("../..") });
}

const pairs = Array.from({ length: Number(processes) }, () => {
  const floor: { micros: number } = JSON.parse(run("--expose-gc", here("measure.ts"), "floor", "a"));
  const taken = Number(run("--input-type=module", "-e", search));
  return { floor: floor.micros, taken, scaled: (taken / floor.micros) * floorOfTheBar };
});

function quantiles(name: keyof (typeof pairs)[number], digits: number): string {
  const sorted = pairs.map((pair) => pair[name]).sort((one, other) => one - other);
  const at = (share: number): string => (sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN).toFixed(digits);
  return `fastest ${at(0)} · median ${at(0.5)} · nine of ten ${at(0.9)} · slowest ${at(1)}`;
}

console.log(`first search of ${machine}, ms: ${quantiles("taken", 0)}`);
console.log(`floor, µs per exchange: ${quantiles("floor", 2)}`);
console.log(`first search where the floor takes ${floorOfTheBar} µs, ms: ${quantiles("scaled", 0)}`);
