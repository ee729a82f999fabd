import { expect, test } from "vitest";
import { parseApprovalAnswer } from "../../../src/cli/run/approval-answer.ts";

test.each([
  ["y", { kind: "approve", options: {} }],
  [" YES ", { kind: "approve", options: {} }],
  ["a", { kind: "approve", options: { remember: "tool" } }],
  ["s", { kind: "approve", options: { remember: "arguments" } }],
  ['e {"amount":1}', { kind: "approve", options: { input: { amount: 1 } } }],
  ["n", { kind: "deny", reason: "" }],
  ["n too much", { kind: "deny", reason: "too much" }],
  ["e", { kind: "unclear", problem: expect.stringContaining("as JSON") }],
  ["y but less", { kind: "unclear", problem: expect.stringContaining("Nothing was decided") }],
  ["perhaps", { kind: "unclear", problem: "" }],
  ["", { kind: "unclear", problem: "" }],
])("%j", (answer, read) => {
  expect(parseApprovalAnswer(answer)).toEqual(read);
});
