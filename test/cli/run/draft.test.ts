import { expect, test } from "vitest";
import { mostAttachedBytes } from "../../../src/cli/run/attachment.ts";
import { createDraft } from "../../../src/cli/run/draft.ts";

const image = { type: "image", url: "https://example.org/cat" } as const;

test("a message alone is a text; with a speaker or attachments it is more", () => {
  const draft = createDraft();
  expect(draft.saying("hi")).toBe("hi");
  draft.speaker = "Ann";
  expect(draft.saying("hi")).toEqual({ text: "hi", by: "Ann" });
  draft.attach({ part: image, label: "cat", bytes: 0 });
  expect(draft.saying("hi")).toEqual({ text: "hi", parts: [image], by: "Ann" });
  draft.drop();
  draft.speaker = null;
  expect(draft.saying("hi")).toBe("hi");
});

test("all together has a limit", () => {
  const draft = createDraft();
  draft.attach({ part: image, label: "one", bytes: mostAttachedBytes - 5_000_000 });
  const much = { part: image, label: "two", bytes: 6_000_000 };
  expect(() => draft.attach(much)).toThrow("two is too much beside the 15 MB that are attached");
  expect(draft.attachments).toHaveLength(1);
});
