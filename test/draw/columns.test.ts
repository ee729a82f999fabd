import { expect, test } from "vitest";
import { alignColumns } from "../../src/draw/columns.ts";

const draw = (...rows: readonly (readonly string[])[]) =>
  alignColumns(
    rows.map((row) => row.map((text) => ({ text }))),
    (_, text) => text,
  );

const long = "x".repeat(44);

test("cells stand below one another, and a column in which nothing is takes no room", () => {
  expect(draw(["a", "", "b"], ["long", "", "c"])).toEqual(["a     b", "long  c"]);
});

test("the others do not move for a very long cell", () => {
  expect(draw(["a", long, "b"], ["a", "c", "d"])).toEqual([`a  ${long}  b`, "a  c  d"]);
});

test("remarks that do not fit go on below the first of them", () => {
  expect(draw(["a", `${long} · ${long} · bb`])).toEqual([`a  ${long} · ${long}`, "   bb"]);
});

test("where little room is left, they stand below what they are about", () => {
  expect(draw(["→", "a", long, `${long} · ${long}`])).toEqual([`→  a  ${long}`, `      ${long} · ${long}`]);
});

test("they take the room of an empty cell first", () => {
  const rows = draw(["→", "a", "x".repeat(40), "b"], ["→", "a", "", `${long} · ${long}`]);
  expect(rows[1]).toBe(`→  a  ${long} · ${long}`);
});
