import type { Message } from "../../graph/message.ts";
import type { ModelSettings } from "../../graph/model-settings.ts";

/** Whose turn it is, what it sees, and what was asked for. */
export interface ChoiceFacts {
  readonly agent: string;
  readonly messages: readonly Message[];
  readonly toolChoice: ModelSettings["toolChoice"];
}

/**
 * Tells which choice of tools is sent. `required` becomes `auto` as soon as the agent has called a tool in this
 * exchange, that is, behind the newest user message: otherwise it could never answer, and would call for ever.
 */
export function dueToolChoice({ agent, messages, toolChoice }: ChoiceFacts): ModelSettings["toolChoice"] {
  if (toolChoice !== "required") return toolChoice;
  const exchange = messages.slice(messages.findLastIndex(({ role }) => role === "user") + 1);
  return exchange.some((message) => hasCalls(message, agent)) ? "auto" : "required";
}

function hasCalls(message: Message, agent: string): boolean {
  return message.role === "assistant" && message.agent === agent && message.calls.length > 0;
}
