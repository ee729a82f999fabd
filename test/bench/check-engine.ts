/*
 * Prints how fast the model checker's engine explores about five million states, beside Spin on the same model by the
 * export to Promela, in alternated rounds. xstate/graph gets a smaller model of the same shape: it would not end.
 *
 *   node test/bench/check-engine.ts
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { arch, availableParallelism, cpus, loadavg, platform, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fromTransition } from "xstate";
import { getAdjacencyMap } from "xstate/graph";
import { add, all, eq, less, termOf } from "../../src/check/engine/build-expression.ts";
import { successorOf, testOf } from "../../src/check/engine/closures.ts";
import { type ExploreOptions, explore } from "../../src/check/engine/explore.ts";
import { layOut, pack, unpack } from "../../src/check/engine/layout.ts";
import type { Command, Field, Model } from "../../src/check/engine/model.ts";
import { toPromela } from "../../src/check/engine/to-promela.ts";

interface Size {
  readonly agents: number;
  readonly counters: readonly number[];
  readonly flags: number;
  /** Fields that never change: they only make a state wider than one word. */
  readonly idle: number;
}

interface Figures {
  readonly states: number;
  readonly edges: number;
  readonly milliseconds: number;
  readonly bytesPerState: number;
}

const large: Size = { agents: 12, counters: [7, 5, 3], flags: 12, idle: 6 };
const small: Size = { agents: 4, counters: [3, 3], flags: 6, idle: 0 };
const rounds = 3;

const subjects: Readonly<Record<string, ExploreOptions>> = {
  "generated code, hashed": { bitmap: false },
  "generated code, hashed, transitions kept": { bitmap: false, recordEdges: true },
  "generated code, bitmap": {},
  "closures, hashed": { bitmap: false, codegen: false },
};

/** Agents in a ring; at each of them counters are counted up, flags raised, and one flag taken back. */
function flowModel({ agents, counters, flags, idle }: Size): Model {
  const fields: Field[] = [
    { name: "agent", size: agents, initial: 0 },
    ...counters.map((size, index) => ({ name: `counter${index}`, size, initial: 0 })),
    ...Array.from({ length: flags }, (_, index) => ({ name: `flag${index}`, size: 2, initial: 0 })),
    ...Array.from({ length: idle }, (_, index) => ({ name: `idle${index}`, size: 16, initial: index })),
  ];
  const commands = Array.from({ length: agents }, (_, agent): Command[] => {
    const here = eq("agent", agent);
    const set = (field: string, value: number) => [{ field, value: termOf(value) }];
    const counter = `counter${agent % counters.length}`;
    const most = (counters[agent % counters.length] ?? 1) - 1;
    const raised = Array.from({ length: flags }, (_, flag) => flag).filter((flag) => flag % 3 === agent % 3);
    return [
      { name: `hand off ${agent}`, owner: "model", guard: here, updates: set("agent", (agent + 1) % agents) },
      {
        name: `count ${agent}`,
        owner: "tool",
        guard: all(here, less(counter, most)),
        updates: [{ field: counter, value: add(counter, 1) }],
      },
      ...raised.map(
        (flag): Command => ({
          name: `raise ${flag} at ${agent}`,
          owner: "user",
          guard: all(here, eq(`flag${flag}`, 0)),
          updates: set(`flag${flag}`, 1),
        }),
      ),
      {
        name: `reset at ${agent}`,
        owner: "clock",
        guard: all(here, eq("flag0", 1), eq("flag1", 1)),
        updates: set("flag1", 0),
      },
    ];
  });
  return { fields, commands: commands.flat(), locations: ["agent"] };
}

/** In a process of its own, so that no round has warmed up or fragmented the next one. */
function measure(subject: string): Figures {
  const script = fileURLToPath(import.meta.url);
  return JSON.parse(execFileSync(process.execPath, [script, subject], { encoding: "utf8" }));
}

