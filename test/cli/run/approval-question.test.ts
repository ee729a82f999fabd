import { expect, test } from "vitest";
import { answerPrompt, showAnswers, showQuestion } from "../../../src/cli/run/approval-question.ts";
import type { Chat } from "../../../src/cli/run/chat-step.ts";
import { createDraft } from "../../../src/cli/run/draft.ts";
import { createTranscript } from "../../../src/cli/run/transcript.ts";
import { createWatch } from "../../../src/cli/run/watch.ts";
import { createRuntime } from "../../../src/runtime/create-runtime.ts";
import type { ApprovalRequested } from "../../../src/runtime/update.ts";
import { scriptedModel } from "../../../src/testing/index.ts";
import { richDesk } from "../fixtures/rich-desk.ts";
import { recordingScreen } from "../recording-screen.ts";

const approval: ApprovalRequested = {
  type: "approval.requested",
  agent: "clerk",
  call: "1.0",
  kind: "tool",
  name: "hurry",
  input: { amount: 5 },
  expiresAt: null,
  binding: "x",
  inDoubt: false,
};

test("a call in doubt is said to be so", async () => {
  const { chat, written } = await newChat();
  showQuestion(chat, { ...approval, inDoubt: true });
  expect(written()).toBe(
    [
      "  ? clerk wants hurry again",
      '    {"amount":5}',
      "  In doubt: it was under way when its process died, and may have had its effect already.",
      "",
    ].join("\n"),
  );
});

test("what is remembered is about tools: for a handoff it is not offered", async () => {
  const { chat, written } = await newChat();
  expect(answerPrompt(chat, { ...approval, expiresAt: 90_000 })).toBe("  allow? [y/n/a/s/e] (1 min 30 s left) › ");
  const handoff: ApprovalRequested = { ...approval, kind: "handoff", name: "reporter" };
  expect(answerPrompt(chat, handoff)).toBe("  allow? [y/n/e] › ");
  showAnswers(chat, handoff);
  expect(written()).not.toContain("from now on");
});

async function newChat(): Promise<{ readonly chat: Chat; written(): string }> {
  const screen = recordingScreen(100);
  const chat: Chat = {
    graph: richDesk,
    session: await createRuntime(richDesk, { model: scriptedModel([]) }).open("s"),
    screen,
    transcript: createTranscript(richDesk, screen),
    watch: createWatch(),
    clock: { now: () => 0 },
    draft: createDraft(),
    interactive: true,
    ask: async () => null,
  };
  return { chat, written: screen.written };
}
