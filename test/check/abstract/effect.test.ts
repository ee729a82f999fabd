import { expect, test } from "vitest";
import { Effect } from "../../../src/check/abstract/effect.ts";
import { constant, eq } from "../../../src/check/engine/build-expression.ts";

test("what is spent under a condition is spent at most", () => {
  const effect = new Effect(() => true);
  expect(effect.spends).toBeNull();
  effect.when(eq("staged", 1), (inner) => {
    inner.spend("handoffs", 1);
    inner.when(eq("asking", 1), (innermost) => innermost.spend("handoffs", 2));
  });
  effect.spend("modelCalls", 1);
  expect(effect.spends).toEqual(
    new Map([
      ["handoffs", 3],
      ["modelCalls", 1],
    ]),
  );
});

test("what is set under a condition depends on it, and reads what was set before", () => {
  const effect = new Effect((name) => name !== "absent");
  effect.set("due", 1);
  effect.when(eq("staged", 1), (inner) => {
    expect(inner.get("due")).toEqual(constant(1));
    inner.set("due", 2);
    inner.set("absent", 1);
  });
  const [one, two] = [constant(1), constant(2)];
  const value = { kind: "conditional", condition: eq("staged", 1), whenTrue: two, whenFalse: one };
  expect(effect.updates).toEqual([{ field: "due", value }]);
});
