import fc from "fast-check";
import { expect, test } from "vitest";
import { createWireIds } from "../../../src/models/openai/wire-ids.ts";

test("the first call keeps its id, and later ones get one of their own", () => {
  const ids = createWireIds();
  const calls = [
    { key: "1.0", id: "a" },
    { key: "1.1", id: "a" },
    { key: "2.0", id: null },
    { key: "3.0", id: "" },
    { key: "4.0", id: "b" },
    { key: "5.0", id: "b" },
  ];
  const claimed = calls.map(ids.claim);
  expect(claimed).toEqual(["a", "call_1_1", "call_2_0", "call_3_0", "b", "call_5_0"]);
  expect(calls.map(({ key }) => ids.of(key))).toEqual(claimed);
});

test("an id that no server accepts is replaced", () => {
  const { claim } = createWireIds();
  expect(claim({ key: "1.0", id: "x".repeat(65) })).toBe("call_1_0");
  expect(claim({ key: "1.1", id: "two words" })).toBe("call_1_1");
});

test("a made id gives way to one that a provider used", () => {
  const { claim } = createWireIds();
  expect(claim({ key: "1.0", id: "call_2_0" })).toBe("call_2_0");
  expect(claim({ key: "2.0", id: null })).toBe("call_2_0_");
});

test("a result without its call still gets an id", () => {
  expect(createWireIds().of("7.3")).toBe("call_7_3");
});

test("ids are unique and acceptable, whatever the provider sent", () => {
  const id = fc.oneof(fc.constantFrom(null, "", "a", "b", "call_0_0", "call_1_0", "call_1_0_"), fc.string());
  fc.assert(
    fc.property(fc.array(id, { maxLength: 30 }), (provided) => {
      const ids = createWireIds();
      const claimed = provided.map((given, index) => ids.claim({ key: `${index}.0`, id: given }));
      expect(new Set(claimed).size).toBe(claimed.length);
      for (const wireId of claimed) expect(wireId).toMatch(/^[\w-]{1,64}$/);
      expect(provided.map((_, index) => ids.of(`${index}.0`))).toEqual(claimed);
    }),
  );
});
