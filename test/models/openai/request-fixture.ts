import type { AssistantMessage, RequestedCall, ToolMessage, UserMessage } from "../../../src/graph/message.ts";

/** A call of an earlier turn. */
export function requestedCall(key: string, parts: Partial<RequestedCall> = {}): RequestedCall {
  return { key, id: `id_${key}`, name: "find", arguments: "{}", handoff: false, ...parts };
}

/** What a user said. */
export function userMessage(parts: Partial<UserMessage> = {}): UserMessage {
  return { role: "user", text: "Hello", at: 0, ...parts };
}

/** What an agent said earlier. */
export function assistantMessage(parts: Partial<AssistantMessage> = {}): AssistantMessage {
  return { role: "assistant", agent: "triage", turn: 1, text: "", calls: [], ...parts };
}

/** The result of an earlier call. */
export function toolMessage(
  call: RequestedCall,
  output: ToolMessage["output"],
  parts: Partial<ToolMessage> = {},
): ToolMessage {
  const { key, id, name, handoff } = call;
  return { role: "tool", agent: "triage", call: key, id, name, status: "returned", output, handoff, ...parts };
}
