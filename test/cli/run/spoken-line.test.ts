import { expect, test } from "vitest";
import { spokenLine } from "../../../src/cli/run/spoken-line.ts";
import type { Message } from "../../../src/graph/message.ts";

const asked = (arguments_: string) =>
  ({ key: "1.0", id: null, name: "ask_user", arguments: arguments_, handoff: false }) as const;

const answer = { role: "assistant", agent: "clerk", turn: 1 } as const;

test.each<[Message, string | null]>([
  [{ role: "user", text: "hi", at: 0 }, "you: hi"],
  [{ role: "user", text: "hi", by: "Ann", at: 0 }, "Ann: hi"],
  [
    {
      role: "user",
      text: "look",
      parts: [
        { type: "text", text: "look" },
        { type: "image", data: "YWJj", mediaType: "image/png" },
        { type: "file", name: "a.pdf", data: "YWJj", mediaType: "application/pdf" },
        { type: "image", url: "https://example.org/cat" },
      ],
      at: 0,
    },
    "you: look [image] [a.pdf] [https://example.org/cat]",
  ],
  [{ ...answer, text: "Hello.", calls: [] }, "clerk: Hello."],
  [{ ...answer, text: "", calls: [asked('{"question":"Which?"}')] }, "clerk: Which?"],
  [{ ...answer, text: "", calls: [asked("{")] }, null],
  [{ role: "operator", agent: "boss", text: "Yes.", at: 0 }, "boss: Yes."],
  [{ role: "prompt", agent: "clerk", text: "Go on.", reason: "autonomous" }, null],
])("%j", (message, read) => {
  const line = spokenLine(message);
  expect(line === null ? null : `${line.speaker}: ${line.text}`).toBe(read);
});
