import { expect, test } from "vitest";
import { inLines, inOneLine, printable } from "../../../src/cli/run/printable.ts";

test("control characters are shown as such, line feeds and tabs are kept", () => {
  expect(printable("a\u001b[31m\u0007\tb\r\nc\u009b")).toBe("a�[31m�\tb\nc�");
});

test("characters that turn the direction of writing are shown as such, also in values", () => {
  expect(printable("to \u202egnp.exe\u2066")).toBe("to �gnp.exe�");
  expect(inLines({ to: "\u202egnp" }, 40)).toEqual(['{"to":"�gnp"}']);
});

test("a value is cut to the room there is", () => {
  expect(inOneLine({ orderId: "A-1" }, 40)).toBe('{"orderId":"A-1"}');
  expect(inOneLine("one\n two", 40)).toBe("one two");
  expect(inOneLine({ orderId: "A-1" }, 9)).toBe('{"orderI…');
});

test("a value in lines is whole, and broken behind commas and blanks where there are any", () => {
  expect(inLines({ a: "one two" }, 40)).toEqual(['{"a":"one two"}']);
  expect(inLines({ a: 1, b: 22, c: 333 }, 10)).toEqual(['{"a":1,', '"b":22,', '"c":333}']);
  expect(inLines("x".repeat(25), 10)).toEqual(["x".repeat(10), "x".repeat(10), "x".repeat(5)]);
  expect(inLines("x".repeat(25), Number.POSITIVE_INFINITY)).toEqual(["x".repeat(25)]);
});
