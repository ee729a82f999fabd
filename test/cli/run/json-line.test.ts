import { describe, expect, test } from "vitest";
import { parseJsonLine } from "../../../src/cli/run/json-line.ts";
import { createRuntime } from "../../../src/runtime/create-runtime.ts";
import { LiveRun } from "../../../src/runtime/run.ts";
import type { Session } from "../../../src/runtime/session.ts";
import { scriptedModel } from "../../../src/testing/index.ts";
import { richDesk } from "../fixtures/rich-desk.ts";

const image = { type: "image", data: "YWJj", mediaType: "image/png", detail: "low" };
const file = { type: "file", url: "https://example.org/a.pdf", name: "a.pdf" };
const parts = [{ type: "text", text: "this" }, image, file];

describe("what a line asks the session for", () => {
  test.each<[string | object, string, readonly unknown[]]>([
    ["hello", "send", ["hello"]],
    [{ send: "{hi}" }, "send", ["{hi}"]],
    [{ send: { text: "hi", by: "Ann", parts } }, "send", [{ text: "hi", by: "Ann", parts }]],
    [{ send: ["a", { text: "b", by: "Bob" }] }, "send", [["a", { text: "b", by: "Bob" }]]],
    [{ approve: true }, "approve", [undefined, {}]],
    [
      { approve: "1.0", by: "Eve", input: { amount: 1 }, binding: "x", remember: "arguments" },
      "approve",
      ["1.0", { by: "Eve", input: { amount: 1 }, binding: "x", remember: "arguments" }],
    ],
    [
      { deny: "1.0", by: "Eve", reason: "no", remember: "tool" },
      "deny",
      ["1.0", { by: "Eve", reason: "no", remember: "tool" }],
    ],
    [{ operate: { text: "hi" } }, "operate", [{ text: "hi" }]],
    [{ operate: { handoff: { to: "a", input: 1 } } }, "operate", [{ handoff: { to: "a", input: 1 } }]],
    [{ resume: true }, "resume", []],
    [{ stop: true }, "stop", []],
    [{ cancel: true }, "cancel", [undefined]],
    [{ cancel: "enough" }, "cancel", ["enough"]],
  ])("%j", async (line, method, given) => {
    expect(await askedBy(typeof line === "string" ? line : JSON.stringify(line))).toEqual([method, ...given]);
  });
});

test.each([
  [{ sned: "hi" }, "is not understood"],
  [{ send: "a", stop: true }, "asks for send and stop at once"],
  [{ send: 1 }, "send must be an object with text, parts or by, not 1"],
  [{ send: { text: 1 } }, "send.text must be a text, not 1"],
  [{ send: { txet: "a" } }, "send.txet is no field that is known here. Known: text, parts, by."],
  [{ send: ["a", { by: null }] }, "send[1].by must be a text, not null"],
  [{ send: { parts: {} } }, "send.parts must be a list"],
  [{ send: { parts: [{}] } }, 'send.parts[0].type must be "text", "image" or "file", not nothing'],
  [{ send: { parts: [{ type: "image", url: "x" }] } }, "send.parts[0].url must be a whole URL"],
  [{ send: { parts: [{ type: "image", data: "x" }] } }, "send.parts[0].mediaType must be a text"],
  [{ send: { parts: [{ type: "file" }] } }, "send.parts[0] must have a url, or data"],
  [{ send: { parts: [{ ...file, data: "x" }] } }, "send.parts[0] has both url and data"],
  [{ send: { parts: [{ ...file, detail: "low" }] } }, "send.parts[0].detail is no field"],
  [{ approve: 3 }, "approve must be the key of a call, or true"],
  [{ approve: true, reason: "x" }, "reason is no field that is known here"],
  [{ approve: true, remember: true }, 'remember must be "tool" or "arguments", not true'],
  [{ deny: true, by: 1 }, "by must be a text, not 1"],
  [{ operate: { handoff: {} } }, "operate.handoff.to must be a text"],
  [{ resume: "yes" }, "resume must be true"],
  [{ cancel: 1 }, "cancel must be true or a reason"],
])("%j is refused, naming the field", (line, message) => {
  expect(() => parseJsonLine(JSON.stringify(line))).toThrow(message);
});

/** The name of the method that a line calls, and what it gives to it. */
async function askedBy(line: string): Promise<readonly unknown[]> {
  const session = await createRuntime(richDesk, { model: scriptedModel([]) }).open("s");
  const called: unknown[] = [];
  const listening: Session = new Proxy(session, {
    get:
      (_, method) =>
      (...given: readonly unknown[]) => {
        called.push(method, ...given);
        return new LiveRun();
      },
  });
  parseJsonLine(line).wish(listening);
  return called;
}
