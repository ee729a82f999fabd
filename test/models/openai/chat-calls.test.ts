import fc from "fast-check";
import { expect, test } from "vitest";
import { createCallCollector } from "../../../src/models/openai/chat-calls.ts";

function collect(fragments: readonly unknown[]): readonly unknown[] {
  const collector = createCallCollector();
  for (const fragment of fragments) collector.take(fragment);
  return collector.calls().map(({ id, name, arguments: text }) => [id, name, text]);
}

const fragment = (parts: { index?: number; id?: string | null; name?: string; arguments?: unknown }) => {
  const { name, arguments: piece, ...rest } = parts;
  return { ...rest, function: { name, arguments: piece } };
};

test("fragments with the same index make one call", () => {
  const fragments = [
    fragment({ index: 0, id: "a", name: "find", arguments: "" }),
    fragment({ index: 1, id: "b", name: "keep", arguments: '{"x"' }),
    fragment({ index: 0, arguments: '{"id"' }),
    fragment({ index: 1, arguments: ":2}" }),
    fragment({ index: 0, arguments: ":1}" }),
  ];
  expect(collect(fragments)).toEqual([
    ["a", "find", '{"id":1}'],
    ["b", "keep", '{"x":2}'],
  ]);
});

test("id and name that are repeated in each fragment change nothing", () => {
  const repeated = { index: 0, id: "a", name: "find" };
  expect(collect([fragment({ ...repeated, arguments: "{" }), fragment({ ...repeated, arguments: "}" })])).toEqual([
    ["a", "find", "{}"],
  ]);
});

test("an id of its own for each fragment of one call does not tear it apart", () => {
  const fragments = [
    fragment({ index: 0, id: "a-1", name: "look", arguments: "" }),
    fragment({ index: 0, id: "a-2", arguments: '{"x":' }),
    fragment({ index: 0, id: "a-3", arguments: "1}" }),
  ];
  expect(collect(fragments)).toEqual([["a-1", "look", '{"x":1}']]);
});

test("whole calls that all claim index 0 are told apart by id or name", () => {
  const fragments = [
    fragment({ index: 0, id: "a", name: "find", arguments: '{"n":1}' }),
    fragment({ index: 0, id: "b", name: "find", arguments: '{"n":2}' }),
    fragment({ index: 0, name: "keep", arguments: '{"n":3}' }),
  ];
  expect(collect(fragments)).toEqual([
    ["a", "find", '{"n":1}'],
    ["b", "find", '{"n":2}'],
    [null, "keep", '{"n":3}'],
  ]);
});

test("without an index a name begins a call, even under an id that was used", () => {
  const fragments = [
    fragment({ id: "a", name: "find", arguments: "{" }),
    fragment({ arguments: "}" }),
    fragment({ id: "a", name: "find", arguments: "[]" }),
  ];
  expect(collect(fragments)).toEqual([
    ["a", "find", "{}"],
    ["a", "find", "[]"],
  ]);
});

test("without index and name the id tells the call", () => {
  const fragments = [
    fragment({ id: "a", name: "find", arguments: "{" }),
    fragment({ id: "b", name: "keep", arguments: "[" }),
    fragment({ id: "a", arguments: "}" }),
    fragment({ id: "c", arguments: "?" }),
  ];
  expect(collect(fragments)).toEqual([
    ["a", "find", "{}"],
    ["b", "keep", "["],
    ["c", "", "?"],
  ]);
});

test("doubled, missing and empty ids are kept or null", () => {
  const fragments = [
    fragment({ index: 0, id: "a", name: "x", arguments: "{}" }),
    fragment({ index: 1, id: "a", name: "y", arguments: "{}" }),
    fragment({ index: 2, id: null, name: "z", arguments: "{}" }),
    fragment({ index: 3, id: "", name: "w", arguments: "{}" }),
  ];
  expect(collect(fragments)).toEqual([
    ["a", "x", "{}"],
    ["a", "y", "{}"],
    [null, "z", "{}"],
    [null, "w", "{}"],
  ]);
});

test("arguments that are an object become its text", () => {
  expect(collect([fragment({ index: 0, id: "a", name: "find", arguments: { id: 1 } })])).toEqual([
    ["a", "find", '{"id":1}'],
  ]);
});

test("what is no fragment becomes a call without a name", () => {
  expect(collect([null, 3])).toEqual([[null, "", ""]]);
});

test("any way of cutting the arguments gives the same calls", () => {
  const pieces = fc.array(fc.string(), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.array(pieces, { minLength: 1, maxLength: 4 }), fc.boolean(), (calls, indexed) => {
      const fragments = calls.flatMap((parts, index) =>
        parts.map((piece, part) => {
          const opening = part === 0 ? { id: `id_${index}`, name: "find" } : {};
          return fragment({ ...opening, ...(indexed && { index }), arguments: piece });
        }),
      );
      expect(collect(fragments)).toEqual(calls.map((parts, index) => [`id_${index}`, "find", parts.join("")]));
    }),
  );
});
