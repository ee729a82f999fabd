import { ModelError } from "../errors.ts";
import type { Usage } from "../graph/message.ts";
import { isRecord } from "../json.ts";
import type { ModelReply } from "./ports.ts";

/**
 * The reply, when it is one: a client written without types may give anything, and what it gives is journaled.
 *
 * @throws {ModelError} `unexpected`.
 */
export function checkedReply(reply: ModelReply): ModelReply {
  const { text, calls, usage, model, native }: Partial<ModelReply> = isRecord(reply) ? reply : {};
  const isReply =
    typeof text === "string" &&
    typeof model === "string" &&
    typeof usage?.inputTokens === "number" &&
    typeof usage.outputTokens === "number" &&
    Array.isArray(calls) &&
    calls.every((call) => typeof call?.name === "string" && typeof call.arguments === "string");
  if (!isReply) {
    throw unexpected(
      "The model client gave no reply of the form { text, calls: [{ id, name, arguments }], usage, model }.",
    );
  }
  if (native === undefined || (typeof native?.provider === "string" && Array.isArray(native.items))) return reply;
  throw unexpected("The model client gave native items that are not of the form { provider, items: [] }.");
}

/** What a reply took, as JSON carries it. */
export function usageOf({ usage }: ModelReply): Usage {
  return { inputTokens: finite(usage.inputTokens), outputTokens: finite(usage.outputTokens) };
}

function finite(count: number): number {
  return Number.isFinite(count) ? count : 0;
}

function unexpected(message: string): ModelError {
  return new ModelError("unexpected", { message, retryable: false });
}
