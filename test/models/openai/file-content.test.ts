import { expect, test } from "vitest";
import { fileContent } from "../../../src/models/openai/file-content.ts";

test("a file at a URL stays there", () => {
  expect(fileContent({ type: "file", url: "https://example.com/bill.pdf", name: "bill.pdf" })).toEqual({
    url: "https://example.com/bill.pdf",
  });
});

test("a file that is here has its name and a data URL", () => {
  expect(fileContent({ type: "file", data: "aGk=", mediaType: "application/pdf", name: "bill.pdf" })).toEqual({
    name: "bill.pdf",
    dataUrl: "data:application/pdf;base64,aGk=",
  });
});

test.each([
  ["application/pdf", "file.pdf"],
  ["text/plain", "file.txt"],
  ["TEXT/CSV", "file.csv"],
  ["application/vnd.ms-excel", "file.bin"],
])("a file of type %s without a name is called %s", (mediaType, name) => {
  expect(fileContent({ type: "file", data: "aGk=", mediaType })).toMatchObject({ name });
  expect(fileContent({ type: "file", url: `data:${mediaType};base64,aGk=` })).toMatchObject({ name });
});

test("a data URL without a type is a file of no known kind", () => {
  expect(fileContent({ type: "file", url: "data:,hi" })).toEqual({ name: "file.bin", dataUrl: "data:,hi" });
});