function exploreOnce(subject: string): Figures {
  const options = subjects[subject];
  // The idle fields would keep the bitmap from being used.
  const model = flowModel(subject.endsWith("bitmap") ? { ...large, idle: 0 } : large);
  const start = performance.now();
  const { states, edges, bytesPerState } = explore(model, options);
  return { states, edges, bytesPerState, milliseconds: performance.now() - start };
}

function compileSpin(folder: string): (() => Figures) | null {
  try {
    writeFileSync(join(folder, "model.pml"), toPromela(flowModel(large)));
    execFileSync("spin", ["-o1", "-o2", "-o3", "-a", "model.pml"], { cwd: folder });
    execFileSync("gcc", ["-O2", "-w", "-DSAFETY", "-DNOREDUCE", "-o", "pan", "pan.c"], { cwd: folder });
  } catch {
    return null;
  }
  return () => {
    const start = performance.now();
    const output = execFileSync("./pan", ["-m10000000", "-w23"], { cwd: folder, encoding: "utf8" });
    const milliseconds = performance.now() - start;
    const read = (pattern: RegExp): number => Number(pattern.exec(output)?.[1] ?? Number.NaN);
    const states = read(/(\d+) states, stored/);
    const megabytes = read(/([\d.]+)\s+total actual memory usage/);
    return {
      states,
      edges: read(/(\d+) transitions/) - 1,
      milliseconds,
      bytesPerState: (megabytes * 2 ** 20) / states,
    };
  };
}

function exploreWithXState(): Figures {
  const model = flowModel(small);
  const layout = layOut(model);
  const arena = new Int32Array(2 * layout.words);
  const moves = model.commands.map((command) => ({
    test: testOf(command.guard, layout),
    take: successorOf(command, layout),
  }));
  const logic = fromTransition(
    (values: readonly number[], event: { readonly type: string }) => {
      const move = moves[Number(event.type)];
      pack(layout, values, arena, 0);
      if (move === undefined || !move.test(arena, 0)) return values;
      move.take(arena, 0, layout.words);
      return unpack(layout, arena, layout.words);
    },
    model.fields.map(({ initial }) => initial),
  );
  const events = model.commands.map((_, index) => ({ type: String(index) }));
  const start = performance.now();
  const states = Object.keys(getAdjacencyMap(logic, { events, limit: 10_000_000 })).length;
  const { edges } = explore(model);
  return { states, edges, milliseconds: performance.now() - start, bytesPerState: Number.NaN };
}

function report(): void {
  console.log(
    `node ${process.version} · ${platform()} ${arch()} · ${availableParallelism()} × ${cpus()[0]?.model ?? "?"}`,
  );
  console.log(`median of ${rounds} alternated rounds · load ${loadavg()[0]?.toFixed(1)}\n`);
  const folder = mkdtempSync(join(tmpdir(), "check-bench-"));
  try {
    const spin = compileSpin(folder);
    const measures: [string, () => Figures][] = Object.keys(subjects).map((name) => [name, () => measure(name)]);
    if (spin !== null) measures.push(["Spin, gcc -O2", spin]);
    const figures = new Map(measures.map(([name]): [string, Figures[]] => [name, []]));
    for (let round = 0; round < rounds; round++) {
      for (const [name, once] of measures) figures.get(name)?.push(once());
    }
    figures.set("xstate/graph, small model", [exploreWithXState()]);
    console.log(["".padEnd(42), "states", "transitions", "ms", "states/s", "bytes/state"].join("\t"));
    for (const [name, found] of figures) row(name, found);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function row(name: string, found: readonly Figures[]): void {
  const middle = found.toSorted((one, other) => one.milliseconds - other.milliseconds)[Math.floor(found.length / 2)];
  if (middle === undefined) return;
  const { states, edges, milliseconds, bytesPerState } = middle;
  const speed = (states / milliseconds) * 1000;
  const cells = [states, edges, milliseconds.toFixed(0), speed.toFixed(0), bytesPerState.toFixed(1)];
  console.log([name.padEnd(42), ...cells].join("\t"));
}

const [, , subject] = process.argv;
if (subject === undefined) report();
else console.log(JSON.stringify(exploreOnce(subject)));
