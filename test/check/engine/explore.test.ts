import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { add, all, always, clamp, conditional, eq, less } from "../../../src/check/engine/build-expression.ts";
import { decodeState, pathTo } from "../../../src/check/engine/exploration.ts";
import { type ExploreOptions, explore } from "../../../src/check/engine/explore.ts";
import type { Field, Model } from "../../../src/check/engine/model.ts";
import { InternalError, UsageError } from "../../../src/errors.ts";
import { models } from "./arbitrary-models.ts";
import { exploreNaively } from "./reference.ts";
import { graphModel } from "./small-models.ts";

/** Independent counters: as many states as the product of the sizes. */
function counters(sizes: readonly number[]): Model {
  const fields = sizes.map((size, index): Field => ({ name: `c${index}`, size, initial: 0 }));
  const commands = fields.map(({ name, size }) => ({
    name: `up ${name}`,
    owner: "model" as const,
    guard: less(name, size - 1),
    updates: [{ field: name, value: clamp(add(name, 1), 0, size - 1) }],
  }));
  return { fields, commands };
}

const engines: readonly ExploreOptions[] = [
  {},
  { recordEdges: true },
  { bitmap: false },
  { bitmap: false, recordEdges: true },
  { codegen: false },
  { codegen: false, recordEdges: true },
  { codegen: false, bitmap: false },
  { codegen: false, bitmap: false, recordEdges: true },
];

describe.each(engines)("the engine with %o", (options) => {
  test("finds states, transitions, dead ends and the depth", () => {
    const found = explore(counters([10, 20, 30]), options);
    const edges = 9 * 20 * 30 + 10 * 19 * 30 + 10 * 20 * 29;
    expect(found).toMatchObject({ states: 6000, expanded: 6000, edges, deadEnds: 1, depth: 57, complete: true });
    expect(decodeState(found, 0)).toEqual([0, 0, 0]);
    expect(decodeState(found, 5999)).toEqual([9, 19, 29]);
    expect(pathTo(found, 5999)).toHaveLength(57);
  });

  test("packs fields of all widths into any number of words", () => {
    const sizes = [2 ** 31, 1, 2, 3, 2 ** 16, 5, 2 ** 20, 1, 2 ** 31, 2 ** 13, 2 ** 19];
    const fields = sizes.map((size, index): Field => ({ name: `f${index}`, size, initial: size - 1 }));
    const commands = fields.map(({ name, size }) => ({
      name,
      owner: "tool" as const,
      guard: eq(name, size - 1),
      updates: [{ field: name, value: { kind: "constant", value: Math.floor((size - 1) / 2) } as const }],
    }));
    const found = explore({ fields, commands }, options);
    // A field with one value changes nothing; each of the others has two values.
    expect(found.states).toBe(2 ** 9);
    expect(decodeState(found, 0)).toEqual(sizes.map((size) => size - 1));
    expect(decodeState(found, 2 ** 9 - 1)).toEqual(sizes.map((size) => Math.floor((size - 1) / 2)));
  });

  test("an update that leaves its field's range is a defect of the model's author", () => {
    const [field] = counters([3]).fields;
    const model: Model = {
      fields: field === undefined ? [] : [field],
      commands: [{ name: "up", owner: "model", guard: always, updates: [{ field: "c0", value: add("c0", 1) }] }],
    };
    expect(() => explore(model, options)).toThrow(InternalError);
    expect(() => explore(model, options)).toThrow('Command "up" sets field "c0" to 3');
  });

  test("updates are simultaneous", () => {
    const fields = [1, 0].map((initial, index): Field => ({ name: `x${index}`, size: 2, initial }));
    const updates = [
      { field: "x0", value: { kind: "field", field: "x1" } as const },
      { field: "x1", value: { kind: "field", field: "x0" } as const },
    ];
    const found = explore({ fields, commands: [{ name: "swap", owner: "model", guard: always, updates }] }, options);
    expect([decodeState(found, 0), decodeState(found, 1), found.states]).toEqual([[1, 0], [0, 1], 2]);
  });
});

test("all engines number the states alike", () => {
  fc.assert(
    fc.property(models, (model) => {
      const naive = exploreNaively(model);
      const [first, ...others] = engines.map((options) => {
        const found = explore(model, options);
        const states = Array.from({ length: found.states }, (_, state) => decodeState(found, state));
        const { store } = found;
        const { states: count } = found;
        return {
          states,
          parents: store.parents.slice(0, count),
          vias: store.vias.slice(0, count),
          firsts: store.firsts,
        };
      });
      for (const other of others) expect(other).toEqual(first);
      expect(first?.states).toHaveLength(naive.states.length);
    }),
  );
});

