import { expect, test } from "vitest";
import { inOneLine, printable } from "../../../src/cli/run/printable.ts";

test("control characters are shown as such, line feeds and tabs are kept", () => {
  expect(printable("a\u001b[31m\u0007\tb\r\nc\u009b")).toBe("a�[31m�\tb\nc�");
});

test("a value is cut to the room there is", () => {
  expect(inOneLine({ orderId: "A-1" }, 40)).toBe('{"orderId":"A-1"}');
  expect(inOneLine("one\n two", 40)).toBe("one two");
  expect(inOneLine({ orderId: "A-1" }, 9)).toBe('{"orderI…');
});
