import { describe, expect, test } from "vitest";
import {
  add,
  all,
  always,
  any,
  clamp,
  conditional,
  constant,
  eq,
  field,
  implies,
  less,
  never,
  not,
  oneOf,
  subtract,
} from "../../../src/check/engine/build-expression.ts";
import { fieldsOf } from "../../../src/check/engine/expression.ts";
import type { Command, Model } from "../../../src/check/engine/model.ts";
import { prepareProgram } from "../../../src/check/engine/program.ts";
import { UsageError } from "../../../src/errors.ts";
import { validateCommands } from "./validate-commands.ts";

describe("builders fold what is constant", () => {
  test.each([
    [eq(1, 1), always],
    [eq(1, 2), never],
    [less(1, 2), always],
    [less(2, 2), never],
    [all(), always],
    [any(), never],
    [all(always, eq("x", 1)), eq("x", 1)],
    [all(never, eq("x", 1)), never],
    [any(never, eq("x", 1)), eq("x", 1)],
    [any(always, eq("x", 1)), always],
    [not(always), never],
    [not(not(eq("x", 1))), eq("x", 1)],
    [implies(never, eq("x", 1)), always],
    [oneOf("x", []), never],
    [oneOf("x", [2, 2]), eq("x", 2)],
    [eq(1, "x"), eq("x", 1)],
    [add(1, 2), constant(3)],
    [subtract(1, 2), constant(-1)],
    [clamp(7, 0, 3), constant(3)],
    [conditional(always, "x", 1), field("x")],
    [conditional(never, "x", 1), constant(1)],
    [all(eq("x", 1), all(eq("y", 1), eq("z", 1))), all(eq("x", 1), eq("y", 1), eq("z", 1))],
  ])("%#", (built, expected) => {
    expect(built).toEqual(expected);
  });

  test("the fields that an expression reads", () => {
    const expression = all(
      less(add("a", "b"), clamp("c", 0, 1)),
      any(oneOf("d", [1, 2]), not(eq("a", conditional(eq("e", 1), 1, "f")))),
    );
    expect(fieldsOf(expression).toSorted()).toEqual(["a", "b", "c", "d", "e", "f"]);
  });
});

const command = (changes: Partial<Command> = {}): Command => ({
  name: "c",
  owner: "model",
  guard: always,
  updates: [],
  ...changes,
});
const model = (changes: Partial<Model> = {}): Model => ({
  fields: [{ name: "x", size: 2, initial: 0 }],
  commands: [command()],
  ...changes,
});

describe("a model that is not well formed is refused", () => {
  test.each<[string, Model]>([
    [
      "two fields of one name",
      model({
        fields: [
          { name: "x", size: 2, initial: 0 },
          { name: "x", size: 2, initial: 0 },
        ],
      }),
    ],
    ["no values", model({ fields: [{ name: "x", size: 0, initial: 0 }] })],
    ["too many values", model({ fields: [{ name: "x", size: 2 ** 32, initial: 0 }] })],
    ["an initial value out of range", model({ fields: [{ name: "x", size: 2, initial: 2 }] })],
    ["printed values", model({ fields: [{ name: "x", size: 2, initial: 0, values: ["no"] }] })],
    ["an unknown location", model({ locations: ["y"] })],
    ["three locations", model({ locations: ["x", "x", "x"] })],
  ])("%s", (_, malformed) => {
    expect(() => prepareProgram(malformed)).toThrow(UsageError);
  });
});

describe("a command that is not well formed is noticed when models are compared with machines", () => {
  test.each<[string, Model]>([
    ["a guard on an unknown field", model({ commands: [command({ guard: eq("y", 1) })] })],
    [
      "an update of an unknown field",
      model({ commands: [command({ updates: [{ field: "y", value: constant(0) }] })] }),
    ],
    [
      "an update from an unknown field",
      model({ commands: [command({ updates: [{ field: "x", value: field("y") }] })] }),
    ],
    [
      "a field updated twice",
      model({
        commands: [
          command({
            updates: [
              { field: "x", value: constant(0) },
              { field: "x", value: constant(1) },
            ],
          }),
        ],
      }),
    ],
    ["a constant that is no integer", model({ commands: [command({ guard: less("x", 0.5) })] })],
  ])("%s", (_, malformed) => {
    expect(() => validateCommands(malformed)).toThrow(UsageError);
  });

  test("one that is", () => {
    validateCommands(
      model({ commands: [command({ guard: eq("x", 1), updates: [{ field: "x", value: constant(0) }] })] }),
    );
  });
});

test("commands are tried where they can be enabled only", () => {
  const at = (guard: Command["guard"]): Command => command({ guard });
  const { index } = prepareProgram({
    fields: [
      { name: "agent", size: 3, initial: 0 },
      { name: "phase", size: 2, initial: 0 },
    ],
    commands: [
      at(always),
      at(all(eq("phase", 1), eq("agent", 2))),
      at(eq("agent", 2)),
      at(all(eq("phase", 1), less("agent", 2))),
      at(eq("agent", 5)),
      at(any(eq("agent", 1), eq("phase", 1))),
      at(never),
    ],
    locations: ["agent", "phase"],
  });
  const placed = index.families.map(({ fixes, buckets }) => [
    fixes,
    buckets.map((bucket) => bucket?.map((indexed) => indexed.index) ?? null),
  ]);
  expect(placed).toEqual([
    [
      [0, 1],
      [null, null, null, null, null, [1]],
    ],
    [[0], [null, null, [2]]],
    [[1], [null, [3]]],
    [[], [[0, 5]]],
  ]);
  expect(index.mostTransitions).toBe(5);
});