test("where code generation is forbidden, closures do the same", () => {
  const file = (name: string): string => new URL(`../../../src/check/engine/${name}.ts`, import.meta.url).href;
  const script = `
    const { explore } = await import(${JSON.stringify(file("explore"))});
    const { eq, termOf } = await import(${JSON.stringify(file("build-expression"))});
    const updates = [{ field: "x", value: termOf(1) }];
    const model = { fields: [{ name: "x", size: 2, initial: 0 }],
      commands: [{ name: "c", owner: "model", guard: eq("x", 0), updates }] };
    const { engine, states } = explore(model);
    console.log(JSON.stringify({ engine, states }));`;
  const flags = ["--no-warnings", "--disallow-code-generation-from-strings", "--input-type=module", "-e", script];
  const output = execFileSync(process.execPath, flags, { encoding: "utf8" });
  expect(JSON.parse(output)).toEqual({ engine: "closures", states: 2 });
});

describe("budgets", () => {
  const model = counters([50, 50, 50]);

  test("of states: the exploration ends when there are more", () => {
    const found = explore(model, { states: 1000 });
    expect(found).toMatchObject({ complete: false, stoppedBy: "states" });
    expect(found.states).toBeGreaterThan(1000);
    expect(found.states).toBeLessThanOrEqual(1003);
    expect(found.expanded).toBeLessThan(found.states);
  });

  test("of states: as many as there are is enough", () => {
    expect(explore(counters([10, 10]), { states: 100 }).complete).toBe(true);
    expect(explore(counters([10, 10]), { states: 99 }).complete).toBe(false);
  });

  test("all engines stop at the same state", () => {
    const [first, ...others] = engines.map((options) => explore(model, { ...options, states: 777 }));
    for (const { states, expanded, edges } of others)
      expect({ states, expanded, edges }).toEqual({
        states: first?.states,
        expanded: first?.expanded,
        edges: first?.edges,
      });
  });

  test("of bytes", () => {
    const found = explore(model, { bytes: 500_000 });
    expect(found).toMatchObject({ complete: false, stoppedBy: "bytes" });
    expect(found.bytesPerState * found.states).toBeLessThanOrEqual(500_000);
    expect(found.states).toBeGreaterThan(1000);
  });

  test("of milliseconds, on the clock that is passed in", () => {
    let time = 0;
    const found = explore(model, { milliseconds: 100, now: () => time++ });
    expect(found).toMatchObject({ complete: false, stoppedBy: "milliseconds" });
  });

  test("cancelled", () => {
    let left = 5;
    expect(explore(model, { isCancelled: () => left-- === 0 })).toMatchObject({
      complete: false,
      stoppedBy: "cancelled",
    });
  });

  test("that make no sense are refused", () => {
    expect(() => explore(model, { milliseconds: 100 })).toThrow(UsageError);
    expect(() => explore(model, { states: 0 })).toThrow(UsageError);
    expect(() => explore(model, { bytes: Number.NaN })).toThrow(UsageError);
    expect(() => explore(model, { progress: { every: 0, report: () => {} } })).toThrow(UsageError);
  });
});

test("progress is told every so many states", () => {
  const told: number[] = [];
  explore(counters([30, 30, 30]), { progress: { every: 5000, report: ({ expanded }) => told.push(expanded) } });
  expect(told.length).toBeGreaterThanOrEqual(3);
  expect(told.length).toBeLessThanOrEqual(5);
  expect(told).toEqual(told.toSorted((one, other) => one - other));
});

test("thousands of commands are one location's or no location's", () => {
  const size = 3000;
  const ring = graphModel(
    size,
    Array.from({ length: size }, (_, at) => [at, (at + 1) % size] as const),
  );
  expect(explore(ring)).toMatchObject({ states: size, edges: size, deadEnds: 0 });
  const { locations: _, ...everywhere } = ring;
  expect(explore(everywhere)).toMatchObject({ states: size, edges: size, deadEnds: 0 });
});

test("a conditional update is bounded by both of its sides", () => {
  const model: Model = {
    fields: [{ name: "x", size: 3, initial: 0 }],
    commands: [
      {
        name: "round",
        owner: "clock",
        guard: all(),
        updates: [{ field: "x", value: conditional(eq("x", 2), 0, add("x", 1)) }],
      },
    ],
  };
  for (const options of engines) expect(explore(model, options)).toMatchObject({ states: 3, edges: 3, deadEnds: 0 });
});
