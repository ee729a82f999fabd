import type { AssistantMessage, RequestedCall } from "../../graph/message.ts";

/**
 * A reply with some of its calls: the very same when all are kept, `null` when nothing is left of it. The provider's
 * own items tell all calls, so they go with the first that is taken out.
 */
export function keepCalls(message: AssistantMessage, keeps: (call: RequestedCall) => boolean): AssistantMessage | null {
  const calls = message.calls.filter(keeps);
  if (calls.length === message.calls.length) return message;
  if (calls.length === 0 && message.text === "") return null;
  const { native: _, ...rest } = message;
  return { ...rest, calls };
}
