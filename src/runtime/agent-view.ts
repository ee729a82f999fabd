import type { Conversation } from "../machine/conversation.ts";
import type { AssistantMessage, Message } from "../machine/message.ts";

/**
 * The conversation as one agent's model sees it: everything, but for the handoff calls of other agents and their
 * results. A projection, made while it is read: the conversation keeps everything, and an agent that gets control
 * back sees its own handoffs again. Calls and results stay balanced, since both sides of a handoff are hidden.
 */
export function agentView(conversation: Conversation, agent: string): Iterable<Message> {
  return {
    *[Symbol.iterator]() {
      for (const message of conversation) {
        const seen = seenBy(agent, message);
        if (seen !== null) yield seen;
      }
    },
  };
}

function seenBy(agent: string, message: Message): Message | null {
  switch (message.role) {
    case "tool":
      return message.handoff && message.agent !== agent ? null : message;
    case "assistant":
      return message.agent === agent ? message : withoutHandoffs(message);
    default:
      return message;
  }
}

function withoutHandoffs(message: AssistantMessage): AssistantMessage | null {
  const calls = message.calls.filter((call) => !call.handoff);
  if (calls.length === message.calls.length) return message;
  if (calls.length === 0 && message.text === "") return null;
  const { native: _, ...rest } = message;
  return { ...rest, calls };
}
