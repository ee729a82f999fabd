import { sanitizeToolName } from "../../graph/tool-name.ts";
import { isRecord, type JsonValue } from "../../json.ts";

/**
 * Gives the name under which a past call is shown to a server. A model may have called a tool by a name that no
 * server accepts in a request; shown as it was, it would make every later request of the session fail.
 */
export function wireName(name: string): string {
  return sanitizeToolName(name).slice(0, 64) || "unnamed";
}

/**
 * Gives the arguments with which a past call is shown to a server: always a JSON object, as some servers parse
 * them and reject a request that holds anything else. What the model wrote stays readable in it.
 */
export function wireArguments(text: string): string {
  return isJsonObject(text) ? text : JSON.stringify({ unreadable_arguments: text });
}

/** Gives the result of a call as text: strings as they are, anything else as JSON. */
export function wireOutput(output: JsonValue): string {
  return typeof output === "string" ? output : JSON.stringify(output);
}

function isJsonObject(text: string): boolean {
  try {
    return isRecord(JSON.parse(text));
  } catch {
    return false;
  }
}
