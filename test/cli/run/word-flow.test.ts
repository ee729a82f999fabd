import fc from "fast-check";
import { expect, test } from "vitest";
import { createWordFlow, flowText } from "../../../src/cli/run/word-flow.ts";

test("words that do not fit go to the next line", () => {
  const words = createWordFlow(20);
  words.begin(9);
  expect(words.flow("one two three four five six")).toBe("one two\n  three four five\n  six");
});

test("line breaks are kept, and indented", () => {
  const words = createWordFlow(20);
  words.begin(0);
  expect(words.flow("a\n\nb")).toBe("a\n  \n  b");
});

test("styles take no columns", () => {
  expect(flowText("\u001b[31mone two\u001b[39m three", { width: 13, indent: "" })).toBe(
    "\u001b[31mone two\u001b[39m three",
  );
});

test("a whole text can have an indent of its own", () => {
  expect(flowText("one two three four", { width: 12, indent: "    " })).toBe("one two\n    three\n    four");
});

test("nothing but blanks at line breaks changes, and no line of short words is too long, however a text is cut", () => {
  const word = fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom("a", "b", "ä") });
  fc.assert(
    fc.property(fc.array(word, { maxLength: 40 }), (list) => {
      const words = createWordFlow(20);
      words.begin(5);
      const written = list.map((one) => words.flow(` ${one}`)).join("");
      expect(written.split(/\s+/).filter((one) => one !== "")).toEqual(list);
      const [first = "", ...rest] = written.split("\n");
      expect(Math.max(first.length + 5, ...rest.map(({ length }) => length))).toBeLessThanOrEqual(20);
    }),
  );
});
