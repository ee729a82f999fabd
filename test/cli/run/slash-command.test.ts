import { expect, test } from "vitest";
import { parseLine } from "../../../src/cli/run/slash-command.ts";

test.each([
  ["hello", { kind: "message", text: "hello" }],
  ["  hello  ", { kind: "message", text: "hello" }],
  ["/etc/passwd is a file", { kind: "message", text: "/etc/passwd is a file" }],
  ["/state", { kind: "command", command: { name: "state", rest: "" } }],
  ["/handoff clerk {}", { kind: "command", command: { name: "handoff", rest: "clerk {}" } }],
  ["/as", { kind: "command", command: { name: "as", rest: "" } }],
  ["/image my cat.png", { kind: "command", command: { name: "image", rest: "my cat.png" } }],
  ["/edit", { kind: "unknown", problem: expect.stringContaining("Type e and the arguments") }],
  ["/quti", { kind: "unknown", problem: "There is no command /quti. Did you mean /quit?" }],
  ["/xyzzy", { kind: "unknown", problem: "There is no command /xyzzy. /help lists them." }],
])("%j", (line, read) => {
  expect(parseLine(line)).toEqual(read);
});
