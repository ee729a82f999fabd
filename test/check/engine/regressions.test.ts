import { describe, expect, test } from "vitest";
import { add, any, clamp, eq, less, not } from "../../../src/check/engine/build-expression.ts";
import { checkModel } from "../../../src/check/engine/check-model.ts";
import type { Model } from "../../../src/check/engine/model.ts";
import type { Event, Property } from "../../../src/check/engine/property.ts";
import type { PropertyResult } from "../../../src/check/engine/result.ts";
import { UsageError } from "../../../src/errors.ts";
import { type Arrow, graphModel } from "./small-models.ts";

/* Mistakes that other model checkers have made. */

function judge(model: Model, property: Property, options = {}): PropertyResult {
  const [result] = checkModel(model, [property], options).results;
  if (result === undefined) throw new Error("There is no result.");
  return result;
}

const commandsOf = ({ evidence }: PropertyResult): readonly number[] | undefined =>
  evidence?.steps.map(({ command }) => command);

describe("the first discovery is kept", () => {
  // A way of 20 steps is tried first at each state; one of 3 steps leads to the same state.
  const long = Array.from({ length: 20 }, (_, step): Arrow => [step, step + 1]);
  const short: readonly Arrow[] = [
    [0, 21],
    [21, 22],
    [22, 20],
  ];
  const model = graphModel(23, [...long, ...short]);

  test.each<Property>([
    { name: "always", kind: "always", holds: not(eq("at", 20)) },
    { name: "reachable", kind: "reachable", what: eq("at", 20) },
  ])("of $name: 3 steps instead of 20", (property) => {
    expect(commandsOf(judge(model, property))).toEqual([20, 21, 22]);
  });
});

describe("joins and cycles in eventually", () => {
  test("a state that one way has passed is looked at again on another way", () => {
    // 0 → 1 → 3 and 0 → 2 → 3 join; the response is on the first way only, then comes a dead end.
    const model = graphModel(4, [
      [0, 1],
      [1, 3],
      [0, 2],
      [2, 3],
    ]);
    const result = judge(model, { name: "p", kind: "eventually", response: eq("at", 1) });
    expect(result.verdict).toBe("violated");
    expect(commandsOf(result)).toEqual([2, 3]);
    expect(result.evidence?.loopStart).toBe(2);
  });

  test("a cycle without the response is a run that never ends", () => {
    const model = graphModel(3, [
      [0, 1],
      [1, 0],
      [1, 2],
    ]);
    const result = judge(model, { name: "p", kind: "eventually", response: eq("at", 2) });
    expect(result.verdict).toBe("violated");
    expect(result.evidence?.loopStart).toBe(0);
    expect(commandsOf(result)).toEqual([0, 1]);
  });

  test("a dead end repeats: nothing that is awaited there comes", () => {
    const model = graphModel(2, [[0, 1]]);
    const result = judge(model, {
      name: "p",
      kind: "leadsTo",
      trigger: eq("at", 1),
      response: eq("at", 0),
      strong: ["model"],
    });
    expect(result).toMatchObject({ verdict: "violated", evidence: { loopStart: 1, steps: [{ command: 0 }] } });
  });
});

test("fairness speaks of transitions, not of the states that they visit", () => {
  // Two ways lead from 0 to 1: the tool's, and the model's. A run that uses the model's only is not fair to the tool,
  // though it visits the same states as one that is.
  const model = graphModel(3, [
    [0, 1, "model"],
    [0, 1, "tool"],
    [1, 0, "model"],
  ]);
  const property: Property = { name: "p", kind: "eventually", response: eq("at", 2), strong: ["tool"] };
  const result = judge(model, property);
  expect(result.verdict).toBe("violated");
  const loop = commandsOf(result)?.slice(result.evidence?.loopStart ?? 0);
  expect(loop).toContain(1);
});

test("fairness is judged again in the parts of a component", () => {
  // {0, 1, 2} is fair to the clock in that 2 does not enable it. The user is served in no cycle: strong fairness leaves
  // out 2, which enables the user's way out. In what is left, {0, 1}, the clock is enabled always and never served.
  const arrows: readonly Arrow[] = [
    [0, 1, "model"],
    [1, 0, "model"],
    [0, 3, "clock"],
    [1, 3, "clock"],
    [1, 2, "model"],
    [2, 0, "model"],
    [2, 3, "user"],
  ];
  const claim = { name: "p", kind: "eventually", response: eq("at", 3) } as const;
  const model = graphModel(4, arrows);
  expect(judge(model, { ...claim, weak: ["clock"], strong: ["user"] }).verdict).toBe("holds");
  expect(judge(model, { ...claim, weak: ["clock", "user"] }).verdict).toBe("violated");
  expect(judge(model, { ...claim, strong: ["user"] }).verdict).toBe("violated");
});

