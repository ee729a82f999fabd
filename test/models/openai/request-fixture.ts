import type { AssistantMessage, RequestedCall, ToolMessage } from "../../../src/machine/message.ts";

/** A call of an earlier turn. */
export function requestedCall(key: string, parts: Partial<RequestedCall> = {}): RequestedCall {
  return { key, id: `id_${key}`, name: "find", arguments: "{}", handoff: false, ...parts };
}

/** What an agent said earlier. */
export function assistantMessage(parts: Partial<AssistantMessage> = {}): AssistantMessage {
  return { role: "assistant", agent: "triage", turn: 1, text: "", calls: [], ...parts };
}

/** The result of an earlier call. */
export function toolMessage(call: RequestedCall, output: ToolMessage["output"]): ToolMessage {
  const { key, id, name, handoff } = call;
  return { role: "tool", agent: "triage", call: key, id, name, status: "returned", output, handoff };
}
