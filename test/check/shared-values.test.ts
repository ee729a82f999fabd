import { checkRefinement, defineGraph, type Graph, type Guard, toolFor } from "handoff-machine";
import { describe, expect, test } from "vitest";
import { z } from "zod";

/* What two graphs call by different names is one thing, where it stands for the same values. */

type Value = string | number;

/** A tool writes a value, and a handoff asks for it. */
function desk(value: z.ZodType<Value>, initial: Value, when: Guard<{ value: Value }>): Graph {
  const variables = z.object({ value });
  const pay = toolFor(variables)({ description: "Pays.", writes: ["value"], run: () => ({ output: null }) });
  return defineGraph({
    id: "desk",
    start: "one",
    variables,
    initial: { value: initial },
    tools: { pay },
    agents: {
      one: { description: "First.", instructions: "Pay.", tools: ["pay"], handoffs: { two: { when } } },
      two: { description: "Second.", instructions: "Answer." },
    },
  });
}

const isK = { value: "k" };
const isHigh = { value: { atLeast: 5 } };

/** What tools write now that they did not. */
function written(now: Graph, old: Graph): readonly string[] {
  const { admits, unsearched } = checkRefinement(now, old);
  expect(unsearched).toEqual([]);
  return admits.map(({ what }) => what);
}

describe("no value is new but one that the old domain does not have", () => {
  test("another initial value of the same class", () => {
    const [empty, hello] = [desk(z.string(), "", isK), desk(z.string(), "hello", isK)];
    expect(written(hello, empty)).toEqual([]);
    expect(written(empty, hello)).toEqual([]);
  });

  test("numbers within narrower and wider bounds", () => {
    const upTo = (most: number) => desk(z.number().min(0).max(most), 0, isHigh);
    expect(written(upTo(10), upTo(20))).toEqual([]);
    expect(written(upTo(20), upTo(10))).toEqual(["pay runs at one, value := 15", "pay runs at one, value := 20"]);
  });

  test("bounds, and none", () => {
    const [some, all] = [desk(z.number().min(0), 1, isHigh), desk(z.number(), 1, isHigh)];
    expect(written(some, all)).toEqual([]);
    expect(written(all, some)).toEqual(["pay runs at one, value := -1"]);
  });

  test("a list of texts, and any text", () => {
    const [some, all] = [desk(z.enum(["k", "l"]), "l", isK), desk(z.string(), "l", isK)];
    expect(written(some, all)).toEqual([]);
    expect(written(all, some)).toEqual(['pay runs at one, value := "other"']);
  });

  test("a longer list of texts", () => {
    const [two, three] = [desk(z.enum(["k", "l"]), "l", isK), desk(z.enum(["k", "l", "m"]), "l", isK)];
    expect(written(two, three)).toEqual([]);
    expect(written(three, two)).toEqual(['pay runs at one, value := "m"']);
  });
});

describe("what no class tells is told", () => {
  test("numbers that are whole, and any", () => {
    const [whole, any] = [desk(z.int().min(0).max(20), 0, isHigh), desk(z.number().min(0).max(20), 0, isHigh)];
    expect(written(whole, any)).toEqual([]);
    expect(checkRefinement(any, whole).unsearched).toEqual([
      'the schema of value is {"type":"number","minimum":0,"maximum":20}; it was {"type":"integer","minimum":0,"maximum":20}',
    ]);
  });

  test("texts of a length, and any", () => {
    const [short, any] = [desk(z.string().max(5), "", isK), desk(z.string(), "", isK)];
    expect(written(short, any)).toEqual([]);
    expect(checkRefinement(any, short).unsearched).toEqual([
      'the schema of value is {"type":"string"}; it was {"type":"string","maxLength":5}',
    ]);
  });
});
