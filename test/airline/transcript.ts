import type { Message } from "handoff-machine";
import { type RecordedMessage, transferTool, type WireCall, type WireMessage, wireMessage } from "./recording.ts";

/*
 * The forms in which what happened is compared with what was recorded.
 */

/** Writes a message of a session as it would have been recorded. */
export function toRecorded(message: Message): RecordedMessage {
  switch (message.role) {
    case "user":
    case "prompt":
      return { role: "user", content: message.text };
    case "operator":
      return { role: "assistant", content: message.text };
    case "assistant": {
      const content = message.text === "" ? null : message.text;
      if (message.calls.length === 0) return { role: "assistant", content };
      const calls = message.calls.map(({ id, name, arguments: text }) => ({
        id: id ?? "",
        type: "function" as const,
        function: { name, arguments: text },
      }));
      return { role: "assistant", content, tool_calls: calls };
    }
    case "tool": {
      const content = typeof message.output === "string" ? message.output : JSON.stringify(message.output);
      return { role: "tool", tool_call_id: message.id ?? "", name: message.name, content };
    }
  }
}

/** Puts the machine's own answer in the place of the recorded one: a handoff is answered by it, not by a tool. */
export function withMachineAnswer(message: RecordedMessage): RecordedMessage {
  return message.role === "tool" && message.name === transferTool
    ? { ...message, content: "Handed off to human." }
    : message;
}

/** Reads the messages of a request; fails where one has another form than those that were recorded. */
export function parseHistory(messages: readonly unknown[]): readonly WireMessage[] {
  return messages.map((message) => wireMessage.parse(message));
}

/** The calls of all messages, in order. */
export function callsOf(messages: readonly (WireMessage | RecordedMessage)[]): readonly WireCall[] {
  return messages.flatMap((message) => (message.role === "assistant" ? (message.tool_calls ?? []) : []));
}

/**
 * Numbers the calls instead of naming them: ids were doubled in some recordings and made unique for the server,
 * but each result must still belong to the same call.
 */
export function withNumberedCalls(messages: readonly (WireMessage | RecordedMessage)[]): readonly object[] {
  const numbersById = new Map<string, number>();
  let calls = 0;
  return messages.map((message) => {
    const { role, content } = message;
    if (message.role === "tool") return { role, content, answers: numbersById.get(message.tool_call_id) };
    if (message.role === "user") return { role, content };
    const numbered = (message.tool_calls ?? []).map(({ id, function: called }) => {
      numbersById.set(id, ++calls);
      return { number: calls, ...called };
    });
    return { role, content, calls: numbered };
  });
}
