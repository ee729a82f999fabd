import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Message } from "../../../src/graph/message.ts";
import { dueToolChoice } from "../../../src/models/openai/tool-choice.ts";
import { assistantMessage, requestedCall, toolMessage, userMessage } from "./request-fixture.ts";

const call = requestedCall("1.0");
const called = assistantMessage({ calls: [call] });
const result = toolMessage(call, "done");
const prompt: Message = { role: "prompt", agent: "triage", text: "Go on.", reason: "autonomous" };

function choiceAfter(...messages: readonly Message[]) {
  return dueToolChoice({ agent: "triage", messages, toolChoice: "required" });
}

describe("dueToolChoice", () => {
  test("passes on what holds always", () => {
    for (const toolChoice of ["auto", "none", undefined] as const) {
      expect(dueToolChoice({ agent: "triage", messages: [userMessage(), called, result], toolChoice })).toBe(
        toolChoice,
      );
    }
  });

  test("requires a call until there was one in this exchange", () => {
    expect(choiceAfter()).toBe("required");
    expect(choiceAfter(userMessage())).toBe("required");
    expect(choiceAfter(userMessage(), assistantMessage({ text: "Hm." }), prompt)).toBe("required");
    expect(choiceAfter(userMessage(), called, result)).toBe("auto");
    expect(choiceAfter(userMessage(), called, result, assistantMessage({ text: "Done." }), prompt)).toBe("auto");
    expect(choiceAfter(called, result)).toBe("auto");
  });

  test("requires one again after the next message of a user", () => {
    expect(choiceAfter(userMessage(), called, result, userMessage())).toBe("required");
  });

  test("counts the agent's own calls only", () => {
    expect(choiceAfter(userMessage(), { ...called, agent: "billing" }, result)).toBe("required");
  });

  test("never requires a call of an agent that just made one, so no agent calls for ever", () => {
    const message = fc.constantFrom<Message>(userMessage(), prompt, result, assistantMessage({ text: "Hm." }));
    fc.assert(
      fc.property(fc.array(message), fc.array(message), (before, after) => {
        const later = after.filter(({ role }) => role !== "user");
        expect(choiceAfter(...before, called, ...later)).toBe("auto");
      }),
    );
  });
});
