import { describe, expect, test } from "vitest";
import { parseScript } from "../../src/models/parse-script.ts";

describe("parseScript", () => {
  test("takes every kind of step as it is", () => {
    const script = [
      "Hello.",
      { name: "handoff_to_billing" },
      { name: "find", arguments: { id: [1, null] }, id: null },
      { text: "Hi", calls: [{ name: "find", arguments: "{broken", id: "x" }], delay: 5 },
      { chunks: ["a", "b"], usage: { inputTokens: 1, outputTokens: 2 } },
      { error: "rate_limited", message: "Slow down.", retryable: true, retryAfter: 100, partial: "So" },
    ];
    expect(parseScript(JSON.parse(JSON.stringify(script)))).toEqual(script);
  });

  test.each([
    [{}, "script: expected an array, found {}."],
    ["Hello", 'script: expected an array, found "Hello".'],
    [["fine", 3], "script[1]: expected a text, a call, a reply or a failure, found 3."],
    [[null], "script[0]: expected a text, a call, a reply or a failure, found null."],
    [[["nested"]], 'script[0]: expected a text, a call, a reply or a failure, found ["nested"].'],
    [[{ words: "Hi" }], 'script[0]: expected no keys but text, chunks, calls, usage, delay, found "words".'],
    [[{ text: 1 }], "script[0].text: expected a text, found 1."],
    [[{ text: "a", chunks: [] }], 'script[0]: expected either text or chunks, found "both".'],
    [[{ chunks: ["a", 1] }], "script[0].chunks[1]: expected a text, found 1."],
    [[{ calls: { name: "a" } }], 'script[0].calls: expected an array, found {"name":"a"}.'],
    [[{ calls: ["a"] }], 'script[0].calls[0]: expected a call such as { name, arguments }, found "a".'],
    [[{ calls: [{ arguments: {} }] }], "script[0].calls[0].name: expected a text, found null."],
    [[{ name: "a", args: {} }], 'script[0]: expected no keys but name, arguments, id, found "args".'],
    [[{ name: "a", id: 1 }], "script[0].id: expected a text, found 1."],
    [[{ text: "a", delay: -1 }], "script[0].delay: expected a number of at least 0, found -1."],
    [[{ text: "a", usage: 3 }], "script[0].usage: expected { inputTokens, outputTokens }, found 3."],
    [[{ usage: { inputTokens: 1 } }], "script[0].usage.outputTokens: expected a number of at least 0, found null."],
    [[{ error: "rate_limited", retryable: "yes" }], 'script[0].retryable: expected true or false, found "yes".'],
  ])("names the place in %j", (json, message) => {
    expect(() => parseScript(json)).toThrow(
      expect.objectContaining({ code: "bad_option", message: expect.stringContaining(`${message} A script is`) }),
    );
  });

  test("lists the known codes of failures", () => {
    expect(() => parseScript([{ error: "toString" }])).toThrow(
      /^script\[0\]\.error: expected one of aborted, .*rate_limited.*, found "toString"\. /,
    );
  });

  test("helps with an example and the keys of every form", () => {
    expect(() => parseScript([{ words: "Hi" }])).toThrow(
      expect.objectContaining({
        hint:
          'A script is a JSON array: ["Hello.", { "name": "handoff_to_billing", "arguments": {} }]. ' +
          "Keys: a reply has text, chunks, calls, usage, delay; a call has name, arguments, id; " +
          "a failure has error, message, retryable, retryAfter, partial.",
      }),
    );
  });

  test("asks whether another key was meant, of whatever form", () => {
    for (const [step, meant] of [
      [{ txt: "Hi" }, "text"],
      [{ nme: "look_up" }, "name"],
      [{ name: "look_up", argumens: {} }, "arguments"],
      [{ error: "connection", retryabel: true }, "retryable"],
    ] as const) {
      expect(() => parseScript([step])).toThrow(
        expect.objectContaining({ hint: expect.stringMatching(new RegExp(`^Did you mean "${meant}"\\? A script is`)) }),
      );
    }
  });

  test("names the file where it is given", () => {
    expect(() => parseScript([3], { file: "replies.json" })).toThrow(/^replies\.json: script\[0\]: expected a text/);
  });
});
