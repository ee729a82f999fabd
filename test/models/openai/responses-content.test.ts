import { expect, test } from "vitest";
import { responsesContent } from "../../../src/models/openai/responses-content.ts";
import { userMessage } from "./request-fixture.ts";

test("a text stays a text", () => {
  expect(responsesContent(userMessage())).toBe("Hello");
});

test("images go by URL or with their bytes, always with a detail", () => {
  const parts = [
    { type: "text", text: "Which is older?" },
    { type: "image", url: "https://example.com/a.png" },
    { type: "image", data: "aGk=", mediaType: "image/png", detail: "high" },
  ] as const;
  expect(responsesContent(userMessage({ parts }))).toEqual([
    { type: "input_text", text: "Which is older?" },
    { type: "input_image", image_url: "https://example.com/a.png", detail: "auto" },
    { type: "input_image", image_url: "data:image/png;base64,aGk=", detail: "high" },
  ]);
});

test("files go by URL, or with their bytes and a name", () => {
  const parts = [
    { type: "file", url: "https://example.com/bill.pdf", name: "bill.pdf" },
    { type: "file", data: "aGk=", mediaType: "application/pdf", name: "bill.pdf" },
    { type: "file", data: "aGk=", mediaType: "application/vnd.ms-excel" },
    { type: "file", url: "data:,hi" },
  ] as const;
  expect(responsesContent(userMessage({ parts }))).toEqual([
    { type: "input_file", file_url: "https://example.com/bill.pdf" },
    { type: "input_file", filename: "bill.pdf", file_data: "data:application/pdf;base64,aGk=" },
    { type: "input_file", filename: "file.bin", file_data: "data:application/vnd.ms-excel;base64,aGk=" },
    { type: "input_file", filename: "file.bin", file_data: "data:,hi" },
  ]);
});
