/*
 * Prints W1 a, b and f of docs/performance.md, ours and the floor, alternated in one run. Each figure is measured in a
 * process of its own; of several rounds the median is printed.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { arch, availableParallelism, cpus, platform } from "node:os";
import { fileURLToPath } from "node:url";

interface Figures {
  readonly [name: string]: number;
}

const rounds = 5;

function measure(subject: "ours" | "floor", what: string): Figures {
  const script = fileURLToPath(new URL("measure.ts", import.meta.url));
  return JSON.parse(execFileSync(process.execPath, ["--expose-gc", script, subject, what], { encoding: "utf8" }));
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function compare(what: string, times: number): { ours: Figures; floor: Figures } {
  const runs = Array.from({ length: times }, () => ({ ours: measure("ours", what), floor: measure("floor", what) }));
  const middle = (subject: "ours" | "floor"): Figures => {
    const names = Object.keys(runs[0]?.[subject] ?? {});
    return Object.fromEntries(names.map((name) => [name, median(runs.map((run) => run[subject][name] ?? Number.NaN))]));
  };
  return { ours: middle("ours"), floor: middle("floor") };
}

function row(label: string, ours: number, floor: number, { unit, bar }: { unit: string; bar: string }): void {
  const cells = [label.padEnd(34), `${format(ours)} ${unit}`.padStart(12), `${format(floor)} ${unit}`.padStart(12)];
  console.log(`${cells.join("  ")}  ${format(ours / floor).padStart(7)}×  ${bar}`);
}

function format(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

const version = (name: string): string =>
  JSON.parse(readFileSync(new URL(`../../node_modules/${name}/package.json`, import.meta.url), "utf8")).version;

console.log(`node ${process.version} · xstate ${version("xstate")} · zod ${version("zod")}`);
console.log(`${platform()} ${arch()} · ${availableParallelism()} × ${cpus()[0]?.model ?? "?"}`);
console.log(`median of ${rounds} alternated rounds, one process each\n`);
console.log(`${"W1".padEnd(34)}  ${"ours".padStart(12)}  ${"floor".padStart(12)}  ${"ratio".padStart(8)}  bar`);

const a = compare("a", rounds);
row("a) one-exchange sessions", a.ours.micros ?? 0, a.floor.micros ?? 0, { unit: "µs", bar: "≤ 100 µs" });

const b = compare("b", rounds);
for (const turn of ["at10", "at100", "at1000"]) {
  const label = `b) one session, at exchange ${turn.slice(2)}`;
  row(label, b.ours[turn] ?? 0, b.floor[turn] ?? 0, {
    unit: "µs",
    bar: turn === "at10" ? "" : "flat: ≤ 2 × exchange 10",
  });
}

const f = compare("f", 3);
row("f) 10,000 sessions, wall", f.ours.seconds ?? 0, f.floor.seconds ?? 0, { unit: "s", bar: "≤ 3 s" });
row("f) 10,000 sessions, peak memory", f.ours.megabytes ?? 0, f.floor.megabytes ?? 0, { unit: "MB", bar: "≤ 350 MB" });

const compile = compare("compile", 3).ours;
console.log("\ncompile (validation included), full mesh            bar");
for (const [size, bar] of [
  ["4", "≤ 5 ms"],
  ["50", "≤ 50 ms"],
  ["300", "≤ 1,500 ms"],
]) {
  console.log(
    `  ${`${size} agents`.padEnd(32)}  ${`${format(compile[`agents${size}`] ?? 0)} ms`.padStart(12)}  ${bar}`,
  );
}
