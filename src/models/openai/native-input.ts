import type { ResponseInputItem } from "openai/resources/responses/responses";
import { isRecord, type JsonObject, type JsonValue } from "../../json.ts";
import { wireArguments, wireName } from "./wire-call.ts";

/**
 * Gives the items of an earlier answer as input for the next request, word for word but for the ids of calls,
 * which become `callIds`, and for names and arguments that no server would take back.
 *
 * `null` when they cannot be sent and the message must be written anew: when some calls were filtered out of the
 * message since, or when reasoning came without its encrypted content, for nothing is stored on the server.
 */
export function nativeInput(
  items: readonly JsonValue[],
  callIds: readonly string[],
): readonly ResponseInputItem[] | null {
  const calls = items.filter(isCall);
  if (items.length === 0 || calls.length !== callIds.length || !items.every(isSelfContained)) return null;
  const ids = callIds.values();
  const input = items.map((item) =>
    isCall(item) ? { ...item, call_id: ids.next().value, ...acceptable(item) } : item,
  );
  // The one cast of this adapter: the items came from this same API, server and model and were kept as they were.
  return input as unknown as readonly ResponseInputItem[];
}

function isCall(item: JsonValue): item is JsonObject {
  return isRecord(item) && item.type === "function_call";
}

function isSelfContained(item: JsonValue): boolean {
  return isRecord(item) && (item.type !== "reasoning" || typeof item.encrypted_content === "string");
}

function acceptable(item: JsonObject): { readonly name: string; readonly arguments: string } {
  return {
    name: wireName(typeof item.name === "string" ? item.name : ""),
    arguments: wireArguments(typeof item.arguments === "string" ? item.arguments : ""),
  };
}
