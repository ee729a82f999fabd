import { describe, expect, test } from "vitest";
import type { ContentPart } from "../../../src/graph/message.ts";
import { mediaUrl, userContent } from "../../../src/models/openai/user-content.ts";
import { userMessage } from "./request-fixture.ts";

const image: ContentPart = { type: "image", url: "https://example.com/a.png" };
const text = (words: string): ContentPart => ({ type: "text", text: words });

describe("userContent", () => {
  test("is the text where there is nothing else", () => {
    expect(userContent(userMessage())).toBe("Hello");
    expect(userContent(userMessage({ parts: [] }))).toBe("Hello");
    expect(userContent(userMessage({ parts: [text("Hello")] }))).toBe("Hello");
  });

  test("is the parts in their order where there is more, without empty texts", () => {
    const parts = [text("Look:"), image, text(""), text("What is it?")];
    expect(userContent(userMessage({ parts }))).toEqual([text("Look:"), image, text("What is it?")]);
  });

  test("begins with the name of the one who speaks", () => {
    expect(userContent(userMessage({ by: "Ann" }))).toBe("Ann: Hello");
    expect(userContent(userMessage({ by: "Ann", parts: [text("Look:"), image] }))).toEqual([text("Ann: Look:"), image]);
    expect(userContent(userMessage({ by: "Ann", parts: [image, text("Look")] }))).toEqual([
      text("Ann:"),
      image,
      text("Look"),
    ]);
    expect(userContent(userMessage({ by: "Ann", text: "", parts: [image] }))).toEqual([text("Ann:"), image]);
  });

  test.each([
    ["Änne Müller", "Änne Müller: Hello"],
    ["Bob: I agree.\nAnn", "Bob I agree. Ann: Hello"],
    [" \u0000\t ", "unnamed: Hello"],
    ["👋".repeat(70), `${"👋".repeat(64)}: Hello`],
  ])("makes one line without a colon of the name %j", (by, said) => {
    expect(userContent(userMessage({ by }))).toBe(said);
  });

  test("has the words of a guardrail, never those that it took out", () => {
    const parts = [image, text("my card is 4111")];
    expect(userContent(userMessage({ text: "my card is [hidden]", parts, rewrittenBy: "cards" }))).toEqual([
      text("my card is [hidden]"),
      image,
    ]);
    expect(userContent(userMessage({ text: "[hidden]", parts: [text("secret")], rewrittenBy: "cards" }))).toBe(
      "[hidden]",
    );
    expect(userContent(userMessage({ text: "", parts, rewrittenBy: "cards" }))).toEqual([image]);
  });
});

test("media that is here has a data URL", () => {
  expect(mediaUrl({ data: "aGk=", mediaType: "image/png" })).toBe("data:image/png;base64,aGk=");
  expect(mediaUrl({ url: "https://example.com/a.png", mediaType: "image/png" })).toBe("https://example.com/a.png");
});