test("a lasso consists of real transitions, and closes", () => {
  // Tarjan's order of 0 → 1 → 2 → 3 → 1 must not be taken for a cycle: 2 and 3 have other ways as well.
  const model = graphModel(5, [
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 1],
    [2, 4],
    [4, 2],
  ]);
  const { evidence } = judge(model, { name: "p", kind: "leadsTo", trigger: eq("at", 4), response: eq("at", 0) });
  const steps = evidence?.steps ?? [];
  for (const [index, { command, before, after }] of steps.entries()) {
    expect(model.commands[command]?.name).toBe(`${command}: ${before[0]} → ${after[0]}`);
    if (index > 0) expect(before).toEqual(steps[index - 1]?.after);
  }
  expect(steps.at(-1)?.after).toEqual(steps[evidence?.loopStart ?? 0]?.before);
});

test("a property that cannot be handled is an error, never dropped", () => {
  const model = graphModel(2, [[0, 1]]);
  // As from a program without types.
  const foreign: Property = JSON.parse('{ "name": "p", "kind": "soon", "holds": { "kind": "truth", "value": true } }');
  const unknownField: Property = { name: "p", kind: "always", holds: eq("nowhere", 1) };
  const unknownCommand: Property = { name: "p", kind: "never", what: { kind: "event", commands: [7] } };
  const wrongLabels: Property = { name: "p", kind: "refines", old: model, labels: [], oldLabels: ["a"] };
  for (const property of [foreign, unknownField, unknownCommand, wrongLabels]) {
    expect(() => judge(model, property)).toThrow(UsageError);
  }
});

test("two properties of one name are an error", () => {
  const model = graphModel(2, [[0, 1]]);
  const property: Property = { name: "twice", kind: "always", holds: any() };
  expect(() => checkModel(model, [property, { ...property, kind: "always" }])).toThrow(
    /Two properties are named "twice"/,
  );
});

describe("what was not seen is unknown", () => {
  // Counts to 99, with a cycle in the beginning.
  const line: Model = {
    fields: [
      { name: "count", size: 100, initial: 0 },
      { name: "side", size: 2, initial: 0 },
    ],
    commands: [
      {
        name: "up",
        owner: "model",
        guard: less("count", 99),
        updates: [{ field: "count", value: clamp(add("count", 1), 0, 99) }],
      },
      {
        name: "aside",
        owner: "user",
        guard: eq("count", 0),
        updates: [{ field: "side", value: clamp(add("side", 1), 0, 1) }],
      },
    ],
  };
  const up: Event = { kind: "event", commands: [0] };
  const aside: Event = { kind: "event", commands: [1] };
  const half = { states: 50 };

  test.each<Property>([
    { name: "always", kind: "always", holds: less("count", 99) },
    { name: "never", kind: "never", what: eq("count", 99) },
    { name: "reachable", kind: "reachable", what: eq("count", 99) },
    { name: "at", kind: "at", event: up, holds: less("count", 98) },
    { name: "before", kind: "before", required: up, event: { ...aside, when: eq("count", 99) } },
    { name: "atMost", kind: "atMost", event: up, count: 98 },
    { name: "worst", kind: "worst", event: up },
    { name: "leadsTo", kind: "leadsTo", trigger: eq("count", 99), response: eq("side", 0), weak: ["model"] },
    { name: "eventually", kind: "eventually", response: eq("count", 99), weak: ["model"] },
    { name: "canAlways", kind: "canAlways", goal: eq("count", 99) },
    { name: "canForce", kind: "canForce", goal: eq("count", 99), owners: ["model", "user"] },
    { name: "refines", kind: "refines", old: line, labels: ["up", null], oldLabels: ["up", null] },
  ])("$name", (property) => {
    expect(judge(line, property, half)).toMatchObject({ verdict: "unknown", evidence: null });
    expect(judge(line, property).verdict).not.toBe("unknown");
  });

  test.each<Property>([
    { name: "always", kind: "always", holds: less("count", 10) },
    { name: "never", kind: "never", what: aside },
    { name: "at", kind: "at", event: up, holds: eq("side", 1) },
    { name: "before", kind: "before", required: aside, event: up },
    { name: "atMost", kind: "atMost", event: up, count: 9 },
    { name: "worst", kind: "worst", event: aside },
    { name: "leadsTo", kind: "leadsTo", trigger: eq("side", 1), response: eq("count", 1) },
    { name: "eventually", kind: "eventually", response: eq("count", 1) },
    { name: "refines", kind: "refines", old: { ...line, commands: [] }, labels: ["up", null], oldLabels: [] },
  ])("but a violation of $name that was seen stays one", (property) => {
    const result = judge(line, property, half);
    expect(result.verdict).toBe("violated");
    expect(result.evidence).not.toBeNull();
  });

  test("and a witness that was seen stays one", () => {
    expect(judge(line, { name: "p", kind: "reachable", what: eq("count", 10) }, half).verdict).toBe("holds");
  });
});
