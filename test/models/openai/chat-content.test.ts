import { expect, test } from "vitest";
import { chatContent } from "../../../src/models/openai/chat-content.ts";
import { userMessage } from "./request-fixture.ts";

test("a text stays a text: some compatible servers know nothing else", () => {
  expect(chatContent(userMessage())).toBe("Hello");
});

test("images go by URL or with their bytes, with a detail where one is asked for", () => {
  const parts = [
    { type: "text", text: "Which is older?" },
    { type: "image", url: "https://example.com/a.png" },
    { type: "image", data: "aGk=", mediaType: "image/png", detail: "low" },
  ] as const;
  expect(chatContent(userMessage({ parts }))).toEqual([
    { type: "text", text: "Which is older?" },
    { type: "image_url", image_url: { url: "https://example.com/a.png" } },
    { type: "image_url", image_url: { url: "data:image/png;base64,aGk=", detail: "low" } },
  ]);
});

test("files go with their bytes; of one at a URL the model is told where it is", () => {
  const parts = [
    { type: "file", data: "aGk=", mediaType: "application/pdf", name: "bill.pdf" },
    { type: "file", url: "data:text/plain;base64,aGk=" },
    { type: "file", url: "https://example.com/bill.pdf", name: "bill.pdf" },
    { type: "file", url: "https://example.com/x" },
  ] as const;
  expect(chatContent(userMessage({ parts }))).toEqual([
    { type: "file", file: { filename: "bill.pdf", file_data: "data:application/pdf;base64,aGk=" } },
    { type: "file", file: { filename: "file.txt", file_data: "data:text/plain;base64,aGk=" } },
    { type: "text", text: '[The file "bill.pdf" is at https://example.com/bill.pdf and was not read.]' },
    { type: "text", text: "[A file is at https://example.com/x and was not read.]" },
  ]);
});
