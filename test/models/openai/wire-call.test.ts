import { expect, test } from "vitest";
import { wireArguments, wireName, wireOutput } from "../../../src/models/openai/wire-call.ts";

test.each([
  ["find_order-2", "find_order-2"],
  ["find.order", "find_order"],
  ["", "unnamed"],
  ["x".repeat(70), "x".repeat(64)],
])("the name %j is shown as %j", (name, shown) => {
  expect(wireName(name)).toBe(shown);
});

test.each([
  ['{ "id": 1 }', '{ "id": 1 }'],
  ['{"id":', '{"unreadable_arguments":"{\\"id\\":"}'],
  ["[1]", '{"unreadable_arguments":"[1]"}'],
  ["", '{"unreadable_arguments":""}'],
])("the arguments %j are shown as %j", (text, shown) => {
  expect(wireArguments(text)).toBe(shown);
});

test.each([
  ["done", "done"],
  [{ ok: true }, '{"ok":true}'],
  [null, "null"],
  [3, "3"],
])("the output %j is shown as %j", (output, shown) => {
  expect(wireOutput({ output })).toBe(shown);
});

test("the output of a call whose arguments a person changed says to what", () => {
  expect(wireOutput({ output: { paid: 5 }, edited: { amount: 5 } })).toBe(
    '[A person changed the arguments of this call to {"amount":5} before it ran.]\n{"paid":5}',
  );
  expect(wireOutput({ output: "done", edited: null })).toMatch(/changed the arguments of this call to null/);
});
