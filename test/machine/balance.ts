import type { Message } from "../../src/graph/message.ts";

/** What is wrong with the calls and results of a conversation: each call must have its one result, in order, right behind. */
export function imbalance(messages: Iterable<Message>): string | null {
  let open: string[] = [];
  for (const message of messages) {
    if (message.role === "tool") {
      const due = open.shift();
      if (due !== message.call) return `result of ${message.call} where ${due ?? "no result"} was due`;
    } else {
      if (open.length > 0) return `${message.role} message before the results of ${open.join(", ")}`;
      if (message.role === "assistant") open = message.calls.map(({ key }) => key);
    }
  }
  return open.length > 0 ? `no results of ${open.join(", ")}` : null;
}
