import type { PromptMessage } from "../../graph/message.ts";

/** What stands in the place of the messages that a summary covers. */
export function summaryMessage(agent: string, text: string): PromptMessage {
  return { role: "prompt", agent, reason: "summary", text: `Summary of the conversation so far:\n${text}` };
}

/** What the model that writes a summary is told last: providers want the word to come from the user's side. */
export function summaryOrder(agent: string): PromptMessage {
  return { role: "prompt", agent, reason: "summary", text: "Write the summary of the conversation up to here now." };
}
