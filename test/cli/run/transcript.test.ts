import { expect, test } from "vitest";
import { createTranscript } from "../../../src/cli/run/transcript.ts";
import { askUser, call, endConversation, handOff } from "../../../src/testing/index.ts";
import { richDesk } from "../fixtures/rich-desk.ts";
import { recordingScreen } from "../recording-screen.ts";
import { richChat } from "./rich-chat.ts";

const report = { title: "Report", lines: ["one", "two"] };
const toReporter = handOff("reporter");

test("a question to the user is what the agent says", async () => {
  const { written } = await richChat([askUser("Which order?"), "Thank you."], ["hi", "A-1"]);
  expect(written).toContain("you › hi\nclerk › Which order?\n\nyou › A-1\nclerk › Thank you.\n");
});

test("what a guardrail holds back or rewrites is told, and what is said instead", async () => {
  const { written } = await richChat(["The secret is 42."], ["my pin is 4711"]);
  expect(written).toContain(
    [
      "you › my pin is 4711",
      "  ✎ masked · rewrote what was said to clerk",
      "  ⊘ noSecrets · held back the answer of clerk",
      "    It has a secret in it.",
      "clerk › I must not say that.",
    ].join("\n"),
  );
  expect(written).not.toContain("is 42");
});

test("what a route says is said by its agent", async () => {
  const { written } = await richChat([call("close")], ["close it"]);
  expect(written).toContain("  ✓ close  closed\nclerk › The desk is closed.\n");
});

test("an answer in a form is shown once, when it is whole; one of the wrong form in a line", async () => {
  const { written } = await richChat([toReporter, "not json", JSON.stringify(report)], ["a report", "y"]);
  expect(written).toContain(
    [
      "  … an answer of the wrong form  not json",
      "reporter ›",
      "  {",
      '    "title": "Report",',
      '    "lines": [',
      '      "one",',
      '      "two"',
      "    ]",
      "  }",
      "",
    ].join("\n"),
  );
  expect(written.match(/Report/g)).toHaveLength(1);
});

test("the end shows the result, and what it all cost", async () => {
  const usage = { inputTokens: 1200, outputTokens: 34 };
  const end = { calls: [endConversation({ grade: 2, why: "late" })], usage };
  const { written } = await richChat([toReporter, end], ["a report", "y"]);
  expect(written).toMatch(
    / {2}The conversation is over: graded\.\n {2}Its result:\n {2}\{\n {4}"grade": 2,\n {4}"why": "late"\n {2}\}\n {2}1,200 tokens in, 34 out · cost 0\.00267\n$/,
  );
});

test("a summary is a faint line", async () => {
  const script = ["One.", handOff("archivist"), "They said hello.", "You said hello."];
  const { written } = await richChat(script, ["hi", "what did I say?"]);
  expect(written).toContain("archivist › You said hello.\n  … 3 messages were shown in short to archivist\n");
});

test("a line that is too long is broken between words, below its own beginning", async () => {
  const reason = `${"It cannot be said ".repeat(6)}at all.`;
  const screen = recordingScreen(60);
  const transcript = createTranscript(richDesk, screen);
  const facts = { agent: "clerk", guardrail: "noSecrets", on: "output", reason, call: null } as const;
  transcript.show({ type: "guardrail.tripped", ...facts });
  const [first, ...rest] = screen.written().trimEnd().split("\n");
  expect(first).toBe("  ⊘ noSecrets · held back the answer of clerk");
  expect(rest.every((line) => /^ {4}\S/.test(line) && line.length <= 60)).toBe(true);
  expect(rest.map((line) => line.trim()).join(" ")).toBe(reason);
});

test("that updates are missing is told", () => {
  const screen = recordingScreen(80);
  createTranscript(richDesk, screen).show({ type: "updates.dropped", count: 12 });
  expect(screen.written()).toBe("  … 12 updates were not shown: the journal has all of it\n");
});

test("what takes over without a handoff has a word", () => {
  const screen = recordingScreen(80);
  const transcript = createTranscript(richDesk, screen);
  for (const by of ["afterReply", "guardrail"] as const) {
    transcript.show({ type: "handoff.made", by, from: "clerk", to: "reporter", input: null });
  }
  expect(screen.written()).toBe("  ⇒ clerk → reporter · after the answer\n  ⇒ clerk → reporter · guardrail\n");
});

test.each([
  ["cost", "money"],
  ["pingPong", "handoffs back and forth"],
  ["repairs", "corrections"],
])("the budget %s is told as no more %s", (limit, words) => {
  const screen = recordingScreen(80);
  createTranscript(richDesk, screen).show({ type: "limit.reached", agent: "clerk", limit });
  expect(screen.written()).toBe(`  ■ No more ${words} in this exchange: say something to go on.\n`);
});
