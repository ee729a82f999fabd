import { commandWriter, type WriteCommand, wordName } from "./command-source.ts";
import type { Expand } from "./expand-closures.ts";
import { generate } from "./generate.ts";
import { mixSource } from "./hash.ts";
import type { Layout } from "./layout.ts";
import type { Bucket, BucketFamily, IndexedCommand } from "./location-index.ts";
import type { Program } from "./program.ts";
import { termSource } from "./source.ts";
import type { StoreOptions } from "./store.ts";
import { updateFault } from "./update-fault.ts";

/** Longer functions are left to the interpreter by the JavaScript engines. */
const mostCommandsInFunction = 100;

/**
 * Makes the engine of generated code: one function for each location, guards and updates inlined.
 *
 * @returns Null where code generation is forbidden.
 */
export function createGeneratedExpand(program: Program, options: StoreOptions): Expand | null {
  const make = generate<(fault: (command: number, field: string, value: number) => never) => Expand>(
    ["fault"],
    expandSource(program, options),
  );
  return (
    make?.((index, field, value) => {
      const command = program.model.commands[index];
      throw command === undefined ? new RangeError(String(index)) : updateFault(command, field, value);
    }) ?? null
  );
}

/** The text of the engine; its parameter is `fault`, and it returns the function `expand`. */
function expandSource({ layout, index }: Program, { visited, recordEdges }: StoreOptions): string {
  const names = { arguments: wordNames(layout, "w").join(", "), write: commandWriter(layout) };
  const families = index.families.map((family, number) => familySource(family, { number, ...names }));
  const dispatch = index.families.map(({ fixes }, number) => {
    const slots = fixes.flatMap((position) => index.locations[position] ?? []);
    const place = slots.reduce((before, { field }) => {
      const value = termSource({ kind: "field", field: field.name }, layout, wordName);
      return before === "0" ? value : `(${before}) * ${field.size} + ${value}`;
    }, "0");
    return `{ const bucket = family${number}[${place}]; if (bucket !== null) bucket(id, ${names.arguments}); }`;
  });
  return [
    "let arena, parents, vias, table, firsts, starts, targets, commands, states = 0, edges = 0, mask = 0;",
    putSource(layout, { visited, recordEdges }),
    "function inside(value, size, command, field) {",
    "  if (value < 0 || value >= size) fault(command, field, value);",
    "  return value;",
    "}",
    ...families,
    "return function expand(store, { until, mostStates }) {",
    "  ({ arena, parents, vias, table, firsts, states, edges } = store);",
    "  mask = table.length - 1;",
    recordEdges ? "({ starts, targets, commands } = store.recorded);" : "",
    `  const room = Math.min(mostStates, parents.length - ${index.mostTransitions});`,
    `  const edgeRoom = ${recordEdges ? `targets.length - ${index.mostTransitions}` : "Number.MAX_VALUE"};`,
    "  let id = store.expanded, deadEnds = 0;",
    "  for (; id < until && states <= room && edges <= edgeRoom; id++) {",
    `    const base = id * ${layout.words}, ${wordNames(layout, "w")
      .map((name, word) => `${name} = arena[base + ${word}]`)
      .join(", ")};`,
    "    const before = edges;",
    recordEdges ? "    starts[id] = edges;" : "",
    ...dispatch,
    "    if (edges === before) deadEnds++;",
    "  }",
    recordEdges ? "  starts[id] = edges;" : "",
    "  store.expanded = id; store.states = states; store.edges = edges; store.deadEnds += deadEnds;",
    "};",
  ].join("\n");
}

/** The function that counts a transition and enters its target when it is new. */
function putSource(layout: Layout, { visited, recordEdges }: StoreOptions): string {
  const next = wordNames(layout, "n");
  const record = recordEdges ? "targets[edges] = found; commands[edges] = command;" : "";
  const append = [
    `const tail = states * ${layout.words}; ${next.map((name, word) => `arena[tail + ${word}] = ${name};`).join(" ")}`,
    "parents[states] = id; vias[states] = command;",
  ].join(" ");
  const count = "if (firsts[command] === -1) firsts[command] = id; edges++;";
  const lookups: Readonly<Record<StoreOptions["visited"], readonly string[]>> = {
    bitmap: [
      "const place = n0 >>> 5, bit = 1 << (n0 & 31), bits = table[place];",
      `if ((bits & bit) === 0) { table[place] = bits | bit; ${append} states++; }`,
    ],
    direct: [
      "let found = table[n0 >>> 0] - 1;",
      `if (found === -1) { ${append} found = states++; table[n0 >>> 0] = states; }`,
      record,
    ],
    hashed: [
      `let hash = 0; ${next.map((name) => mixSource("hash", name)).join(" ")}`,
      "let found = -1;",
      "for (let place = hash & mask; ; place = (place + 1) & mask) {",
      "  found = table[place] - 1;",
      `  if (found === -1) { ${append} found = states++; table[place] = states; break; }`,
      `  const other = found * ${layout.words};`,
      `  if (${next.map((name, word) => `arena[other + ${word}] === ${name}`).join(" && ")}) break;`,
      "}",
      record,
    ],
  };
  return [`function put(id, command, ${next.join(", ")}) {`, ...lookups[visited], count, "}"].join("\n");
}

interface FamilyNames {
  readonly number: number;
  readonly arguments: string;
  readonly write: WriteCommand;
}

function familySource({ buckets }: BucketFamily, { number, ...names }: FamilyNames): string {
  // Most places of a family are empty: they are neither written nor read one by one.
  const lines = [`const family${number} = new Array(${buckets.length}).fill(null);`];
  buckets.forEach((bucket, place) => {
    if (bucket === null) return;
    lines.push(`family${number}[${place}] = ${bucketSource(bucket, names)};`);
  });
  return lines.join("\n");
}

/** The parentheses tell JavaScript engines to compile the function at once: nearly every place is reached. */
function bucketSource(bucket: Bucket, names: Omit<FamilyNames, "number">): string {
  const parameters = `id, ${names.arguments}`;
  const pieces = chunks(bucket).map((chunk) => `(function (${parameters}) {\n${chunk.map(names.write).join("\n")}\n})`);
  if (pieces.length === 1) return pieces.join();
  const calls = pieces.map((_, piece) => `pieces[${piece}](${parameters});`);
  return `((pieces) => function (${parameters}) { ${calls.join(" ")} })([${pieces.join(", ")}])`;
}

function chunks(commands: Bucket): readonly (readonly IndexedCommand[])[] {
  return Array.from({ length: Math.ceil(commands.length / mostCommandsInFunction) }, (_, chunk) =>
    commands.slice(chunk * mostCommandsInFunction, (chunk + 1) * mostCommandsInFunction),
  );
}

function wordNames({ words }: Layout, prefix: string): readonly string[] {
  return Array.from({ length: words }, (_, word) => `${prefix}${word}`);
}
